package import Foundation

/// A folder that is deleted with its owner.
package final class Scratch {
  /// Where it is.
  package let folder: URL

  /// Makes an empty folder.
  package init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The names in the folder, sorted.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  /// The path of a file in the folder.
  package func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Writes a file and gives its path.
  @discardableResult
  package func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }

  /// Writes a file and gives its path.
  @discardableResult
  package func file(_ name: String, _ data: Data) throws -> String {
    try data.write(to: folder.appending(path: name))
    return path(name)
  }

  /// The text of a file.
  package func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }
}
