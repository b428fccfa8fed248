/// How far a service is.
enum ServicePhase: Int, Comparable, Sendable {
  /// It does not listen yet.
  case starting
  /// It listens, and takes requests once it has a model.
  case serving
  /// It has been told to stop, and takes requests for as long as it drains; `/readyz` says that it is not ready.
  case draining
  /// It answers what it has accepted, and health checks; everything else is refused.
  case ending

  static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
}
