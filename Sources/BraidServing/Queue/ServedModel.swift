import BraidAnnotation
import BraidTasks
import BraidText
import Synchronization

/// A model with all that requests need of it: a queue, threads that run it, and what it says of itself.
final class ServedModel: Sendable {
  /// Texts that wait for the model.
  let queue = AnnotationQueue()
  /// Reads requests for it.
  let reader: AnnotationRequestReader
  /// The response of `/v1/model`.
  let description: [UInt8]
  private let workers: [AnnotationWorker]

  /// A model whose threads do not run yet.
  ///
  /// - Throws: `ServingError.unknownLocale`; `.needsInputs` for a model that is given vectors with each text.
  init(_ model: JointModel, options: ServerOptions, metrics: ServiceMetrics) throws(ServingError) {
    guard model.features.inputs == 0 else { throw .needsInputs(width: model.features.inputs) }
    let locale = options.locale ?? model.preparation.locale
    let (queue, pairs) = (queue, options.limits.tokenPairs)
    do {
      let annotator = try Annotator(model, locale: locale, threads: options.threads)
      // Long texts take what the short ones leave: one thread.
      workers = [
        AnnotationWorker(annotator, lane: .short, queue: queue, metrics: metrics, tokenPairs: pairs),
        AnnotationWorker(
          try annotator.sharing(threads: 1), lane: .long, queue: queue, metrics: metrics, tokenPairs: pairs),
      ]
    } catch {
      throw .unknownLocale(locale)
    }
    reader = AnnotationRequestReader(tasks: model.names, locale: locale, limits: options.limits)
    description = ModelDescription(model: model, locale: locale, limits: options.limits).json
  }

  /// Starts the threads; they end when the queue is stopped and nothing waits any more.
  func start() { for worker in workers { worker.start() } }
}

/// The model that is served now; its threads run while the server does.
final class CurrentModel: Sendable {
  private struct State: Sendable {
    var model: ServedModel?
    var isRunning = false
    var isStopped = false
  }

  private let state: Mutex<State>

  init(_ model: ServedModel?) { state = Mutex(State(model: model)) }

  /// The model for a request, which keeps it to its end; nil while there is none.
  var model: ServedModel? { state.withLock { $0.model } }

  /// Starts the threads of the model, and of those that come later.
  func start() {
    state.withLock { state in
      state.isRunning = true
      state.model?.start()
    }
  }

  /// Replaces the model; what waits for the old one is completed by it. One that comes after the end is not served.
  func replace(with model: ServedModel) {
    let old: ServedModel? = state.withLock { state in
      guard !state.isStopped else { return nil }
      if state.isRunning { model.start() }
      defer { state.model = model }
      return state.model
    }
    old?.queue.stop()
  }

  /// Lets the threads end when nothing waits any more.
  func stop() {
    let last = state.withLock { state in
      state.isStopped = true
      return state.model
    }
    last?.queue.stop()
  }
}
