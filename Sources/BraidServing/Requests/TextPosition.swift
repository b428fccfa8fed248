/// A place in the body of a request.
package struct TextPosition: Sendable, Equatable {
  /// Line, the first is 1.
  package var line: Int
  /// UTF-8 byte in the line, the first is 1.
  package var column: Int

  /// A place in a body.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
