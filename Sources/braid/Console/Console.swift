import BraidFiles
import BraidPipelines
import BraidTasks
import BraidText
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
  private let systemWrite = Glibc.write
#else
  import Darwin
  private let systemWrite = Darwin.write
#endif

/// Messages to the person at the terminal go to standard error, results to standard output.
enum Console {
  /// Whether a message could not be written to standard error.
  private static let hasLostMessages = Atomic(false)

  private static let silence = Atomic(false)

  /// Whether nothing is written: in all processes but one of several that work together.
  static var isSilent: Bool {
    get { silence.load(ordering: .relaxed) }
    set { silence.store(newValue, ordering: .relaxed) }
  }

  /// Whether standard error is a terminal.
  static var isTerminal: Bool { isatty(2) == 1 }

  /// Whether standard input is a terminal.
  static var readsTyping: Bool { isatty(0) == 1 }

  /// Columns of the terminal that standard error is; 80 when it does not say.
  static var width: Int { width(of: 2) }

  private static func width(of stream: Int32) -> Int {
    var size = winsize()
    return ioctl(stream, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes a line to standard error, wrapped between words on a terminal; what a terminal would obey is escaped.
  static func note(_ line: String) {
    let text = TerminalText.shortened(TerminalText.line(line))
    message((isTerminal ? TerminalText.wrapped(text, columns: width) : text) + "\n")
  }

  /// Writes to standard error as it is. What can't be written there ends nothing, but for the exit code: see `finish`.
  static func message(_ text: String) {
    guard !isSilent else { return }
    if write(Array(text.utf8), to: 2) != nil { hasLostMessages.store(true, ordering: .relaxed) }
  }

  /// Ends the process of a command that has done its work: with 1 when a message could not be written.
  static func finish(_ code: Int32 = 0) -> Never {
    exit(code == 0 && hasLostMessages.load(ordering: .relaxed) ? 1 : code)
  }

  /// Writes to standard output as it is; when that fails the process ends.
  static func output(_ text: String) { output(Array(text.utf8)) }

  private static func output(_ bytes: [UInt8]) {
    guard !isSilent, let code = write(bytes, to: 1) else { return }
    fail("standard output cannot be written: \(String(cString: strerror(code)))", advice: nil, code: 1)
  }

  /// Writes all of `bytes`; the system's error number when that fails.
  private static func write(_ bytes: [UInt8], to stream: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(stream, $0.baseAddress, $0.count) }
      if written > 0 {
        rest.removeFirst(written)
      } else if written < 0, errno == EAGAIN {
        var ready = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, -1)
      } else if written < 0, errno != EINTR {
        return errno
      }
    }
    return nil
  }

  /// Makes a reader that has gone away an error of the write, not a signal that ends the process; for what must continue.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Makes a file that would be larger than the process may write an error of the write, so that what is unfinished is deleted.
  static func ignoreFileSizeSignals() { signal(SIGXFSZ, SIG_IGN) }

  /// Puts something that can be neither read nor written in the place of a standard stream that is closed, so that no file
  /// that is opened later takes its place and gets the messages.
  static func holdClosedStreams() {
    for stream: Int32 in 0...2 where fcntl(stream, F_GETFD) == -1 {
      _ = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Says, once for each process, that segmentation is slower than usual when it is.
  static func noteSlowSegmentation() { slowSegmentation }

  private static let slowSegmentation: Void = {
    if let problem = FastPathProblem.found { note("\(problem)") }
  }()

  /// Says when the training texts of a model were tokenized by other rules than this program's.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - folder: its folder.
  static func noteOtherRules(_ model: JointModel, in folder: String) {
    guard let rules = model.textRules, let program = try? TextRules(model.preparation),
      let difference = rules.difference(from: program)
    else { return }
    note("\(folder): its training texts were tokenized with \(difference); some tokens and sentences will differ")
  }

  /// Notices Ctrl-C and SIGTERM; the first one is acknowledged with a line.
  static func stopSignals(_ note: String, onFirst: @escaping @Sendable () -> Void = {}) -> StopSignals {
    StopSignals {
      Console.note("\(note); press Ctrl-C again to stop immediately")
      onFirst()
    }
  }

  /// Says what is wrong and what to do, and ends the process.
  static func fail(_ text: String, advice: String?, code: Int32) -> Never {
    Processes.note(failure: text, advice: advice)
    note(text, advice)
    exit(code)
  }

  /// Says what is wrong and what to do.
  static func note(_ text: String, _ advice: String?) {
    note(text)
    for line in advice?.split(separator: "\n") ?? [] { note("  " + line.trimmingCharacters(in: .whitespaces)) }
  }

  /// Says what is wrong with a pipeline that runs, and ends the process: with code 2 for a mistake in it, else with 1.
  static func fail(_ error: PipelineError) -> Never {
    fail(error.errorDescription ?? "", advice: error.recoverySuggestion, code: error.isMistake ? 2 : 1)
  }

  /// Runs `body`; what is wrong with a pipeline ends the process with code 2.
  static func failing<Result>(_ body: () throws(PipelineError) -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      fail(error.errorDescription ?? "", advice: error.recoverySuggestion, code: 2)
    }
  }

  /// Writes a line of results to standard output, or several; on a terminal they are wrapped between words.
  static func result(_ line: String) {
    guard isatty(1) == 1 else { return output(line + "\n") }
    for line in TerminalText.lines(line).split(separator: "\n", omittingEmptySubsequences: false) {
      output(TerminalText.wrapped(String(line), columns: width(of: 1)) + "\n")
    }
  }

  /// Writes a value as JSON to standard output, members in the order of their names.
  ///
  /// - Throws: What encoding throws.
  static func result(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    output(Array(try encoder.encode(value)) + Array("\n".utf8))
  }

  /// A whole number with separators between thousands.
  static func number(_ value: Int) -> String { value.grouped }

  /// A number of things, `1 document` or `2 documents`.
  static func count(_ value: Int, _ thing: String) -> String { value.counted(thing) }

  /// A number with a fixed count of decimals.
  static func number(_ value: Double, decimals: Int) -> String { value.fixed(decimals) }

  /// A share in percent.
  static func percent(_ share: Double) -> String { number(share * 100, decimals: 2) + " %" }

  /// Columns of text: the first to the left, the others to the right; on a terminal as wide as that.
  ///
  /// - Parameters:
  ///   - rows: cells by row.
  ///   - headings: whether the first row is that of the headings.
  ///   - left: columns of text.
  ///   - tail: whether the last column is prose, which is wrapped when it is printed.
  ///   - indent: spaces before each line.
  ///   - stream: where the table goes: 1 standard output, 2 standard error.
  /// - Returns: the lines, without line breaks.
  static func table(
    _ rows: [[String]], headings: Bool = true, left: Set<Int> = [0], tail: Bool = false, indent: Int = 0,
    stream: Int32 = 1
  ) -> [String] {
    let room = isatty(stream) == 1 ? max(20, width(of: stream) - indent) : nil
    let space = String(repeating: " ", count: indent)
    return TextTable(rows, headings: headings, left: left, tail: tail).lines(width: room).map { space + $0 }
  }

  /// A name in a line: on a terminal at most half as wide as that.
  static func name(_ name: String, stream: Int32 = 1) -> String {
    isatty(stream) == 1 ? TerminalColumns.shortened(name, to: max(10, width(of: stream) / 2)) : name
  }
}
