import BraidFiles
import BraidText

/// Ids of documents that are a file each, whose format has no place for one.
enum DocumentPaths {
  /// A path below a folder, without what stands at its end for the format.
  ///
  /// - Parameters:
  ///   - file: The path.
  ///   - folder: The folder, with its slash.
  ///   - endings: What is left out at the end, each once, in this order.
  /// - Returns: The id.
  static func id(_ file: String, below folder: String, endings: [String]) -> String {
    var bytes = Array(file.utf8)[...]
    if bytes.starts(with: folder.utf8) { bytes = bytes.dropFirst(folder.utf8.count) }
    for ending in endings where bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8) {
      bytes = bytes.dropLast(ending.utf8.count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The folder, with its slash, that all files are below: the one that is named alone, else the innermost one.
  static func folder(_ paths: [String], of files: [String]) -> String {
    if paths.count == 1, FileList.isFolder(paths[0]) { return paths[0].hasSuffix("/") ? paths[0] : paths[0] + "/" }
    func folder(_ file: String) -> ArraySlice<UInt8> {
      let bytes = Array(file.utf8)
      return bytes[..<(bytes.lastIndex(of: .slash).map { $0 + 1 } ?? 0)]
    }
    guard var common = files.first.map(folder) else { return "" }
    for file in files.dropFirst() {
      let same = zip(common, file.utf8).prefix { $0 == $1 }.count
      if same < common.count { common = common[..<(common[..<same].lastIndex(of: .slash).map { $0 + 1 } ?? 0)] }
    }
    return String(decoding: common, as: UTF8.self)
  }
}
