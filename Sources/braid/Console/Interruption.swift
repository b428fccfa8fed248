import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C: the work ends at the next document, so that unfinished files are taken away; a second one, or a second's wait,
/// ends the process at once.
enum Interruption {
  private static let isSet = Atomic<Bool>(false)

  /// Takes over the signals of the terminal.
  static func install() { _ = handlers }

  private static let handlers = Handlers()

  private final class Handlers: Sendable {
    init() {
      for number in [SIGINT, SIGTERM] {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
          if Interruption.isSet.exchange(true, ordering: .relaxed) { _exit(128 + number) }
          DispatchQueue.global().asyncAfter(deadline: .now() + 1) { _exit(128 + number) }
        }
        source.activate()
        // A signal source that nobody holds is cancelled; these live as long as the process.
        _ = Unmanaged.passRetained(source as AnyObject)
      }
    }
  }

  /// Whether the user wants the work to end.
  ///
  /// - Throws: `Interrupted` when so.
  static func check() throws { if isSet.load(ordering: .relaxed) { throw Interrupted() } }

  /// The user ended the work.
  struct Interrupted: Error {}
}
