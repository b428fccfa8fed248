package import Foundation
import Synchronization

/// A folder that is deleted with its owner.
package final class Scratch: Sendable {
  /// Where it is.
  package let folder: URL

  /// Makes an empty folder.
  package init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// The folders that go with the process.
  private static let lasting: Mutex<[Scratch]> = {
    atexit {
      for scratch in Scratch.lasting.withLock({ $0 }) { try? FileManager.default.removeItem(at: scratch.folder) }
    }
    return Mutex([])
  }()

  /// Keeps the folder to the end of the process, for what several tests share.
  package func lasting() -> Scratch {
    Self.lasting.withLock { $0.append(self) }
    return self
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
