#if Service
  import BraidFiles
  import BraidServing
  import Foundation
  import Synchronization

  /// What signals do to a service, from the first moment of its process on: SIGTERM and Ctrl-C stop it, SIGHUP lets it read its model
  /// again.
  enum ServiceSignals {
    private struct State {
      var server: AnnotationServer?
      var reload: (@Sendable () -> Void)?
      /// Whether SIGHUP came before there was a service.
      var isReloadDue = false
    }

    private static let state = Mutex(State())

    private static let stops = StopSignals {
      guard let server = state.withLock({ $0.server }) else {
        Console.note("stopped before the service was ready")
        // Nothing is open that would have to be closed.
        _exit(0)
      }
      Console.note("stopping after the accepted requests; press Ctrl-C again to stop immediately")
      Task { await server.stop() }
    }

    /// Takes the signals over.
    static func install() {
      StopSignals.onHangUp {
        let reload = state.withLock { state in
          if state.reload == nil { state.isReloadDue = true }
          return state.reload
        }
        reload?()
      }
      _ = stops
    }

    /// Lets the signals reach a service; what came before that it does now.
    ///
    /// - Parameters:
    ///   - server: the service.
    ///   - reload: reads its model again.
    static func take(for server: AnnotationServer, reload: @escaping @Sendable () -> Void) {
      install()
      let isReloadDue = state.withLock { state in
        (state.server, state.reload) = (server, reload)
        return state.isReloadDue
      }
      if isReloadDue { reload() }
    }
  }
#endif
