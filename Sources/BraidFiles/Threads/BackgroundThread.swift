import Foundation

/// Threads that run one piece of work and end with it.
package enum BackgroundThread {
  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - name: what debuggers show.
  ///   - body: the work.
  package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    // As much as the main thread has: readers and rules of segmentation need more than the half megabyte of some systems.
    thread.stackSize = 8 << 20
    thread.start()
  }
}
