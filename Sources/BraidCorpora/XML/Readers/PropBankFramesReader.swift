import BraidFiles
import BraidText

/// PropBank frame files: one document an example, with its predicate and arguments as a frame.
///
/// Words are separated by single spaces and counted from 0, as the files do. A predicate of several words is the first
/// of them; the others are arguments `C-V`. Fields: `roleset`, `lemma`, `name` (the roleset's), `source`.
///
/// Source: PropBank frame files 3.4, <https://github.com/propbank/propbank-frames>.
package final class PropBankFramesReader: XMLDocumentHandler {
  private enum Tag: String, CaseIterable {
    case frameset, predicate, roleset, role, alias, example, text, propbank, rel, arg
  }

  /// Made once: each use of `allCases` makes them again.
  private static let tags = Tag.allCases
  package let elementNames = PropBankFramesReader.tags.map(\.rawValue)
  package let output = XMLOutput()
  /// The rolesets met so far.
  package private(set) var rolesets: [Roleset] = []

  private let language: String?
  private var depth = 0
  private var lemma = ""
  private var inRoleset = false
  private var example: (name: String, source: String, place: SourceLocation)?
  private var inText = false
  private var inAlias: String?
  private var text = XMLText(.unwrap)
  private var alias = XMLText(.collapse)
  private var predicates: [[String]] = []
  private var arguments: [(role: String, start: String, end: String, place: SourceLocation)] = []

  /// A reader of one file.
  package init(options: ReadOptions) { language = options.language }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    depth += 1
    let attributes = element.attributes
    let tag = element.id < 0 ? nil : Self.tags[element.id]
    if depth == 1, tag != .frameset {
      throw .unexpected(location.place, found: "root element <\(element.name)>", expected: "<frameset>")
    }
    switch tag {
    case .predicate: lemma = attributes["lemma"] ?? ""
    case .roleset:
      guard let id = attributes["id"] else {
        throw .unexpected(location.place, found: "<roleset> without an id", expected: "an attribute id")
      }
      rolesets.append(Roleset(id: id, lemma: lemma, name: attributes["name"] ?? ""))
      inRoleset = true
      output.beginRecord(at: location)
    case .role where inRoleset && example == nil:
      rolesets[rolesets.count - 1].roles.append(
        Roleset.Role(
          number: attributes["n"] ?? "", function: attributes["f"] ?? "", description: attributes["descr"] ?? ""))
    case .alias where inRoleset:
      inAlias = attributes["pos"] ?? ""
      alias.removeAll()
    case .example where inRoleset:
      example = (attributes["name"] ?? "", attributes["src"] ?? "", location.place)
      text.removeAll()
      predicates = []
      arguments = []
    case .text where example != nil: inText = true
    case .rel where example != nil:
      predicates.append((attributes["relloc"] ?? "").split(separator: " ").map(String.init))
    case .arg where example != nil:
      arguments.append(
        (attributes["type"] ?? "", attributes["start"] ?? "", attributes["end"] ?? "", location.place))
    default: break
    }
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    depth -= 1
    guard id >= 0 else { return }
    switch Self.tags[id] {
    case .roleset:
      inRoleset = false
      output.endRecord()
    case .text: inText = false
    case .alias:
      if let part = inAlias, inRoleset {
        rolesets[rolesets.count - 1].aliases.append(Roleset.Alias(word: alias.string, partOfSpeech: part))
      }
      inAlias = nil
    case .example: endExample()
    default: break
    }
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {
    if inText { text.append(bytes, from: nil) } else if inAlias != nil { alias.append(bytes, from: nil) }
  }

  private func endExample() {
    guard let example, let roleset = rolesets.last else { return }
    self.example = nil
    var builder = TextBuilder()
    // Token of each word position of the file; two spaces in a row have an empty word between them.
    var positions: [Int?] = []
    text.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for index in 0...bytes.count where index == bytes.count || bytes[index] == .space {
        if index > start {
          positions.append(builder.tokens.count)
          builder.appendToken(bytes.slice(start..<index))
        } else {
          positions.append(nil)
        }
        if index < bytes.count { builder.append(.space) }
        start = index + 1
      }
    }
    guard !builder.tokens.isEmpty else {
      output.ledger.note(.dropped, .documents, "example without a text", at: example.place)
      return
    }
    builder.sentences = [Sentence(tokens: 0..<builder.tokens.count)]
    var document = builder.document(id: "\(roleset.id)/\(example.name)", language: language)
    document.fields = ["roleset": roleset.id, "lemma": roleset.lemma, "name": roleset.name]
    if !example.source.isEmpty { document.fields["source"] = example.source }
    document.frames = frames(positions, sense: roleset.id, at: example.place)
    output.append(document)
  }

  private func frames(_ positions: [Int?], sense: String, at place: SourceLocation) -> [Frame]? {
    func token(_ word: String) -> Int? {
      guard let index = Int(word), positions.indices.contains(index) else { return nil }
      return positions[index]
    }
    guard let words = predicates.first else {
      output.ledger.note(.dropped, .frames, "example without a predicate", at: place)
      return nil
    }
    if predicates.count > 1 {
      output.ledger.note(.dropped, .frames, "second predicate of an example", at: place, count: predicates.count - 1)
    }
    let located = words.compactMap(token)
    guard located.count == words.count, let predicate = located.first else {
      output.ledger.note(.dropped, .frames, "predicate without a position in the text", at: place)
      return nil
    }
    var frame = Frame(predicate: predicate, sense: sense)
    for other in located.dropFirst() { frame.arguments.append(Argument(role: "C-V", tokens: other..<other + 1)) }
    for argument in arguments {
      guard let first = token(argument.start), let last = token(argument.end), first <= last else {
        let trace = argument.start == "?" || argument.end == "?"
        output.ledger.note(
          .dropped, .arguments, trace ? "argument that is not in the text" : "argument outside of the text",
          at: argument.place)
        continue
      }
      frame.arguments.append(Argument(role: argument.role, tokens: first..<last + 1))
    }
    return [frame]
  }
}
