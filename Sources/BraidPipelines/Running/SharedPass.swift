import BraidFiles
import BraidText

/// One pass over the documents of read stages for all stages that follow from them one document at a time, so that each is
/// read, cleaned and tokenized once.
///
/// Documents stream: what is in memory does not grow with them. A stage sees the documents that it would see alone, in the
/// same order. Its outputs are not touched before `result(of:)` is asked for.
final class SharedPass {
  /// A stage of the pass.
  private struct Node {
    let name: String
    let pass: StagePass
    /// The stages whose documents it gets, by number.
    let parents: [Int]
    /// The read stages that these come from, by number, in order.
    let roots: [Int]

    var isRoot: Bool { pass.documents != nil }
  }

  /// A document on its way: what each node makes of it, and why a node has dropped it.
  private struct Item: Sendable {
    let part: String
    let document: Document
    var versions: [Document?]
    var codes: [UInt8]
    /// The first node that failed on it, and how.
    var failure: (node: Int, error: any Error)?
  }

  /// An error, and the number of the node that made it.
  private struct NodeError: Error {
    let node: Int
    let error: any Error
  }

  private let nodes: [Node]
  private let numbers: [String: Int]
  /// The stages that are asked for.
  private let members: Set<String>
  private let threads: Int
  private var failures: [Int: any Error] = [:]
  /// Whether it has been run.
  private(set) var isDone = false

  /// The pass that a stage begins with others after it; nil when there is none to share one with.
  ///
  /// - Parameters:
  ///   - stages: stages in the order of the pipeline, and whether each runs or only gives documents to others.
  ///   - threads: how many change documents at once.
  ///   - context: what a stage is given.
  /// - Throws: what is wrong with the options of a stage.
  init?(_ stages: [(stage: PipelineStage, runs: Bool)], threads: Int, context: (String) -> StageContext) throws {
    var nodes: [Node] = []
    var numbers: [String: Int] = [:]
    for (stage, runs) in stages where runs || stage.options is any DocumentStage {
      let sources = stage.options.references.filter { $0.kind == .documents }.map(\.name)
      guard sources.count == stage.options.references.count else { continue }
      let parents = sources.compactMap { numbers[$0] }
      let roots = parents.flatMap { nodes[$0].isRoot ? [$0] : nodes[$0].roots }
      // In another order, or twice, documents would not come as they do alone.
      guard parents.count == sources.count, zip(roots, roots.dropFirst()).allSatisfy({ $0 < $1 }) else { continue }
      guard let pass = try stage.options.pass(in: context(stage.name)) else { continue }
      guard (pass.documents != nil) == parents.isEmpty else { continue }
      numbers[stage.name] = nodes.count
      nodes.append(Node(name: stage.name, pass: pass, parents: parents, roots: roots))
    }
    let members = Set(stages.filter { $0.runs && numbers[$0.stage.name] != nil }.map(\.stage.name))
    // A single stage that looks at documents needs no company.
    guard nodes.count(where: { members.contains($0.name) && $0.pass.take != nil }) > 1 else { return nil }
    self.members = members
    self.nodes = nodes
    self.numbers = numbers
    self.threads = threads
  }

  /// Whether a stage's result comes from this pass.
  func has(_ stage: String) -> Bool { members.contains(stage) }

  /// Ends the work of a stage.
  ///
  /// - Throws: what went wrong in the stage's part of the pass.
  func result(of stage: String) throws -> StageResult {
    guard let number = numbers[stage] else { preconditionFailure("stage \(stage) is not in the pass") }
    if let failure = failures[number] { throw failure }
    return try nodes[number].pass.finish()
  }

  /// Goes through all documents; `context` is that of the stage that the pass is told of by.
  ///
  /// - Throws: `StageStopped` when the run is asked to stop; everything else waits for the stage that it belongs to.
  func run(in context: StageContext) throws {
    let roots = nodes.indices.filter { nodes[$0].isRoot && isNeeded($0) }
    let flows = roots.flatMap { nodes[$0].pass.documents ?? [] }
    context.expect(bytes: flows.reduce(0) { $0 + $1.flow.bytes })
    isDone = true
    var count = 0
    for root in roots {
      do {
        try run(root, &count, in: context)
      } catch let failure as NodeError {
        // Stages before that one in the pipeline do not depend on this root.
        failures[failure.node] = failure.error
      }
    }
  }

  /// Whether a member depends on a node.
  private func isNeeded(_ number: Int) -> Bool {
    members.contains(nodes[number].name)
      || nodes.contains { $0.roots.contains(number) && members.contains($0.name) }
  }

  private func run(_ root: Int, _ count: inout Int, in context: StageContext) throws {
    let followers = nodes.indices.filter { $0 == root || nodes[$0].roots.contains(root) }
    for (part, flow) in nodes[root].pass.documents ?? [] {
      let (owner, size) = (owner(of: root), nodes.count)
      let next = try Self.belonging(to: owner, flow.start)
      let pull = { () throws -> Item? in
        try Self.belonging(to: owner, next).map {
          Item(
            part: part, document: $0, versions: [Document?](repeating: nil, count: size),
            codes: [UInt8](repeating: 0, count: size))
        }
      }
      let map = OrderedMap(
        limit: (threads + 1) * 2 * Self.batchBytes, batch: Self.batchBytes, usesCaller: true,
        cost: { $0.document.text.utf8.count + MemoryLayout<Document>.size },
        workers: try (0..<threads).map { _ in try worker(root, followers) }, pull: pull)
      while let items = try map.next() {
        for item in items {
          if let failure = item.failure { failures[failure.node] = failures[failure.node] ?? failure.error }
          for number in followers { take(item, number, root) }
          count += 1
          try context.advance(to: count)
        }
      }
    }
  }

  /// Bytes of text that a worker takes at a time.
  private static let batchBytes = 256 << 10

  /// The work of one thread: what each node makes of documents.
  private func worker(_ root: Int, _ followers: [Int]) throws -> (inout [Item]) throws -> Void {
    let changes = try followers.compactMap { number in
      try Self.belonging(to: owner(of: number)) { try nodes[number].pass.change?() }.map {
        (number: number, parent: source(of: number, root), change: $0)
      }
    }
    let owners = nodes.indices.map(owner)
    return { items in
      for index in items.indices {
        for (number, parent, change) in changes {
          guard var document = parent.map({ items[index].versions[$0] }) ?? items[index].document else { continue }
          do {
            let code = try change(&document)
            items[index].codes[number] = code
            if code == 0 { items[index].versions[number] = document }
          } catch {
            items[index].failure = items[index].failure ?? (owners[number], error)
          }
        }
      }
    }
  }

  /// Shows a document to a stage.
  private func take(_ item: Item, _ number: Int, _ root: Int) {
    let node = nodes[number]
    guard let take = node.pass.take, members.contains(node.name), failures[number] == nil else { return }
    guard node.pass.part ?? item.part == item.part else { return }
    guard let document = source(of: number, root).map({ item.versions[$0] }) ?? item.document else { return }
    do { try take(item.part, document, item.codes[number]) } catch { failures[number] = error }
  }

  /// The node that a node gets a root's documents from; nil for the root itself.
  private func source(of number: Int, _ root: Int) -> Int? {
    number == root ? nil : nodes[number].parents.first { $0 == root || nodes[$0].roots.contains(root) }
  }

  /// The first member that goes through the documents of a node, which errors of the node belong to.
  private func owner(of number: Int) -> Int {
    if members.contains(nodes[number].name), nodes[number].pass.take != nil { return number }
    var below: Set = [number]
    for index in nodes.indices where index > number && nodes[index].parents.contains(where: below.contains) {
      if members.contains(nodes[index].name), nodes[index].pass.take != nil { return index }
      below.insert(index)
    }
    return number
  }

  /// Says which node an error belongs to.
  private static func belonging<Result>(to number: Int, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch { throw NodeError(node: number, error: error) }
  }
}
