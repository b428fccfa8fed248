import Foundation
import Synchronization

/// What the service counts, as Prometheus reads it.
///
/// Source: Prometheus, "Exposition formats", text-based format 0.0.4,
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>.
package final class ServiceMetrics: Sendable {
  private struct Request: Hashable {
    var route: String
    var method: String
    var status: Int
  }

  private struct State {
    var requests: [Request: Int] = [:]
    var seconds: [String: Histogram] = [:]
    var passTexts = Histogram([1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
    var passSeconds = Histogram(ServiceMetrics.secondBounds)
    var tokens = 0
    var connections = 0
    var closed = 0
  }

  private static let secondBounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
  ]

  private let state = Mutex(State())
  private let start = Date()

  /// Nothing counted yet.
  package init() {}

  /// Counts a completed request.
  package func count(route: Route?, method: String, status: Int, seconds: Double) {
    let route = route?.rawValue ?? "other"
    // Methods are the client's to invent; the number of series is not.
    let method = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"].contains(method) ? method : "other"
    state.withLock { state in
      state.requests[Request(route: route, method: method, status: status), default: 0] += 1
      state.seconds[route, default: Histogram(Self.secondBounds)].add(seconds)
    }
  }

  /// Counts a pass over the model.
  package func count(texts: Int, tokens: Int, seconds: Double) {
    state.withLock { state in
      state.passTexts.add(Double(texts))
      state.passSeconds.add(seconds)
      state.tokens += tokens
    }
  }

  /// Counts a connection that was opened, or closed with -1.
  package func count(connections change: Int) { state.withLock { $0.connections += change } }

  /// Counts a connection that was closed for another one.
  package func countClosed() { state.withLock { $0.closed += 1 } }

  /// Everything in Prometheus' text format.
  ///
  /// - Parameter running: requests for annotations that are being read or worked on.
  /// - Returns: the text, a line for each sample.
  package func text(running: Int) -> String {
    let state = state.withLock { $0 }
    var text = ""
    func family(_ name: String, _ type: String, _ help: String) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
    family("braid_requests_total", "counter", "Completed requests, by path, method and status.")
    let requests = state.requests.map { request, count in
      #"braid_requests_total{path="\#(request.route)",method="\#(request.method)",status="\#(request.status)"} \#(count)"#
    }
    text += requests.sorted().map { $0 + "\n" }.joined()
    family("braid_request_duration_seconds", "histogram", "Seconds from a request's head to its response.")
    for (route, histogram) in state.seconds.sorted(by: { $0.key < $1.key }) {
      text += histogram.text("braid_request_duration_seconds", labels: #"path="\#(route)""#)
    }
    family("braid_pass_texts", "histogram", "Texts that went through the model at once.")
    text += state.passTexts.text("braid_pass_texts")
    family("braid_pass_duration_seconds", "histogram", "Seconds of a pass over the model.")
    text += state.passSeconds.text("braid_pass_duration_seconds")
    family("braid_tokens_total", "counter", "Tokens that went through the model.")
    text += "braid_tokens_total \(state.tokens)\n"
    family("braid_requests_running", "gauge", "Requests for annotations that are being read or worked on.")
    text += "braid_requests_running \(running)\n"
    family("braid_connections", "gauge", "Open connections.")
    text += "braid_connections \(state.connections)\n"
    family("braid_connections_closed_total", "counter", "Connections closed to make space for others.")
    text += "braid_connections_closed_total \(state.closed)\n"
    family("process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.")
    text += "process_start_time_seconds \(start.timeIntervalSince1970)\n"
    if let bytes = Self.residentBytes {
      family("process_resident_memory_bytes", "gauge", "Memory in use, in bytes.")
      text += "process_resident_memory_bytes \(bytes)\n"
    }
    return text
  }

  /// Memory in use; nil where the system has no `/proc`.
  private static var residentBytes: Int? {
    guard let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = statm.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
