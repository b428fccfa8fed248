import BraidCorpora
import BraidText
import Foundation

/// A folder that is deleted with its owner.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Writes a file and gives its path.
  @discardableResult
  func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }

  /// Writes a file and gives its path.
  @discardableResult
  func file(_ name: String, _ data: Data) throws -> String {
    try data.write(to: folder.appending(path: name))
    return path(name)
  }

  /// The text of a file.
  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }
}

/// Every document of a text read as `options` say, and the ledger.
func read(_ text: String, _ options: ReadOptions) throws -> (documents: [Document], ledger: Ledger) {
  let scratch = try Scratch()
  return try read([scratch.file("input", text)], options)
}

/// Every document of files read as `options` say, and the ledger.
func read(_ paths: [String], _ options: ReadOptions) throws -> (documents: [Document], ledger: Ledger) {
  let reader = try CorpusReader(paths, options: options)
  var documents: [Document] = []
  while let document = try reader.next() { documents.append(document) }
  return (documents, reader.ledger)
}

/// What the writer makes of documents.
func written(_ documents: [Document], _ options: WriteOptions) throws -> String {
  let scratch = try Scratch()
  let writer = try CorpusWriter(scratch.path("output"), options: options)
  for document in documents { try writer.write(document) }
  try writer.close()
  return try scratch.text("output")
}
