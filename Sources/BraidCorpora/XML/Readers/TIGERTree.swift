import BraidText

/// The constituents of one sentence of TIGER-XML.
struct TIGERTree {
  /// A constituent.
  private struct Node {
    var label: String
    var children: [String] = []
  }

  private var nodes: [String: Node] = [:]
  /// The ids in the order of the file.
  private var order: [String] = []
  /// The terminals by their ids.
  private var terminals: [String: Int] = [:]

  /// Why a tree is none that cells can spell.
  enum Problem: String {
    case crossing = "constituents with crossing branches"
    case broken = "constituents that are no tree"
    case label = "constituents with brackets or white space in their labels"
  }

  /// The label of what holds a sentence together and is no constituent.
  private static let virtualRoot = "VROOT"

  /// Adds the next terminal.
  mutating func add(terminal id: String) { terminals[id] = terminals.count }

  /// Adds a constituent.
  mutating func add(node id: String, label: String) {
    if nodes.updateValue(Node(label: label), forKey: id) == nil { order.append(id) }
  }

  /// Adds what the last constituent holds.
  mutating func add(child id: String) {
    guard let last = order.last else { return }
    nodes[last]?.children.append(id)
  }

  /// Whether there is a constituent.
  var hasNodes: Bool { nodes.values.contains { $0.label != Self.virtualRoot } }

  /// The constituents as CoNLL-2012 spells them, a cell for each terminal: `(S(NP*`, `*)`.
  ///
  /// - Throws: `Problem` for what brackets can't say.
  func cells(_ count: Int) throws(Problem) -> [String] {
    var opened = [String](repeating: "", count: count)
    var closed = [Int](repeating: 0, count: count)
    let children = Set(nodes.values.flatMap(\.children))
    guard children.count == nodes.values.reduce(0, { $0 + $1.children.count }) else { throw .broken }
    let words = try self.words()
    // A parent opens before its children.
    var todo = Array(order.filter { !children.contains($0) }.reversed())
    var seen = 0
    while let id = todo.popLast() {
      guard let node = nodes[id] else { continue }
      seen += 1
      todo += node.children.reversed()
      guard node.label != Self.virtualRoot else { continue }
      guard let range = words[id] else { continue }
      guard
        !node.label.utf8.contains(where: { $0 <= .space || [.openParenthesis, .closeParenthesis, .star].contains($0) })
      else { throw .label }
      opened[range.lowerBound] += "(" + (node.label == "--" ? "" : node.label)
      closed[range.upperBound - 1] += 1
    }
    guard seen == nodes.count else { throw .broken }
    return (0..<count).map { opened[$0] + "*" + String(repeating: ")", count: closed[$0]) }
  }

  /// The terminals of each constituent that has some.
  private func words() throws(Problem) -> [String: Range<Int>] {
    var ranges: [String: (range: Range<Int>, count: Int)] = [:]
    // Children first: a node is looked at again when they are done.
    var todo = order.map { (id: $0, isDone: false) }
    var open: Set<String> = []
    while let (id, isDone) = todo.popLast() {
      guard ranges[id] == nil, let node = nodes[id] else { continue }
      if !isDone {
        guard open.insert(id).inserted else { throw .broken }
        todo.append((id, true))
        todo += node.children.filter { nodes[$0] != nil && ranges[$0] == nil }.map { ($0, false) }
        continue
      }
      open.remove(id)
      var whole: Range<Int>?
      var count = 0
      for child in node.children {
        guard let part = terminals[child].map({ (range: $0..<$0 + 1, count: 1) }) ?? ranges[child] else {
          if nodes[child] == nil { throw .broken }
          continue
        }
        whole =
          whole.map { min($0.lowerBound, part.range.lowerBound)..<max($0.upperBound, part.range.upperBound) }
          ?? part.range
        count += part.count
      }
      guard let whole else { continue }
      guard whole.count == count || node.label == Self.virtualRoot else { throw .crossing }
      ranges[id] = (whole, count)
    }
    return ranges.mapValues(\.range)
  }
}

extension TIGERTree.Problem: Error {}
