/// Where the parser is; shared between a parser and its handler.
package final class XMLLocation {
  /// The file as it was given.
  package let file: String
  /// Line, the first is 1.
  package var line = 1
  /// Byte in the line, the first is 1.
  package var column = 1
  /// The bytes of the file that the event stands for; nil from a parser that does not know.
  package var source: Range<Int>?

  /// The start of `file`.
  package init(file: String) { self.file = file }

  /// The place as errors and ledgers name it.
  package var place: Place { Place(file: file, line: line, column: column) }
}
