package import BraidFiles
import Foundation

/// What a file is a shard of: a small JSON file beside it, `NAME.shard.json`, written when the file is complete.
///
/// `ShardMerge` joins only files whose manifests say that they are of one run over one input.
package struct ShardManifest: Codable, Sendable, Equatable {
  /// The version of this layout.
  private static let currentVersion = 1
  /// No input has more, and sums of such numbers don't overflow.
  private static let mostRecords = 1 << 60

  private var version = ShardManifest.currentVersion
  /// Which shard it is, from 1.
  package let shard: Int
  /// How many there are.
  package let of: Int
  /// Records of the whole input.
  package let records: Int
  /// Digest of the whole input: the ids and texts of its documents, and the places of what could not be read.
  package let input: String
  /// Digest of everything else that decides the output: the command, its options, the model.
  package let run: String
  /// Documents in the file.
  package let documents: Int
  /// Records of the shard that are among the dead letters.
  package let rejected: Int
  /// Digest of the file's bytes, unpacked.
  package let output: String
  /// The file of the dead letters, when there are any.
  package let deadLetters: String?
  /// How a table is written; nil for JSONL.
  package let table: TableShape?

  /// The manifest of a shard that is complete.
  ///
  /// - Parameters:
  ///   - reader: a reader that has read its input to the end, with a shard among its options.
  ///   - shard: that shard.
  ///   - run: digest of everything else that decides the output.
  ///   - output: the file that was written, which is read for its digest.
  ///   - table: how it is written; nil for JSONL.
  ///   - documents: documents in it.
  ///   - rejected: records that are no documents.
  ///   - deadLetters: the file that they are in.
  /// - Throws: `CorpusError.file`.
  package init(
    _ reader: CorpusReader, _ shard: RecordShard, run: String, output: String, table: TableShape? = nil,
    documents: Int, rejected: Int = 0, deadLetters: String? = nil
  ) throws(CorpusError) {
    self.shard = shard.number
    of = shard.count
    records = reader.records
    input = reader.inputDigest
    self.run = run
    self.table = table
    self.documents = documents
    self.rejected = rejected
    self.deadLetters = rejected > 0 ? deadLetters : nil
    self.output = try CorpusError.naming { () throws(FileError) in
      var lines = try ByteLines(output)
      while try lines.next() != nil {}
      return lines.digest
    }
  }

  /// The manifest's own file.
  package static func path(of file: String) -> String { file + ".shard.json" }

  /// Writes the manifest beside its file.
  ///
  /// - Throws: `CorpusError.file`.
  package func write(beside file: String) throws(CorpusError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers and texts can be encoded.
    let json = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    try CorpusError.naming { () throws(FileError) in try AtomicFile.write(Self.path(of: file), text: json + "\n") }
  }

  /// Takes the manifest of an older file away, so that it does not speak for the next.
  package static func delete(beside file: String) {
    if !FileSystem.isStream(file) { try? FileManager.default.removeItem(atPath: path(of: file)) }
  }

  /// Reads the manifest of a file.
  ///
  /// - Throws: `CorpusError.shards` when there is none, or it is none.
  package init(beside file: String) throws(CorpusError) {
    let path = Self.path(of: file)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .shards(
        file: path, found: "no such file", expected: "what a command with --shard writes beside JSONL, CSV and TSV")
    }
    guard let manifest = try? JSONDecoder().decode(Self.self, from: data), manifest.version == Self.currentVersion,
      let shard = RecordShard(number: manifest.shard, count: manifest.of), 0...Self.mostRecords ~= manifest.records,
      0...Self.mostRecords ~= manifest.documents, manifest.rejected >= 0,
      manifest.rejected == shard.share(of: manifest.records) - manifest.documents
    else {
      throw .shards(file: path, found: "something else", expected: "the manifest of a shard, of version 1")
    }
    self = manifest
  }

  /// The format of the file.
  var format: CorpusFormat { table.flatMap { CorpusFormat(rawValue: $0.format) } ?? .jsonl }

  /// Which shard it is.
  package var recordShard: RecordShard? { RecordShard(number: shard, count: of) }
}
