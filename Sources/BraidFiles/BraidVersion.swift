/// The version of Braid.
package enum BraidVersion {
  /// `MAJOR.MINOR.PATCH`.
  package static let current = "0.1.0"
}
