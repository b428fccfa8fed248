#if Service
  import BraidFiles
  import BraidServing
  import Foundation
  import Synchronization

  /// What signals do to a service, from the first moment of its process on: SIGTERM and Ctrl-C stop it, SIGHUP lets it read its model
  /// again.
  enum ServiceSignals {
    private static let service = Mutex<AnnotationServer?>(nil)
    /// Whether SIGHUP came and the model was not read since.
    private static let isReloadDue = Monitor(false)

    private static let stops = StopSignals {
      guard let server = service.withLock({ $0 }) else {
        Console.note("stopped before the service was ready")
        // Nothing is open that would have to be closed.
        _exit(0)
      }
      Console.note("stopping after the accepted requests; press Ctrl-C again to stop immediately")
      Task { await server.stop() }
    }

    /// Takes the signals over.
    static func install() {
      StopSignals.onHangUp { isReloadDue.change { $0 = true } }
      _ = stops
    }

    /// Lets the signals to stop reach a service.
    static func take(for server: AnnotationServer) {
      install()
      service.withLock { $0 = server }
    }

    /// Waits for SIGHUP; several that came since the last time are one.
    static func waitForHangUp() {
      isReloadDue.wait { isDue -> Void? in
        guard isDue else { return nil }
        isDue = false
        return ()
      }
    }
  }
#endif
