import Foundation

/// Files named by paths and patterns.
package enum FileList {
  /// The size of all files together in bytes; one that does not exist counts nothing.
  package static func bytes(_ paths: [String]) -> Int {
    paths.reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + (attributes?[.size] as? Int ?? 0)
    }
  }

  /// The files that `patterns` name, patterns in the order given, the files of one in byte order.
  ///
  /// A pattern that names nothing comes back as it is, so that opening it says what is missing.
  package static func expand(_ patterns: [String]) -> [String] {
    patterns.flatMap { pattern in
      guard isPattern(pattern) else { return [pattern] }
      let found = matches(pattern)
      return found.isEmpty ? [pattern] : found
    }
  }

  /// Whether `*`, `?` and `[…]` in `path` stand for parts of a name: not when there is a file with just that name.
  package static func isPattern(_ path: String) -> Bool {
    path.utf8.contains { "*?[".utf8.contains($0) } && !FileManager.default.fileExists(atPath: path)
  }

  /// The files that fit a pattern, in byte order.
  package static func matches(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return sorted((0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } })
  }

  /// Whether a file fits a pattern, or would once it is there.
  package static func fits(_ path: String, _ pattern: String) -> Bool {
    fnmatch(Paths.real(pattern), Paths.real(path), FNM_PATHNAME | FNM_PERIOD) == 0
  }

  /// The regular files in a folder and below whose path in it `isIncluded` accepts, in byte order, hidden ones left out. Links to
  /// files are followed, and the folder may be a link; those to folders below are not, as they may lead in a circle.
  ///
  /// - Returns: nil when the folder cannot be read.
  package static func contents(of folder: String, where isIncluded: (String) -> Bool) -> [String]? {
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard let names = FileManager.default.enumerator(atPath: real) else { return nil }
    var files: [String] = []
    while let name = names.nextObject() as? String {
      if isHidden(name) || !isIncluded(name) { continue }
      // A pipe among them would be waited for.
      if isFile(base + name) { files.append(base + name) }
    }
    return sorted(files)
  }

  /// Whether a path in a folder is that of something hidden.
  package static func isHidden(_ name: String) -> Bool { name.split(separator: "/").contains { $0.hasPrefix(".") } }

  /// Whether `path` is a folder.
  package static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Whether `path` is a regular file, links followed.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func sorted(_ paths: [String]) -> [String] {
    paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
