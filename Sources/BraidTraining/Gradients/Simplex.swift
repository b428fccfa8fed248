/// Weights that are not negative and add up to 1.
enum Simplex {
  /// The point of the simplex nearest to `point` (Duchi et al. 2008, figure 1).
  static func projected(_ point: [Double]) -> [Double] {
    var sum = 0.0
    var shift = 0.0
    for (index, value) in point.sorted(by: >).enumerated() {
      sum += value
      let candidate = (sum - 1) / Double(index + 1)
      if value - candidate > 0 { shift = candidate }
    }
    return point.map { max(0, $0 - shift) }
  }
}
