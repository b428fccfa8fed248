import BraidFiles

/// Ctrl-C in commands that keep nothing of unfinished work: it ends at the next document, so that unfinished files are
/// deleted; a second one, or a second's wait, ends the process at once.
enum Interruption {
  private static let signals = StopSignals(grace: .seconds(1))

  /// Takes over the signals of the terminal.
  static func install() { _ = signals }

  /// Whether the user wants the work to end.
  ///
  /// - Throws: `Interrupted` when so.
  static func check() throws { if signals.isRaised { throw Interrupted(exitCode: signals.exitCode) } }

  /// The user ended the work.
  struct Interrupted: Error {
    let exitCode: Int32
  }
}
