import BraidAnnotation
import BraidCorpora
import Foundation

/// A folder that is deleted with its owner.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  @discardableResult
  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: folder.appending(path: name))
    return path(name)
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func lines(_ name: String) throws -> [String] { try text(name).split(separator: "\n").map(String.init) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  /// A job from one file to another; JSONL unless said otherwise.
  func job(
    _ input: String..., to output: String, from: CorpusFormat = .jsonl, format: CorpusFormat = .jsonl
  ) -> AnnotationJob {
    AnnotationJob(
      input: input.map(path), reading: ReadOptions(format: from), output: path(output),
      form: .documents(WriteOptions(format: format)))
  }

  /// Writes texts as JSONL, each with its number as id, and gives the file's name.
  func jsonl(_ texts: [String], name: String = "in.jsonl") throws -> String {
    try file(name, texts.enumerated().map { "{\"id\":\"\($0)\",\"text\":\"\($1)\"}\n" }.joined())
    return name
  }
}
