import Foundation

/// Parts of paths.
///
/// `NSString.deletingLastPathComponent` of Foundation on Linux ends the process for a path of one letter.
package enum Paths {
  /// What stands before the last `/`; empty when there is none, `/` for a file in the root.
  package static func folder(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands after the last `/`.
  package static func name(_ path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  /// The path of the file `name` in the folder of `path`; `name` itself when it starts at the root.
  package static func sibling(of path: String, named name: String) -> String {
    let folder = folder(path)
    if folder.isEmpty || name.hasPrefix("/") { return name }
    return folder == "/" ? "/" + name : "\(folder)/\(name)"
  }

  /// Whether two paths lead to the same place, links followed, or the first to something in the folder that the second is.
  package static func isSame(_ path: String, or folder: String) -> Bool {
    let (path, folder) = (real(path), real(folder))
    return path == folder || path.hasPrefix(folder + "/")
  }

  /// The path from the root, links followed; the file itself need not be there.
  package static func real(_ path: String) -> String {
    let path = FileSystem.resolvingLinks(path)
    // A file that is not there yet is in a folder that may be a link.
    let parent = folder(path)
    let real = URL(fileURLWithPath: parent.isEmpty ? "." : parent).resolvingSymlinksInPath().path
    return URL(fileURLWithPath: "\(real)/\(name(path))").resolvingSymlinksInPath().path
  }

  /// The path from the root, without `.` and `..`.
  package static func standard(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
