import BraidFiles
import BraidText

/// The documents of a page: a document for each block of text, or one for the page.
///
/// Blocks are what is not inside of a line: paragraphs, headings, list items, cells. White space is as browsers show it, a
/// `br` is a line feed, and a button, a label or another control of a form is a word of its own. Scripts and styles are no text.
/// Templates, `noscript`, embedded content, deleted text, the readings of ruby, the choices and contents of controls, and attributes such
/// as `alt` and `title` are passed over and counted: no mark can stand in them, or they are not what the page says.
/// Fields: `title` (the page's), `element` (the block's). Its language is that of the nearest `lang`. `mark` elements with a
/// `data-label` are spans of the layer `data-layer`, or `entity`; what a page by Braid has beside a text is read as what it is.
final class HTMLReader: HTMLHandler {
  /// What a page has.
  struct Block {
    var text: XMLText
    var element: String
    var id: String?
    var language: String?
    var marks: [Mark] = []
    var labels: [(layer: String, label: Label)] = []
    /// Whether nothing in it may be translated.
    var isProtected = true
    /// What its text begins in.
    var ancestors: [Ancestor] = []
    /// Whether Braid has written it, as a document.
    var isDocument = false
    /// Layers of spans that are there, with or without any.
    var layers: Set<String> = []
    var translations: [(name: String, text: AlignedText)] = []
    var fields: [(name: String, value: String)] = []
  }

  /// A labelled part of a text, by bytes.
  struct Mark {
    var layer: String
    var label: String
    var score: Double?
    /// The number that parts of one span share.
    var number: String?
    var range: Range<Int>
  }

  /// An element that is open.
  struct Ancestor: Sendable {
    var name: String
    /// Whether what is in it must not be translated.
    var isProtected: Bool
  }

  /// Something with text that is passed over.
  struct Passed {
    /// The element or attribute.
    var name: String
    /// Its line in the page.
    var line: Int
  }

  private struct Open {
    var name: String
    var isBlock: Bool
    var language: String?
    /// Index of the mark that ends with it.
    var mark: (index: Int, start: Int)?
    var part: Part?
    /// Whether what is in it must not be translated.
    var isProtected = false
  }

  /// What is gathered beside the text of a document.
  private enum Part {
    case title
    case skipped
    case label(layer: String, score: Double?)
    case translation(name: String, score: Double?)
    case field(name: String)
    case document
    case text
  }

  /// The blocks so far.
  private(set) var blocks: [Block] = []
  /// The title of the page.
  private(set) var title: String?
  /// The language of the page.
  private(set) var language: String?
  /// What has text and is passed over, in order.
  private(set) var passed: [Passed] = []

  private let byPage: Bool
  private var open: [Open] = []
  private var skipping = 0
  /// The outermost element that is passed over, until it is known to have text.
  private var passing: Passed?
  private var block: Block?
  private var part: XMLText?
  /// Whether nothing came since the tag of a `pre`.
  private var startsPre = false
  /// Blocks around each other, the innermost last: their names.
  private var names: [(name: String, id: String?)] = []

  /// - Parameter byPage: Whether the page is one document.
  init(byPage: Bool) { self.byPage = byPage }

  func start(_ element: HTMLElement) {
    var item = Open(name: element.name, isBlock: Self.blocks.contains(element.name))
    defer { open.append(item) }
    item.language = element["lang"] ?? element["xml:lang"] ?? open.last?.language
    item.isProtected = element["translate"].flatMap { HTMLReader.protects($0.utf8) } ?? open.last?.isProtected ?? false
    if element.name == "html" { language = item.language }
    if skipping == 0 {
      passAttributes(element)
      if Self.controls.contains(element.name) { breakWord() }
    }
    if skipping > 0 || Self.skipped.contains(element.name) {
      if skipping == 0 { passing = Passed(name: "<\(element.name)>", line: element.line) }
      skipping += 1
      item.part = .skipped
      return
    }
    let braid = element["data-braid"]
    if element.name == "title", title == nil {
      item.part = .title
      part = XMLText(.collapse)
    } else if element.name == "data", braid == "label" {
      begin()
      add(Label(element["value"] ?? "", score: element["data-score"].flatMap { Double($0) }), element["data-layer"])
    } else if element.name == "data", braid == "layer" {
      if let layer = element["data-layer"] { block?.layers.insert(layer) }
    } else if braid == "document" {
      endBlock()
      item.part = .document
      block = Block(
        text: XMLText(.keep), element: element.name, id: element["data-id"] ?? "", language: element["lang"])
      block?.isDocument = true
    } else if block?.isDocument == true, let braid {
      item.part = part(braid, element)
    } else if element.name == "br" {
      if block?.isDocument != true { breakLine() }
    } else if element.name == "mark", let label = element["data-label"] {
      begin()
      let start = part?.bytes.count ?? block?.text.position ?? 0
      let mark = Mark(
        layer: element["data-layer"] ?? ToolReader.spanLayer, label: label,
        score: element["data-score"].flatMap { Double($0) }, number: element["data-span"], range: start..<start)
      item.mark = (block?.marks.count ?? 0, start)
      block?.marks.append(mark)
    } else if item.isBlock, block?.isDocument != true {
      endBlock()
      names.append((element.name, element["id"]))
      startsPre = element.name == "pre"
      if startsPre { keepSpace() }
    }
  }

  func end(_ name: String) {
    guard let index = open.lastIndex(where: { $0.name == name }) else { return }
    while open.count > index { close(open.removeLast()) }
  }

  func text(_ bytes: Bytes, from source: Range<Int>?) {
    guard skipping == 0 else {
      if let passing, open.last.map({ !Self.code.contains($0.name) }) ?? true, !bytes.allSatisfy(XMLText.isSpace) {
        passed.append(passing)
        self.passing = nil
      }
      return
    }
    if part != nil {
      part?.append(bytes, from: nil)
      return
    }
    guard block?.isDocument != true else { return }
    if block == nil, bytes.allSatisfy(XMLText.isSpace) { return }
    begin()
    if block?.text.runs.isEmpty == true {
      block?.ancestors = open.map { Ancestor(name: $0.name, isProtected: $0.isProtected) }
    }
    if open.last?.isProtected != true, !bytes.allSatisfy(XMLText.isSpace) { block?.isProtected = false }
    // The line feed behind the tag of a `pre` does not count.
    if startsPre, bytes.first == .lineFeed {
      startsPre = false
      block?.text.append(bytes.slice(1..<bytes.count), from: source.map { $0.lowerBound + 1..<$0.upperBound })
      return
    }
    startsPre = false
    block?.text.append(bytes, from: source)
  }

  /// Ends the page.
  func finish() {
    while let last = open.popLast() { close(last) }
    endBlock()
    if byPage, let block, !block.text.isEmpty { blocks.append(block) }
    block = nil
  }

  /// Whether a value of `translate` says that a text must not be translated; nil when it says nothing, so that the value of the
  /// element around counts.
  ///
  /// Source: HTML, section 3.2.6.3, <https://html.spec.whatwg.org/multipage/dom.html#attr-translate>.
  static func protects(_ value: some Collection<UInt8>) -> Bool? {
    ["no": true, "yes": false, "": false][
      String(decoding: value.map { 65...90 ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)]
  }

  /// Elements of which nothing is text.
  static let skipped: Set<String> = [
    "script", "style", "template", "noscript", "iframe", "object", "canvas", "audio", "video", "svg", "textarea",
    "select", "datalist", "rp", "rt", "del",
  ]

  /// Those whose content no page shows.
  private static let code: Set<String> = ["script", "style"]

  /// Elements within a line that are apart from the words around them.
  private static let controls: Set<String> = [
    "button", "input", "label", "meter", "progress", "select", "textarea",
  ]

  /// Elements that are not within a line; unknown ones are, as browsers have it.
  private static let blocks: Set<String> = [
    "html", "head", "title", "body", "frameset", "frame", "noframes", "address", "article", "aside", "blockquote",
    "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "listing", "main", "menu", "nav",
    "ol", "optgroup", "option", "p", "plaintext", "pre", "search", "section", "summary", "ul", "xmp",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th",
  ]

  /// Counts the attributes of an element that are text for those who look at the page.
  ///
  /// Source: HTML, section 3.2.6.3, translatable attributes,
  /// <https://html.spec.whatwg.org/multipage/dom.html#translatable-attributes>; WAI-ARIA, `aria-label`,
  /// <https://www.w3.org/TR/wai-aria-1.2/#aria-label>.
  private func passAttributes(_ element: HTMLElement) {
    let isButton =
      element.name == "input" && ["button", "reset", "submit"].contains(element["type"]?.lowercased() ?? "")
    let names: [StaticString] =
      ["abbr", "alt", "aria-label", "label", "placeholder", "title"] + (isButton ? ["value"] : [])
    for name in names where element[name]?.unlessBlank != nil {
      passed.append(Passed(name: "attribute \(name)", line: element.line))
    }
  }

  /// Begins a block where there is none.
  private func begin() {
    guard block == nil else { return }
    let name = names.last
    block = Block(
      text: XMLText(names.contains { $0.name == "pre" } ? .keep : .collapse),
      element: byPage ? "html" : name?.name ?? "body",
      id: byPage ? nil : name?.id, language: byPage ? language : open.last?.language)
  }

  private func keepSpace() { if byPage { block?.text.whitespace = .keep } }

  private func breakLine() {
    guard block != nil else { return }
    if block?.text.whitespace == .keep { block?.text.append("\n") } else { block?.text.breakParagraph() }
  }

  /// Ends a word, if there is one.
  private func breakWord() {
    guard part == nil, block?.isDocument != true, let text = block?.text else { return }
    if text.whitespace != .keep {
      block?.text.breakLine()
    } else if let last = text.bytes.last, !XMLText.isSpace(last) {
      block?.text.append(" ")
    }
  }

  private func endBlock() {
    guard let ended = block else { return }
    if byPage, !ended.isDocument {
      if !ended.text.isEmpty { breakLine() }
      return
    }
    block = nil
    if ended.isDocument || !ended.text.isEmpty { blocks.append(ended) }
  }

  private func add(_ label: Label, _ layer: String?) { block?.labels.append((layer ?? "label", label)) }

  /// A part of a document that Braid has written.
  private func part(_ name: String, _ element: HTMLElement) -> Part? {
    let score = element["data-score"].flatMap { Double($0) }
    switch name {
    case "text":
      part = block?.text
      return .text
    case "label":
      part = XMLText(.keep)
      return .label(layer: element["data-layer"] ?? "label", score: score)
    case "translation":
      part = XMLText(.keep)
      return .translation(name: element["data-name"] ?? element["lang"] ?? "target", score: score)
    case "field":
      part = XMLText(.keep)
      return .field(name: element["data-name"] ?? "")
    default: return nil
    }
  }

  private func close(_ item: Open) {
    if let (index, start) = item.mark, let end = part?.bytes.count ?? block?.text.bytes.count,
      block?.marks.indices.contains(index) == true
    {
      block?.marks[index].range = start..<max(start, end)
    }
    switch item.part {
    case .skipped: skipping -= 1
    case .title:
      title = part?.string
      part = nil
    case .document: endDocument()
    case .text:
      if let part { block?.text = part }
      part = nil
    case .label(let layer, let score):
      add(Label(part?.string ?? "", score: score), layer)
      part = nil
    case .translation(let name, let score):
      block?.translations.append((name, AlignedText(part?.string ?? "", score: score)))
      part = nil
    case .field(let name):
      block?.fields.append((name, part?.string ?? ""))
      part = nil
    case nil:
      if Self.controls.contains(item.name) { breakWord() }
      guard item.isBlock, block?.isDocument != true else { return }
      if byPage, item.name == "pre" { block?.text.whitespace = .collapse }
      endBlock()
      if names.last?.name == item.name { names.removeLast() }
    }
  }

  private func endDocument() {
    guard let ended = block else { return }
    block = nil
    blocks.append(ended)
  }
}
