package import BraidTasks
import BraidText
import Foundation

/// Runs the model over what waits in a lane of a queue, on a thread of its own.
package struct AnnotationWorker: Sendable {
  /// UTF-8 bytes of text that go through the model at once; enough to fill its batches, little enough that those who come
  /// meanwhile don't wait long.
  static let passBytes = 16_384
  /// Preparers that are kept open, one a locale.
  private static let preparers = 16

  /// Used by the worker's own thread only.
  nonisolated(unsafe) private let predictor: Predictor
  private let lane: AnnotationQueue.Lane
  private let queue: AnnotationQueue
  private let metrics: ServiceMetrics

  /// A worker that does not run yet.
  ///
  /// - Parameters:
  ///   - predictor: what answers, used by nobody else.
  ///   - lane: whose texts it takes.
  ///   - queue: where texts wait.
  ///   - metrics: told of every pass.
  package init(
    _ predictor: Predictor, lane: AnnotationQueue.Lane, queue: AnnotationQueue, metrics: ServiceMetrics
  ) {
    self.predictor = predictor
    self.lane = lane
    self.queue = queue
    self.metrics = metrics
  }

  /// Starts the thread; it ends when the queue is stopped and nothing waits in the lane.
  package func start() {
    let thread = Thread { run() }
    thread.name = "braid annotation"
    thread.start()
  }

  private func run() {
    var preparers: [String: TextPreparer] = [:]
    while let items = queue.take(lane, bytes: Self.passBytes) {
      let start = ContinuousClock.now
      var tokens = 0
      for (question, items) in Dictionary(grouping: items, by: \.question) {
        var documents: [PreparedDocument] = []
        var prepared: [AnnotationQueue.Item] = []
        for item in items {
          do {
            if preparers.count >= Self.preparers, preparers[item.locale] == nil { preparers = [:] }
            let preparer =
              try preparers[item.locale]
              ?? TextPreparer(predictor.model.preparation.with(locale: item.locale))
            preparers[item.locale] = preparer
            let document = try preparer.prepare(item.document)
            tokens += document.document.tokens.count
            documents.append(document)
            prepared.append(item)
          } catch {
            queue.fail(item.job, .unknownLocale(pointer: "/locale", name: item.locale))
          }
        }
        let answers = predictor.annotate(
          documents.map(\.document), tasks: question.tasks, answers: question.answers)
        for (index, answer) in answers.enumerated() {
          documents[index].document = answer
          queue.deliver(documents[index].restored, prepared[index])
        }
      }
      metrics.count(texts: items.count, tokens: tokens, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
  }
}
