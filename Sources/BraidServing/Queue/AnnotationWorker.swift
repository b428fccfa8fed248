package import BraidAnnotation
import BraidFiles
import BraidText

/// Runs the model over what waits in a lane of a queue, on a thread of its own.
package struct AnnotationWorker: Sendable {
  /// UTF-8 bytes of text that go through the model at once; enough to fill its batches, little enough that those who come
  /// meanwhile don't wait long.
  static let passBytes = 16_384

  /// Used by the worker's own thread only.
  nonisolated(unsafe) private let annotator: Annotator
  private let lane: AnnotationQueue.Lane
  private let queue: AnnotationQueue
  private let metrics: ServiceMetrics
  private let tokenPairs: Int

  /// A worker that does not run yet.
  ///
  /// - Parameters:
  ///   - annotator: what runs the model, not used elsewhere.
  ///   - lane: whose texts it takes.
  ///   - queue: where texts wait.
  ///   - metrics: counts every pass.
  ///   - tokenPairs: pairs of tokens of a text that are looked at, see `ServerLimits`.
  package init(
    _ annotator: Annotator, lane: AnnotationQueue.Lane, queue: AnnotationQueue, metrics: ServiceMetrics,
    tokenPairs: Int = ServerLimits().tokenPairs
  ) {
    self.annotator = annotator
    self.lane = lane
    self.queue = queue
    self.metrics = metrics
    self.tokenPairs = tokenPairs
  }

  /// Starts the thread; it ends when the queue is stopped and nothing waits in the lane.
  package func start() {
    BackgroundThread.start("braid annotation") { run() }
  }

  private func run() {
    while let items = queue.take(lane, bytes: Self.passBytes) {
      let start = ContinuousClock.now
      var tokens = 0
      for (question, items) in Dictionary(grouping: items, by: \.question) {
        var documents: [PreparedDocument] = []
        var prepared: [AnnotationQueue.Item] = []
        for item in items {
          do {
            let document = try annotator.prepare(item.document, locale: item.locale)
            let pairs = annotator.tokenPairs(document, tasks: question.tasks)
            guard pairs <= tokenPairs else {
              queue.fail(item.job, .tooCostly(index: item.index, pairs: pairs, limit: tokenPairs))
              continue
            }
            let isCostly = pairs > AnnotationQueue.Lane.mostShortPairs
            if lane == .short, isCostly, queue.putAside(item) { continue }
            tokens += document.document.tokens.count
            documents.append(document)
            prepared.append(item)
          } catch {
            queue.fail(item.job, .unknownLocale(pointer: "/locale", name: item.locale))
          }
        }
        // Requests that have timed out need no predictions.
        let jobs = Set(prepared.map(\.job))
        annotator.isStopped = { [queue] in !queue.isAwaited(jobs) }
        let annotated = annotator.predict(documents, tasks: question.tasks, options: question.options)
        for (document, item) in zip(annotated, prepared) { queue.deliver(document, item) }
      }
      metrics.count(texts: items.count, tokens: tokens, seconds: (ContinuousClock.now - start).seconds)
    }
  }
}
