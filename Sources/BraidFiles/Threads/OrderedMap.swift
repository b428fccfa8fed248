/// Pulls elements on one thread, works on them on several, and gives them back in order.
///
/// ```
/// pull ──► queue of pieces ──► workers, a batch each ──► next()
/// ```
///
/// Memory is bounded: the pulling thread waits while too much is between it and the caller of `next()`. An error comes at its
/// place, after all elements before it. An owner that has lost interest lets the map go.
///
/// With one worker everything may happen where `next()` is called, without a thread.
package final class OrderedMap<Element: Sendable> {
  /// Changes a batch of elements on one thread; when it throws, the elements that are left come before the error.
  package typealias Work = (_ batch: inout [Element]) throws -> Void

  private let line: Line
  /// Makes the next batch where it is asked for; nil when threads do.
  private let makeBatch: (() -> Batch?)?
  /// Number of the batch that is given next.
  private var position = 0
  /// What the batch given last weighs.
  private var given = 0
  /// The error that comes after the batch given last.
  private var failure: (any Error)?
  private var isOver = false

  /// Starts pulling and working.
  ///
  /// - Parameters:
  ///   - limit: the most that is on its way, as `cost` weighs it; a larger element goes alone.
  ///   - batch: what a worker takes at a time, but for a single larger element.
  ///   - isEager: whether a worker gets what is there without waiting for a full batch, for elements that come slowly.
  ///   - usesCaller: whether a single worker works, and its elements are pulled, on the thread that calls `next()`.
  ///   - cost: what an element weighs in memory, in bytes.
  ///   - workers: each is used by one thread.
  ///   - pull: gives the next element, nil after the last; called on one thread, which may outlive the map while it waits
  ///     for input.
  /// - Precondition: at least one worker; `batch <= limit`.
  package init(
    limit: Int, batch: Int, isEager: Bool = false, usesCaller: Bool = false,
    cost: @escaping @Sendable (Element) -> Int, workers: [Work], pull: @escaping () throws -> Element?
  ) {
    precondition(!workers.isEmpty && batch <= limit, "\(workers.count) workers, batches of \(batch) of \(limit)")
    let line = Line(limit: limit, batch: batch, workers: workers.count)
    self.line = line
    if usesCaller, workers.count == 1 {
      makeBatch = Self.batches(of: batch, cost, workers[0], pull)
      return
    }
    makeBatch = nil
    // Each of these is used by the thread that it is handed to only.
    nonisolated(unsafe) let next = pull
    BackgroundThread.start("braid reader") { line.fill(piece: isEager ? 0 : batch, cost, next) }
    for worker in workers {
      nonisolated(unsafe) let work = worker
      BackgroundThread.start("braid worker") { line.run(work) }
    }
  }

  deinit { stop() }

  /// Gives batches of elements, pulled and worked on when they are asked for; nil after the last.
  private static func batches(
    of size: Int, _ cost: @escaping (Element) -> Int, _ work: @escaping Work, _ pull: @escaping () throws -> Element?
  ) -> () -> Batch? {
    var isOver = false
    return {
      guard !isOver else { return nil }
      var batch = Batch()
      do {
        while batch.cost < size {
          guard let element = try pull() else {
            isOver = true
            break
          }
          batch.cost += cost(element)
          batch.elements.append(element)
        }
      } catch {
        isOver = true
        batch.failure = error
      }
      do { try work(&batch.elements) } catch {
        isOver = true
        batch.failure = error
      }
      return batch
    }
  }

  /// The next elements, at the caller's leisure; nil after the last.
  ///
  /// - Throws: the first error of pulling or working in the order of the elements; after that nothing comes any more.
  package func next() throws -> [Element]? {
    line.release(given)
    given = 0
    if let failure {
      stop()
      self.failure = nil
      throw failure
    }
    guard !isOver else { return nil }
    if let makeBatch {
      guard let batch = makeBatch() else {
        isOver = true
        return nil
      }
      failure = batch.failure
      return batch.elements
    }
    guard let batch = line.finished(position) else {
      isOver = true
      try line.end.get()
      return nil
    }
    position += 1
    given = batch.cost
    failure = batch.failure
    return batch.elements
  }

  /// Ends the work: nothing comes any more, and no worker runs when this returns.
  package func stop() {
    isOver = true
    if makeBatch == nil { line.stop() }
  }

  /// Elements on their way.
  private struct Batch: Sendable {
    var number = 0
    var elements: [Element] = []
    var cost = 0
    /// What is wrong after the elements.
    var failure: (any Error)?
  }

  /// What waits for workers.
  private struct Queue: Sendable {
    var pieces: [Batch] = []
    /// Batches that workers have taken.
    var taken = 0
    /// How pulling ended.
    var end: Result<Void, any Error>?
  }

  /// What waits for the owner.
  private struct Finished: Sendable {
    var batches: [Int: Batch] = [:]
    /// Workers that have not ended.
    var workers: Int
  }

  /// What the threads share. They hold it and not the map, so that the map ends with its owner.
  private final class Line: Sendable {
    private let limit: Int
    private let batch: Int
    /// What is on its way; nil when the work was stopped.
    private let load = Monitor<Int?>(0)
    private let queue = Monitor(Queue())
    private let results: Monitor<Finished>

    init(limit: Int, batch: Int, workers: Int) {
      self.limit = limit
      self.batch = batch
      results = Monitor(Finished(workers: workers))
    }

    /// The pulling thread: puts pieces of at least `size`, or single elements, into the queue.
    func fill(piece size: Int, _ cost: (Element) -> Int, _ pull: () throws -> Element?) {
      var piece = Batch()
      let end = Result {
        while let element = try pull() {
          piece.elements.append(element)
          piece.cost += cost(element)
          guard piece.cost >= size else { continue }
          guard push(piece) else { return }
          piece = Batch()
        }
      }
      guard piece.elements.isEmpty || push(piece) else { return }
      queue.change { $0.end = $0.end ?? end }
    }

    /// Waits until a piece may be handed over; false if the work was stopped.
    private func push(_ piece: Batch) -> Bool {
      let isWanted: Bool = load.wait { load in
        guard let used = load else { return false }
        guard used == 0 || used + piece.cost <= limit else { return nil }
        load = used + piece.cost
        return true
      }
      if isWanted { queue.change { $0.pieces.append(piece) } }
      return isWanted
    }

    /// A worker's thread.
    func run(_ work: Work) {
      while var batch = take() {
        do { try work(&batch.elements) } catch { batch.failure = error }
        results.change { $0.batches[batch.number] = batch }
      }
      results.change { $0.workers -= 1 }
    }

    /// Waits for pieces; nil when none comes any more.
    private func take() -> Batch? {
      queue.wait { queue -> Batch?? in
        guard var taken = queue.pieces.first else { return queue.end == nil ? nil : .some(nil) }
        var count = 1
        while count < queue.pieces.count, taken.cost + queue.pieces[count].cost <= batch {
          taken.elements += queue.pieces[count].elements
          taken.cost += queue.pieces[count].cost
          count += 1
        }
        queue.pieces.removeFirst(count)
        taken.number = queue.taken
        queue.taken += 1
        return taken
      }
    }

    /// Waits for a batch; nil when it never comes.
    func finished(_ number: Int) -> Batch? {
      results.wait { finished -> Batch?? in
        if let batch = finished.batches.removeValue(forKey: number) { return batch }
        return finished.workers == 0 ? .some(nil) : nil
      }
    }

    /// Says that the owner is done with a batch.
    func release(_ cost: Int) { if cost > 0 { load.change { $0 = $0.map { $0 - cost } } } }

    /// How pulling ended, once it has.
    var end: Result<Void, any Error> { queue.change { $0.end } ?? .success(()) }

    func stop() {
      load.change { $0 = nil }
      queue.change { queue in
        queue.pieces = []
        queue.end = queue.end ?? .success(())
      }
      results.wait { $0.workers == 0 ? () : nil }
    }
  }
}
