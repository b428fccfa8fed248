import BraidText

/// The constituents of a sentence, as the cells of CoNLL-2012's `parse` column spell them: `(S(NP*`, `*)`.
struct Constituents {
  /// What a constituent holds, in text order.
  enum Part: Equatable {
    /// Index into `nodes`.
    case node(Int)
    /// Index of the token in the sentence.
    case token(Int)
  }

  /// A constituent.
  struct Node: Equatable {
    var label: String
    var parts: [Part] = []
  }

  /// The constituents, in the order in which they open.
  private(set) var nodes: [Node] = []
  /// What lies in no constituent.
  private(set) var roots: [Part] = []

  /// The constituents of cells, one a token; nil when a cell is missing or the brackets don't match.
  init?(_ cells: some Sequence<String?>) {
    var open: [Int] = []
    func add(_ part: Part, _ nodes: inout [Node], _ roots: inout [Part]) {
      if let last = open.last { nodes[last].parts.append(part) } else { roots.append(part) }
    }
    for (token, cell) in cells.enumerated() {
      guard let bytes = cell.map({ Array($0.utf8) }) else { return nil }
      var index = 0
      while index < bytes.count, bytes[index] == .openParenthesis {
        let start = index + 1
        index = bytes[start...].firstIndex { $0 == .openParenthesis || $0 == .star } ?? bytes.count
        add(.node(nodes.count), &nodes, &roots)
        open.append(nodes.count)
        nodes.append(Node(label: String(decoding: bytes[start..<index], as: UTF8.self)))
      }
      guard index < bytes.count, bytes[index] == .star else { return nil }
      add(.token(token), &nodes, &roots)
      for byte in bytes[(index + 1)...] {
        guard byte == .closeParenthesis, open.popLast() != nil else { return nil }
      }
    }
    guard open.isEmpty else { return nil }
  }
}
