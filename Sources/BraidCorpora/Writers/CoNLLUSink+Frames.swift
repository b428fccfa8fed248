import BraidFiles
import BraidText

/// The columns of CoNLL-U Plus that hold frames.
extension CoNLLUSink {
  /// The frames by the tokens of their predicates.
  ///
  /// - Throws: `cannotExpress` for what the columns would be read back without, or as something else.
  func frames(_ frames: [Frame], of document: Document) throws(CorpusError) -> [Int: Frame] {
    var byPredicate: [Int: Frame] = [:]
    for frame in try CellRows.ordered(frames, .conllup, of: document) {
      if let sense = frame.sense, sense.utf8.elementsEqual("_".utf8) || sense.utf8.elementsEqual("*".utf8) {
        throw .cannotExpress(
          .conllup, document: document.id, what: "the sense `\(sense)`, which says that there is none")
      }
      if let sense = frame.sense, sense.utf8.contains(where: Self.isBreak) {
        throw .cannotExpress(.conllup, document: document.id, what: "white space in the sense `\(sense)`")
      }
      for argument in frame.arguments {
        if argument.role.unlessBlank == nil || argument.role.utf8.contains(where: { $0 < .space }) {
          throw .cannotExpress(
            .conllup, document: document.id, what: "a role without characters, or with white space: `\(argument.role)`")
        }
        if argument.role.utf8.contains(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ":") }) {
          throw .cannotExpress(.conllup, document: document.id, what: "a role with | or :, such as `\(argument.role)`")
        }
        // Beside the predicate it is an argument.
        if argument.role.utf8.elementsEqual("V".utf8), argument.tokens.contains(frame.predicate) {
          throw .cannotExpress(.conllup, document: document.id, what: "an argument V, which is the predicate itself")
        }
      }
      byPredicate[frame.predicate] = frame
    }
    return byPredicate
  }

  /// A column of a word's frame: `*` if frames are not annotated, `_` if it has none.
  func appendFrame(
    _ cell: Cell, _ frames: [Int: Frame]?, of token: Int, _ document: Document, first: Int, into out: inout [UInt8]
  ) {
    guard let frames else { return out.append(.star) }
    guard let frame = frames[token] else { return out.append(.underscore) }
    guard cell != .predicate else {
      append((frame.sense ?? "XX").utf8, into: &out)
      return
    }
    var arguments = frame.arguments.map { ($0.role, $0.tokens) }
    if let extent = frame.extent, !extent.isEmpty { arguments.insert(("V", extent), at: 0) }
    let parts = arguments.map { role, tokens in
      cell == .heads
        ? "\(role):\(Self.head(of: tokens, first: first, document.tags(of: "head")) - first + 1)"
        : "\(role):\(tokens.lowerBound - first + 1)-\(tokens.upperBound - first)"
    }
    append(parts.joined(separator: "|").utf8, into: &out)
  }

  /// The token of an argument whose head is not in it, or its first one.
  private static func head(of tokens: Range<Int>, first: Int, _ heads: [String?]?) -> Int {
    tokens.first { token in
      guard let head = heads?[token].flatMap({ Int($0) }) else { return false }
      return !tokens.contains(first + head - 1)
    } ?? tokens.lowerBound
  }
}
