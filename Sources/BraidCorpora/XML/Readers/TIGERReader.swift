import BraidFiles
import BraidText

/// TIGER-XML treebanks: one document a sentence, with the words and their features as tag layers.
///
/// Each attribute of a terminal is a tag layer of the same name (`pos`, `lemma`, `morph`, …), `id` and `word` aside; `--`
/// means "not assigned" and gives a missing tag. Constituents are the layer `parse`, as CoNLL-2012 spells them; those with crossing
/// branches, labels of edges and secondary edges are left aside and counted.
///
/// Source: A. Mengel and W. Lezius 2000, "An XML-based representation format for syntactically annotated corpora".
package final class TIGERReader: XMLDocumentHandler {
  private enum Tag: String, CaseIterable {
    case corpus, subcorpus, s, graph, terminals, t, nonterminals, nt, edge, secedge
  }

  /// Made once: each use of `allCases` makes them again.
  private static let tags = Tag.allCases
  package let elementNames = TIGERReader.tags.map(\.rawValue)
  package let output = XMLOutput()

  private let language: String?
  private var depth = 0
  private var id: String?
  private var words: [String] = []
  private var tags: [String: [String?]] = [:]
  private var tree = TIGERTree()
  /// Edges with a label, and secondary ones.
  private var edges = 0

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
      output.beginRecord(at: location)
      id = element.attributes["id"] ?? ""
      words = []
      tags = [:]
      tree = TIGERTree()
      edges = 0
    case .nt where id != nil:
      tree.add(node: element.attributes["id"] ?? "", label: element.attributes["cat"] ?? "--")
    case .edge where id != nil:
      tree.add(child: element.attributes["idref"] ?? "")
      if let label = element.attributes["label"], label != "--", !label.isEmpty { edges += 1 }
    case .secedge where id != nil: edges += 1
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
      tree.add(terminal: element.attributes["id"] ?? "")
      words.append(word)
    default: break
    }
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    depth -= 1
    guard id >= 0, Self.tags[id] == .s, let name = self.id else { return }
    self.id = nil
    output.endRecord()
    var document = Document(id: name, language: language, words: [words])
    for index in document.tokens.indices {
      var word = words[index]
      document.tokens[index].kind = word.withUTF8 { TokenKind(guessedFrom: $0) }
    }
    for (layer, values) in tags {
      document.tags[layer] = values + Array(repeating: nil, count: words.count - values.count)
    }
    if tree.hasNodes {
      do throws(TIGERTree.Problem) { document.tags["parse"] = try tree.cells(words.count) } catch {
        output.ledger.note(.ignored, .values, error.rawValue, at: location.place)
      }
    }
    output.ledger.note(.ignored, .values, "labels of edges, and secondary edges", at: location.place, count: edges)
    output.append(document)
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {}
}
