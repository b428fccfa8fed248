/// A place in a pipeline file, or on the command line.
public struct Place: Sendable, Hashable {
  /// The file, or `--set` with what it sets.
  public var file: String
  /// Line, from 1; 0 for a setting.
  public var line: Int
  /// Column, from 1.
  public var column: Int

  /// A place in `file`.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension Place: CustomStringConvertible {
  /// `file:line:column`; of a setting on the command line its text.
  public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}
