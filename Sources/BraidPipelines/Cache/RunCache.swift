import BraidFiles
import Foundation

/// What the stages of one run folder left, and from what.
///
/// Everything lies in the folder `cache` of the run folder; deleting it costs time only.
final class RunCache {
  /// The folder.
  let folder: String
  /// Hashes of files.
  let digests: FileDigests
  private var lock: Int32 = -1

  /// The cache of the run folder `run`, which need not be there.
  init(run: String) {
    folder = run + "/cache"
    digests = FileDigests(memory: folder + "/.digests.json")
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Makes the folder and keeps other runs out of it until this value is gone.
  ///
  /// - Throws: `PipelineError.unreadable` when it can't be made, or another run is using it.
  func open() throws(PipelineError) {
    do { try FileSystem.makeFolders(folder) } catch { throw PipelineError(noFolder: error) }
    lock = Foundation.open(folder + "/.lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard lock >= 0 else {
      throw .unreadable(path: folder + "/.lock", reason: "can't be created: \(String(cString: strerror(errno)))")
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw .busy(folder: folder) }
  }

  /// The path of something that a stage keeps in the cache.
  func path(_ stage: String, _ ending: String) -> String { "\(folder)/\(stage).\(ending)" }

  /// The record of a stage; nil when there is none that can be read.
  func record(_ stage: String) -> StageRecord? {
    guard let data = FileManager.default.contents(atPath: path(stage, "json")),
      let record = try? JSONDecoder().decode(StageRecord.self, from: data), record.version == StageRecord.version
    else { return nil }
    return record
  }

  /// Takes the record of a stage away, before anything that it vouches for is changed.
  func forget(_ stage: String) { unlink(path(stage, "json")) }

  /// Keeps the record of a stage that has run.
  ///
  /// - Throws: `FileError` when it can't be written; `PipelineError` when an output is not there.
  func store(
    _ stage: String, key: StageKey, summary: String, rejected: Int = 0, seconds: Double, files: [String]
  ) throws {
    let outputs = try files.map { path in
      guard let sha256 = digests.digest(path) else {
        let what = FileSystem.isAbsent(path) ? "is missing" : "can't be read"
        throw PipelineError.unreadable(path: path, reason: "the stage has just written it, but it \(what)")
      }
      return StageRecord.Output(path: path, sha256: sha256)
    }
    let record = StageRecord(
      key: key, summary: summary, rejected: rejected, seconds: seconds, ended: Date(), outputs: outputs)
    try store(record, of: stage)
    try digests.save()
  }

  /// Keeps a record of a stage.
  ///
  /// - Throws: `FileError` when it can't be written.
  func store(_ record: StageRecord, of stage: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(
      path(stage, "json"), text: String(decoding: try encoder.encode(record), as: UTF8.self) + "\n")
  }

  /// What a stage has written into the folder that is its output; nothing where that is not known.
  func written(_ stage: String) -> [StageRecord.Output] {
    FileManager.default.contents(atPath: path(stage, "written.json")).flatMap {
      try? JSONDecoder().decode([StageRecord.Output].self, from: $0)
    } ?? []
  }

  /// Keeps what a stage has written into the folder that is its output.
  ///
  /// - Throws: `FileError` when it can't be written.
  func store(written files: [StageRecord.Output], of stage: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(
      path(stage, "written.json"), text: String(decoding: try encoder.encode(files), as: UTF8.self) + "\n")
  }

  /// Keeps the key of a training that begins, to compare it with that of one that would resume it.
  ///
  /// - Throws: `FileError` when it can't be written.
  func begin(_ stage: String, key: StageKey) throws {
    try AtomicFile.write(
      path(stage, "begun.json"), text: String(decoding: try JSONEncoder().encode(key), as: UTF8.self))
  }

  /// The key of the training of a stage that was begun last; nil when there is none that can be read.
  func begun(_ stage: String) -> StageKey? {
    FileManager.default.contents(atPath: path(stage, "begun.json")).flatMap {
      try? JSONDecoder().decode(StageKey.self, from: $0)
    }
  }

  /// Why a stage must run.
  ///
  /// - Parameters:
  ///   - stage: the stage.
  ///   - key: its key.
  ///   - rereading: whether the contents of its outputs are read although size and times are those remembered.
  /// - Returns: the reason; nil when its result is there and whole.
  func reason(toRun stage: String, key: StageKey, rereading: Bool = false) -> RunReason? {
    guard let record = record(stage) else { return reasonWithoutRecord(of: stage) }
    if let difference = key.difference(from: record.key) { return difference }
    for output in record.outputs {
      guard let sha256 = digests.digest(output.path, rereading: rereading) else { return .missing(file: output.path) }
      if sha256 != output.sha256 { return .altered(file: output.path) }
    }
    return nil
  }

  /// Why a stage must run whose record is not there or can't be read.
  private func reasonWithoutRecord(of stage: String) -> RunReason {
    struct Version: Decodable { var version: Int }
    let path = path(stage, "json")
    guard let data = FileManager.default.contents(atPath: path) else { return .notRunYet }
    guard let found = try? JSONDecoder().decode(Version.self, from: data), found.version != StageRecord.version else {
      return .altered(file: path)
    }
    return .otherVersion
  }
}
