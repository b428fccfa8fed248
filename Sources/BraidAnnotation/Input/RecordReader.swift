import BraidCorpora
import BraidText
import Foundation

/// Reads records one after the other, past those that can't be read, and splits raw text into sentences and tokens.
final class RecordReader {
  private let reader: CorpusReader
  private let segmenter: TextSegmenter
  private let isStrict: Bool
  private var digest = Digest()
  private var count = 0

  init(_ reader: CorpusReader, locale: String, isStrict: Bool) throws(TextError) {
    self.reader = reader
    segmenter = try TextSegmenter(SegmenterOptions(locale: locale))
    self.isStrict = isStrict
  }

  /// What was read and lost so far.
  var ledger: Ledger { reader.ledger }

  /// The next record; nil after the last.
  ///
  /// - Throws: What is wrong with the corpus as a whole; when strict, with any record.
  func next() throws -> Record? {
    guard let content = try read() else { return nil }
    guard case .document(var document) = content else { return Record(content: content, digest: digest.value) }
    do {
      try segmenter.segment(&document)
    } catch {
      if isStrict { throw error }
      return Record(
        content: .rejected(DeadLetter(document, reason: error.errorDescription ?? "\(error)")), digest: digest.value)
    }
    return Record(content: .document(document), digest: digest.value)
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

  private func read() throws -> Record.Content? {
    do throws(CorpusError) {
      guard let document = try reader.next() else { return nil }
      count += 1
      digest.add(document.id)
      digest.add(document.text)
      return .document(document)
    } catch {
      if isStrict { throw error }
      guard let skipped = reader.skip(after: error) else { throw error }
      let letter = DeadLetter(error, skipped)
      count += 1
      digest.add(letter.reason)
      return .rejected(letter)
    }
  }
}
