/// Everything that can be asked for, by path.
package enum Route: String, CaseIterable, Sendable {
  /// The page for people.
  case page = "/"
  /// Texts in, annotated documents out.
  case annotate = "/v1/annotate"
  /// The model's tasks and the limits of requests.
  case model = "/v1/model"
  /// Whether the service is up.
  case health = "/healthz"
  /// Whether it takes requests for annotations: it has a model, and is not stopping.
  case ready = "/readyz"
  /// Counters for Prometheus.
  case metrics = "/metrics"
  /// The description of all this.
  case openAPI = "/openapi.json"

  /// The methods that do something.
  package var methods: [String] {
    switch self {
    case .annotate: ["POST"]
    case .page, .model, .health, .ready, .metrics, .openAPI: ["GET", "HEAD"]
    }
  }

  /// Whether a client must show its token, when there is one.
  package var isProtected: Bool {
    switch self {
    case .annotate, .model, .metrics: true
    case .page, .health, .ready, .openAPI: false
    }
  }

  /// Whether the request must be for a host of the service; health checks may come under any name.
  var isForPeers: Bool { self != .health && self != .ready }

  /// The methods as the header `Allow` lists them.
  var allow: String { (methods + ["OPTIONS"]).joined(separator: ", ") }
}
