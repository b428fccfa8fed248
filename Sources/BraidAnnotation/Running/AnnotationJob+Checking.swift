import BraidCorpora
package import BraidText
import Foundation

/// What a run of a job would meet in its input.
package struct AnnotationSample: Sendable {
  /// The first documents, as far as they can be prepared for the model.
  package var documents: [PreparedDocument] = []
  /// Documents that can be read.
  package var readable = 0
  /// Records that a run would reject.
  package var rejected = 0
  /// Why, of the first of them.
  package var reasons: [String] = []

  /// Reasons that are kept.
  private static let mostReasons = 3

  /// Counts a record that would be rejected for `error`.
  package mutating func reject(_ error: any Error) {
    rejected += 1
    guard reasons.count < Self.mostReasons else { return }
    reasons.append((error as? any LocalizedError)?.errorDescription ?? "\(error)")
  }
}

extension AnnotationJob {
  /// Reads the whole input as a run does, past records that can't be read.
  ///
  /// - Parameters:
  ///   - annotator: what the first documents are prepared for.
  ///   - limit: how many of them.
  /// - Returns: the first documents, and how many records would be rejected.
  /// - Throws: what would end a run; when strict, what is wrong with any record, and when no document can be read, with the first.
  package func sample(for annotator: Annotator, documents limit: Int) throws -> AnnotationSample {
    var reading = reading
    reading.meter = nil
    let reader = try CorpusReader(unopened: input, options: reading)
    var sample = AnnotationSample()
    var firstError: CorpusError?
    while true {
      let document: Document
      do throws(CorpusError) {
        guard let next = try reader.next() else { break }
        document = next
      } catch {
        guard !options.strict, reader.skip(after: error) != nil else { throw error }
        firstError = firstError ?? error
        if reader.lastIsInShard { sample.reject(error) }
        continue
      }
      sample.readable += 1
      guard sample.documents.count < limit else { continue }
      do {
        let prepared = try annotator.prepare(document)
        try annotator.checkInputs(of: prepared)
        sample.documents.append(prepared)
      } catch {
        if options.strict { throw error }
        sample.reject(error)
      }
    }
    if !reader.hasRead, let firstError { throw firstError }
    return sample
  }
}
