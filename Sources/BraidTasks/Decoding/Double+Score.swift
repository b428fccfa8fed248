extension Double {
  /// The number to six places: as much of a probability as means anything, and short to write.
  var rounded6: Double { (self * 1e6).rounded() / 1e6 }
}
