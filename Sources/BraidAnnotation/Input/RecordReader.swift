import BraidCorpora
import BraidFiles
import BraidText
import Foundation
import Synchronization

/// Reads records one after the other, past those that can't be read, and prepares their text for the model.
final class RecordReader {
  private let reader: CorpusReader
  private let annotator: Annotator
  private let isStrict: Bool
  /// Whether records have digests, by which a run that is resumed knows them again.
  private let digests: Bool
  private var digest = StableHash()
  private var count = 0
  private let weight = Atomic(0)
  /// What is wrong with the first record that could not be read, of whatever shard.
  private var firstError: CorpusError?

  /// What the records weigh that were read so far; asked for on any thread.
  var weightRead: Int { weight.load(ordering: .relaxed) }

  /// What is wrong with an input of which no document could be read; nil when one could, or there was nothing. Known at its end.
  var failure: CorpusError? { reader.hasRead ? nil : firstError }

  init(_ reader: CorpusReader, _ annotator: Annotator, isStrict: Bool, digests: Bool) {
    self.reader = reader
    self.annotator = annotator
    self.isStrict = isStrict
    self.digests = digests
  }

  /// The next record; nil after the last.
  ///
  /// - Throws: What is wrong with the corpus as a whole; when strict, with any record.
  func next() throws -> Record? {
    switch try read() {
    case nil: return nil
    case .unreadable(let letter): return record(.rejected(letter))
    case .document(let document):
      do {
        let prepared = try annotator.prepare(document)
        try annotator.checkInputs(of: prepared)
        return record(.prepared(prepared))
      } catch {
        if isStrict { throw error }
        let reason = (error as? any LocalizedError)?.errorDescription ?? "\(error)"
        var letter = DeadLetter(document, reason: reason)
        letter.number = reader.records
        return record(.rejected(letter))
      }
    }
  }

  private func record(_ content: Record.Content) -> Record {
    Record(content: content, digest: digest.value, read: weightRead)
  }

  /// Goes past records that an earlier run has done.
  ///
  /// - Parameters:
  ///   - records: how many.
  ///   - expected: their digest.
  /// - Throws: `AnnotationError.inputChanged`, or what reading throws.
  func skip(_ records: Int, digest expected: UInt64) throws {
    while count < records {
      guard try read() != nil else { throw AnnotationError.inputChanged(record: count + 1) }
    }
    guard digest.value == expected else { throw AnnotationError.inputChanged(record: records) }
  }

  /// What the reader gives.
  private enum Item {
    case document(Document)
    case unreadable(DeadLetter)
  }

  private func read() throws -> Item? {
    while true {
      do throws(CorpusError) {
        guard let document = try reader.next() else { return nil }
        count += 1
        weight.add(document.text.utf8.count + Record.leastCost, ordering: .relaxed)
        add(document)
        return .document(document)
      } catch {
        if isStrict { throw error }
        guard let skipped = reader.skip(after: error) else { throw error }
        firstError = firstError ?? error
        // Another shard has it.
        guard reader.lastIsInShard else { continue }
        var letter = DeadLetter(error, skipped)
        count += 1
        digest.add(bytes: letter.jsonLine)
        letter.number = reader.records
        weight.add((letter.record?.utf8.count ?? 0) + Record.leastCost, ordering: .relaxed)
        return .unreadable(letter)
      }
    }
  }

  /// Adds all of a document to the digest, its labels and tokens too.
  private func add(_ document: Document) {
    guard digests else { return }
    var output = JSONOutput(limit: 64 << 10) { [self] in digest.add(bytes: $0) }
    output.append(document)
    output.endLine()
    digest.add(bytes: output.bytes)
  }
}
