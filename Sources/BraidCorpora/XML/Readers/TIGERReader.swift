import BraidFiles
import BraidText

/// TIGER-XML treebanks: one document a sentence, with the words and their features as tag layers.
///
/// Each attribute of a terminal is a tag layer of the same name (`pos`, `lemma`, `morph`, …), `id` and `word` aside; `--`
/// means "not assigned" and gives a missing tag. Constituents and edges are passed over.
///
/// Source: A. Mengel and W. Lezius 2000, "An XML-based representation format for syntactically annotated corpora".
package final class TIGERReader: XMLDocumentHandler {
  private enum Tag: String, CaseIterable { case corpus, subcorpus, s, graph, terminals, t, nonterminals, nt }

  /// Made once: each use of `allCases` makes them again.
  private static let tags = Tag.allCases
  package let elementNames = TIGERReader.tags.map(\.rawValue)
  package let output = XMLOutput()

  private let language: String?
  private var depth = 0
  private var id: String?
  private var words: [String] = []
  private var tags: [String: [String?]] = [:]

  /// A reader of one file.
  package init(options: ReadOptions) { language = options.language }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    depth += 1
    let tag = element.id < 0 ? nil : Self.tags[element.id]
    if depth == 1, tag != .corpus, tag != .subcorpus {
      throw .unexpected(location.place, found: "root element <\(element.name)>", expected: "<corpus>")
    }
    switch tag {
    case .s:
      id = element.attributes["id"] ?? ""
      words = []
      tags = [:]
    case .t where id != nil:
      guard let word = element.attributes["word"] else {
        throw .unexpected(location.place, found: "<t> without a word", expected: "an attribute word")
      }
      for index in 0..<element.attributes.count {
        let (name, prefix, value) = element.attributes[index]
        guard prefix == nil, name != "word", name != "id" else { continue }
        let count = tags[name]?.count ?? 0
        guard count <= words.count else { continue }
        tags[name, default: []].append(contentsOf: repeatElement(nil, count: words.count - count))
        tags[name]?.append(value.equals("--") ? nil : value.string)
      }
      words.append(word)
    default: break
    }
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    depth -= 1
    guard id >= 0, Self.tags[id] == .s, let name = self.id else { return }
    self.id = nil
    var document = Document(id: name, language: language, words: [words])
    for index in document.tokens.indices {
      var word = words[index]
      document.tokens[index].kind = word.withUTF8 { TokenKind(guessedFrom: $0) }
    }
    for (layer, values) in tags {
      document.tags[layer] = values + Array(repeating: nil, count: words.count - values.count)
    }
    output.append(document)
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {}
}
