/// A place in a corpus file.
public struct Place: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The file as it was given; `-` is standard input.
  public var file: String
  /// Line, the first is 1; 0 when the whole file is meant.
  public var line: Int
  /// UTF-8 byte in the line, the first is 1; 0 when the whole line is meant.
  public var column: Int

  /// A place in `file`.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, without the parts that are 0.
  public var description: String {
    if line == 0 { return file }
    return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}
