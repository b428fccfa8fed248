import Foundation

/// Files named by paths and patterns.
enum FileList {
  /// The size of all files together in bytes; one that is not there counts nothing.
  static func bytes(_ paths: [String]) -> Int {
    paths.reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + (attributes?[.size] as? Int ?? 0)
    }
  }

  /// The files that `patterns` name, patterns in the order given, the files of one in byte order.
  ///
  /// `*`, `?` and `[…]` stand for parts of a name. A pattern that names nothing comes back as it is, so that opening it
  /// says what is missing.
  static func expand(_ patterns: [String]) -> [String] {
    patterns.flatMap { pattern -> [String] in
      guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
      var result = glob_t()
      defer { globfree(&result) }
      guard glob(pattern, 0, nil, &result) == 0 else { return [pattern] }
      let paths = (0..<Int(result.gl_pathc)).compactMap { index in result.gl_pathv[index].map { String(cString: $0) } }
      return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }
}
