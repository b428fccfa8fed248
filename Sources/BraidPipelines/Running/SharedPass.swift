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

  /// A document on its way.
  private struct Item: Sendable {
    /// What nodes have made of it, each in its place; see `plan`.
    var documents: [Document]
    /// For each node why it has dropped the document, 0 where it stays.
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
    let plan = plan(root)
    for (part, flow) in nodes[root].pass.documents ?? [] {
      let owner = owner(of: root)
      let next = try Self.belonging(to: owner, flow.start)
      let (size, slots) = (nodes.count, plan.slots)
      let pull = { () throws -> Item? in
        try Self.belonging(to: owner, next).map { document in
          var item = Item(documents: [], codes: [UInt8](repeating: Self.dropped, count: size))
          item.documents.reserveCapacity(slots)
          item.documents.append(document)
          return item
        }
      }
      let map = OrderedMap(
        limit: (threads + 1) * 2 * Self.batchBytes, batch: Self.batchBytes, usesCaller: true,
        cost: { $0.documents[0].text.utf8.count + MemoryLayout<Document>.size },
        workers: try (0..<threads).map { _ in try worker(plan.steps) }, pull: pull)
      let takes = plan.takes.filter { $0.part ?? part == part }
      while let items = try map.next() {
        for index in items.indices {
          if let failure = items[index].failure { failures[failure.node] = failures[failure.node] ?? failure.error }
          for take in takes where take.parent.map({ items[index].codes[$0] == 0 }) ?? true {
            guard failures[take.node] == nil else { continue }
            do {
              try take.body(part, items[index].documents[take.slot], items[index].codes[take.node])
            } catch { failures[take.node] = error }
          }
          count += 1
          try context.advance(to: count)
        }
      }
    }
  }

  /// Bytes of text that a worker takes at a time.
  private static let batchBytes = 256 << 10
  /// The code of a node that a document has not come to.
  private static let dropped = UInt8.max

  /// What one node does to a document of a root.
  private struct Step {
    let node: Int
    /// The node that it gets it from; nil for the root itself.
    let parent: Int?
    /// Where the document is, and where its own is, which is the same place where nothing else looks at it afterwards.
    let from: Int
    let to: Int
  }

  /// What one stage looks at.
  private struct Take {
    let node: Int
    let parent: Int?
    let slot: Int
    let part: String?
    let body: (String, Document, UInt8) throws -> Void
  }

  /// What happens to the documents of a root, in the order of the pipeline.
  private func plan(_ root: Int) -> (steps: [Step], takes: [Take], slots: Int) {
    let followers = nodes.indices.filter { $0 == root || nodes[$0].roots.contains(root) }
    /// Whether a node looks at a document, and not only at whether it stays.
    func looks(_ number: Int) -> Bool {
      nodes[number].pass.take != nil && nodes[number].pass.looks && members.contains(nodes[number].name)
    }
    var slotOf: [Int: Int] = [:]
    var steps: [Step] = []
    var takes: [Take] = []
    var slots = 1
    for number in followers {
      let parent = source(of: number, root)
      let from = parent.flatMap { slotOf[$0] } ?? 0
      var to = from
      if nodes[number].pass.change != nil {
        if nodes[number].pass.changes {
          // Who comes later and reads what lies there now?
          let others = followers.filter {
            $0 != number && $0 != root && source(of: $0, root).flatMap { slotOf[$0] } == from
          }
          if others.contains(where: { ($0 > number && nodes[$0].pass.change != nil) || looks($0) }), number != root {
            to = slots
            slots += 1
          }
        }
        steps.append(Step(node: number, parent: parent, from: from, to: to))
      }
      slotOf[number] = to
      if let body = nodes[number].pass.take, members.contains(nodes[number].name) {
        takes.append(Take(node: number, parent: parent, slot: from, part: nodes[number].pass.part, body: body))
      }
    }
    return (steps, takes, slots)
  }

  /// The work of one thread: what each node makes of documents.
  private func worker(_ steps: [Step]) throws -> (inout [Item]) throws -> Void {
    let work = try steps.map { step in
      (
        step: step, owner: owner(of: step.node),
        change: try Self.belonging(to: owner(of: step.node)) { try nodes[step.node].pass.change?() }
      )
    }
    return { items in
      for index in items.indices {
        for (step, owner, change) in work {
          guard let change, step.parent.map({ items[index].codes[$0] == 0 }) ?? true else { continue }
          if step.to != step.from {
            // Places are filled in the order of steps; one that was passed over stands for nothing.
            while items[index].documents.count <= step.to { items[index].documents.append(Document(text: "")) }
            items[index].documents[step.to] = items[index].documents[step.from]
          }
          do {
            items[index].codes[step.node] = try change(&items[index].documents[step.to])
          } catch {
            items[index].failure = items[index].failure ?? (owner, error)
          }
        }
      }
    }
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
