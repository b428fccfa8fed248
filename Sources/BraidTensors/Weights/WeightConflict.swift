/// A weight that a model asks for and its file does not have like that.
package struct WeightConflict: Sendable, Equatable {
  /// The weight's name.
  package var name: String
  /// The shape that is asked for, in words.
  package var expected: String
  /// The shape that is there, in words.
  package var found: String
}
