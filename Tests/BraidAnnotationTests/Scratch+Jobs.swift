import BraidAnnotation
import BraidCorpora
import BraidTestSupport
import Foundation

extension Scratch {
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  func lines(_ name: String) throws -> [String] { try text(name).split(separator: "\n").map(String.init) }

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
