import BraidFiles
package import BraidText
import Dispatch

/// Texts that wait for the model, and their annotations on the way back.
///
/// Requests take turns: a request with many texts gets no more of a pass over the model than one with a single text, as
/// long as both have texts waiting. Long texts, and those that turn out to be costly, wait in a lane of their own, so that short
/// ones don't wait for them.
package final class AnnotationQueue: Sendable {
  /// What waits for the same worker.
  package enum Lane: Int, CaseIterable, Sendable {
    /// Texts of at most `longestShort` bytes that cost at most `mostShortPairs`.
    case short
    /// The others.
    case long

    /// UTF-8 bytes of the longest text that is short: two pages.
    package static let longestShort = 8_192
    /// Most pairs of tokens that are looked at of a short text: those of a sentence of 300 words.
    package static let mostShortPairs = 90_000

    fileprivate init(_ document: Document) {
      self = AnnotationQueue.bytes(document) <= Self.longestShort ? .short : .long
    }
  }

  /// A text on its way to the model.
  package struct Item: Sendable {
    /// Whose text it is.
    package let job: Int
    /// Which of the request's texts it is.
    package let index: Int
    /// The text, not tokenized.
    package let document: Document
    /// What is asked about it.
    package let question: AnnotationRequest.Question
    /// BCP 47 locale of the rules that split the text.
    package let locale: String
  }

  private struct Job: Sendable {
    let request: AnnotationRequest
    /// How long it may take, and when it is given up.
    let seconds: Double
    let deadline: DispatchTime
    /// For each lane the texts that are not taken, the next one last.
    var waiting: [[Int]]
    var annotated: [Document?]
    var missing: Int
    let finish: @Sendable (Result<[Document], RequestError>) -> Void

    init(
      _ request: AnnotationRequest, within seconds: Double,
      _ finish: @escaping @Sendable (Result<[Document], RequestError>) -> Void
    ) {
      self.request = request
      self.seconds = seconds
      deadline = .now() + seconds
      self.finish = finish
      let documents = request.documents
      waiting = Lane.allCases.map { lane in documents.indices.reversed().filter { Lane(documents[$0]) == lane } }
      annotated = [Document?](repeating: nil, count: documents.count)
      missing = documents.count
    }

    /// The next text of a lane; nil when all are taken.
    mutating func takeNext(_ lane: Lane, _ job: Int) -> Item? {
      guard let index = waiting[lane.rawValue].popLast() else { return nil }
      return Item(
        job: job, index: index, document: request.documents[index], question: request.question, locale: request.locale)
    }

    /// Resumes the client's call.
    func end(_ result: Result<[Document], RequestError>) { finish(result) }
  }

  private struct State: Sendable {
    var jobs: [Int: Job] = [:]
    /// For each lane the jobs with texts that are not taken, in the order of their turns.
    var turns: [[Int]] = Lane.allCases.map { _ in [] }
    var nextJob = 0
    /// When late jobs are looked for next; nil while there are none that could be late.
    var nextLook: DispatchTime?
    var isStopped = false
  }

  private let state = Monitor(State())

  /// A queue without texts.
  package init() {}

  /// UTF-8 bytes of a document's texts; those of one without any are 1.
  private static func bytes(_ document: Document) -> Int {
    max(1, document.text.utf8.count + (document.second?.text.utf8.count ?? 0))
  }

  /// Number of unfinished requests.
  package var count: Int { state.change { $0.jobs.count } }

  /// Adds a request's texts and waits for their annotations.
  ///
  /// - Parameters:
  ///   - request: at least one text.
  ///   - seconds: how long to wait.
  /// - Returns: the annotated documents, in order.
  /// - Throws: `RequestError.notInTime`, `.stopping`, or what the worker finds wrong.
  package func annotate(_ request: AnnotationRequest, within seconds: Double) async throws(RequestError) -> [Document] {
    let result: Result<[Document], RequestError> = await withCheckedContinuation { continuation in
      let job = Job(request, within: seconds) { continuation.resume(returning: $0) }
      if submit(job) { look(at: job.deadline) }
    }
    return try result.get()
  }

  /// Looks for late jobs at a time, unless that is done before; then all that was scheduled for a job is the queue's, and
  /// jobs that are done leave nothing behind.
  private func look(at time: DispatchTime) {
    let isNext = state.change { state in
      if let next = state.nextLook, next <= time { return false }
      state.nextLook = time
      return true
    }
    guard isNext else { return }
    // Not a task: tasks wait for each other's threads when the machine is busy.
    DispatchQueue.global().asyncAfter(deadline: time) { [weak self] in self?.endLate(time) }
  }

  /// Gives up the jobs that are late, and looks again when the next one may be.
  private func endLate(_ time: DispatchTime) {
    let (late, next) = state.change { state in
      if state.nextLook == time { state.nextLook = nil }
      let late = state.jobs.filter { $0.value.deadline <= .now() }
      for job in late.keys { state.jobs[job] = nil }
      return (Array(late.values), state.jobs.values.map(\.deadline).min())
    }
    for job in late { job.end(.failure(.notInTime(seconds: job.seconds))) }
    if let next { look(at: next) }
  }

  /// Adds a job; when the queue is stopped its client gets an error, and it is not added.
  private func submit(_ job: Job) -> Bool {
    let isAdded = state.change { state in
      guard !state.isStopped else { return false }
      let number = state.nextJob
      state.nextJob += 1
      state.jobs[number] = job
      for lane in Lane.allCases where !job.waiting[lane.rawValue].isEmpty { state.turns[lane.rawValue].append(number) }
      return true
    }
    if !isAdded { job.end(.failure(.stopping)) }
    return isAdded
  }

  /// Takes the texts of a lane's next pass, waiting for the first.
  ///
  /// - Parameters:
  ///   - lane: whose texts.
  ///   - limit: the pass is full when its texts have that many UTF-8 bytes; the last one may go beyond.
  /// - Returns: at least one text; nil when the queue is stopped and nothing waits.
  package func take(_ lane: Lane, bytes limit: Int) -> [Item]? {
    state.wait { state -> [Item]?? in
      var items: [Item] = []
      var bytes = 0
      var turn = 0
      while bytes < limit, turn < state.turns[lane.rawValue].count {
        let job = state.turns[lane.rawValue][turn]
        turn += 1
        guard let item = state.jobs[job]?.takeNext(lane, job) else { continue }
        bytes += Self.bytes(item.document)
        items.append(item)
        state.turns[lane.rawValue].append(job)
      }
      state.turns[lane.rawValue].removeFirst(turn)
      guard items.isEmpty else { return items }
      return state.isStopped ? .some(nil) : nil
    }
  }

  /// Puts a text that was taken back, to wait in the long lane.
  ///
  /// - Returns: whether it waits there: not once the queue is stopped, when there may be none left to take it.
  package func putAside(_ item: Item) -> Bool {
    state.change { state in
      guard !state.isStopped else { return false }
      guard state.jobs[item.job] != nil else { return true }
      state.jobs[item.job]?.waiting[Lane.long.rawValue].append(item.index)
      if !state.turns[Lane.long.rawValue].contains(item.job) { state.turns[Lane.long.rawValue].append(item.job) }
      return true
    }
  }

  /// Whether a request of some is still waited for.
  package func isAwaited(_ jobs: Set<Int>) -> Bool {
    state.wait { state in jobs.contains { state.jobs[$0] != nil } }
  }

  /// Gives an annotated document back.
  package func deliver(_ document: Document, _ item: Item) {
    let job: Job? = state.change { state in
      guard var job = state.jobs[item.job] else { return nil }
      job.annotated[item.index] = document
      job.missing -= 1
      state.jobs[item.job] = job.missing == 0 ? nil : job
      return job.missing == 0 ? job : nil
    }
    if let job { job.end(.success(job.annotated.compactMap(\.self))) }
  }

  /// Cancels a request, if it is not complete yet.
  package func fail(_ job: Int, _ error: RequestError) {
    let job = state.change { $0.jobs.removeValue(forKey: job) }
    job?.end(.failure(error))
  }

  /// Accepts no more requests; those in the queue are completed.
  package func stop() {
    state.change { $0.isStopped = true }
  }
}
