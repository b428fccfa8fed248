import BraidText

/// WebAnno TSV 3.3, as INCEpTION imports it: a file for each document.
///
/// Span layers are types `webanno.custom.LAYER` with a value, `entity` the named entities; layers `Type.feature` are features of
/// one type. Tags are those of `pos`, `upos` and
/// `lemma`. Offsets count UTF-16 units. The text of a sentence goes on to the next one, so that white space between sentences
/// is kept. Words that share a surface form are one token, their tags joined by `+`.
struct WebAnnoSink: DocumentSink {
  private var files: DocumentFiles

  /// Makes the folder if there is to be one.
  init(_ path: String) throws(CorpusError) { files = try DocumentFiles(path, ending: ".tsv", others: [".webanno"]) }

  mutating func write(_ document: Document) throws(CorpusError) {
    var standoff = try WebAnnoText(document)
    let text = try standoff.text()
    try files.write(text.utf8, of: document.id, .webanno)
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { try files.finish(.webanno) }
}

/// Writes one document as WebAnno TSV 3.3.
private struct WebAnnoText {
  private let document: Document
  private let source: [UInt8]
  /// UTF-16 units before each byte.
  private let units: [Int]
  /// The tokens of the file: each a surface token of the document.
  private let tokens: [Range<Int>]
  /// The token of the file that has a token of the document.
  private let places: [Int]
  /// Cells by column and token of the file.
  private var columns: [[String]] = []
  private var head = "#FORMAT=WebAnno TSV 3.3\n"
  private var number = 0

  init(_ document: Document) throws(CorpusError) {
    self.document = document
    source = Array(document.text.utf8)
    var units: [Int] = []
    var count = 0
    for byte in source {
      units.append(count)
      if byte & 0xC0 != 0x80 { count += byte >= 0xF0 ? 2 : 1 }
    }
    self.units = units + [count]
    var tokens: [Range<Int>] = []
    var places: [Int] = []
    for token in document.tokens.indices {
      if document.sharesText(token) {
        tokens[tokens.count - 1] = tokens[tokens.count - 1].lowerBound..<token + 1
      } else {
        tokens.append(token..<token + 1)
      }
      places.append(tokens.count - 1)
    }
    self.tokens = tokens
    self.places = places
  }

  /// The whole file.
  mutating func text() throws(CorpusError) -> String {
    addTags()
    for type in FeatureType.types(document.spans, .webanno) { addSpans(type) }
    var out = head + "\n"
    var written = 0
    for (index, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      let isFirst = written == 0
      let next = document.sentences[(index + 1)...].first { !$0.tokens.isEmpty }?.tokens.lowerBound
      let start = isFirst ? 0 : Int(document.tokens[sentence.tokens.lowerBound].start)
      let end = next.map { Int(document.tokens[$0].start) } ?? source.count
      let first = Int(document.tokens[sentence.tokens.lowerBound].start)
      guard source[start..<first].allSatisfy({ $0 == .space || 9...13 ~= $0 }) else {
        throw .cannotExpress(.webanno, document: document.id, what: "a text that begins before its first token")
      }
      written += 1
      out += "\n#Text=" + Self.escapedText(String(decoding: source[start..<end], as: UTF8.self)) + "\n"
      for (number, token) in (places[sentence.tokens.lowerBound]...places[sentence.tokens.upperBound - 1]).enumerated()
      {
        let range = document.tokens[tokens[token].lowerBound].range
        out += "\(written)-\(number + 1)\t\(units[range.lowerBound])-\(units[range.upperBound])\t"
        out += Self.escapedText(String(decoding: source[range], as: UTF8.self)) + "\t"
        for column in columns { out += column[token] + "\t" }
        out += "\n"
      }
    }
    return out
  }

  private mutating func addTags() {
    let parts = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue"
    let pos = document.tags["pos"] ?? document.tags["xpos"]
    if pos != nil || document.tags["upos"] != nil {
      head += "#T_SP=\(parts)|coarseValue\n"
      columns += [cells(pos), cells(document.tags["upos"])]
      // Both are features of one annotation.
      for token in tokens.indices {
        let (first, second) = (columns[0][token], columns[1][token])
        if first == "_", second != "_" { columns[0][token] = "*" }
        if first != "_", second == "_" { columns[1][token] = "*" }
      }
    }
    if let lemmas = document.tags["lemma"] {
      head += "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value\n"
      columns.append(cells(lemmas))
    }
  }

  private func cells(_ tags: [String?]?) -> [String] {
    tokens.map { range in
      let values = range.compactMap { tags?[$0] }
      return values.isEmpty ? "_" : Self.escaped(values.joined(separator: "+"))
    }
  }

  private mutating func addSpans(_ type: FeatureType) {
    head += "#T_SP=\(type.name)" + type.features.map { "|\($0.name)" }.joined() + "\n"
    let annotations = type.annotations(document.spans)
    var cells = [[[String]]](
      repeating: [[String]](repeating: [], count: tokens.count), count: type.features.count)
    let ranges = annotations.map { places[$0.tokens.lowerBound]...places[$0.tokens.upperBound - 1] }
    // Annotations of several tokens, and several of one token, have a number.
    var counts = [Int](repeating: 0, count: tokens.count)
    for range in ranges { for token in range { counts[token] += 1 } }
    for (annotation, range) in zip(annotations, ranges) {
      var end = ""
      if range.count > 1 || counts[range.lowerBound] > 1 {
        number += 1
        end = "[\(number)]"
      }
      for (column, label) in annotation.labels.enumerated() {
        let value = (label.flatMap { $0.isEmpty ? nil : Self.escaped($0) } ?? "*") + end
        for token in range { cells[column][token].append(value) }
      }
    }
    for column in cells { columns.append(column.map { $0.isEmpty ? "_" : $0.joined(separator: "|") }) }
  }

  /// Text with the characters escaped that end a cell or line.
  private static func escapedText(_ text: String) -> String { escaped(text, also: []) }

  /// A value with all characters escaped that mean something in it.
  private static func escaped(_ text: String) -> String {
    escaped(text, also: Set("[]|_;*>".utf8))
  }

  private static func escaped(_ text: String, also special: Set<UInt8>) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case .tab: bytes += Array("\\t".utf8)
      case .lineFeed: bytes += Array("\\n".utf8)
      case .carriageReturn: bytes += Array("\\r".utf8)
      case .backslash: bytes += [.backslash, .backslash]
      case UInt8(ascii: ">") where special.contains(byte) && bytes.last == .hyphen:
        bytes.removeLast()
        bytes += [.backslash, .hyphen, byte]
      case _ where byte != UInt8(ascii: ">") && special.contains(byte): bytes += [.backslash, byte]
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Names as UIMA allows them.
enum UIMAName {
  /// A name of letters, digits and underscores that begins with a letter; other characters are underscores.
  static func of(_ text: String) -> String {
    let bytes = text.utf8.map { byte -> UInt8 in
      48...57 ~= byte || 97...122 ~= byte | 0x20 ? byte : .underscore
    }
    let name = String(decoding: bytes, as: UTF8.self)
    guard let first = bytes.first, 97...122 ~= first | 0x20 else { return "L" + name }
    return name
  }
}
