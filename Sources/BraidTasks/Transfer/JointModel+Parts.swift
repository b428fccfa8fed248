extension JointModel {
  /// The part that is no task's.
  package static var encoderPart: String { "encoder" }

  /// The part of the model that a weight belongs to: the encoder, or the task whose name its name begins with.
  package func part(ofWeight name: String) -> String {
    names.filter { name.hasPrefix($0 + ".") }.max { $0.utf8.count < $1.utf8.count } ?? Self.encoderPart
  }
}
