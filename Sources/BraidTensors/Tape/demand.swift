/// Stops the program with `message` when a documented precondition does not hold.
///
/// `precondition` drops its message in release builds, where a wrong shape would stop a training without a word.
@inline(__always)
package func demand(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
