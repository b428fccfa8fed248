import BraidFiles

/// A random linear map of gradients to a few numbers that keeps their inner products: `E[Px · Py] = x · y`.
///
/// Every element goes with a random sign into one of `dimensions` sums. The deviation of `Px · Py` is at most
/// `√(2 / dimensions)` of the product of both norms, as with a dense matrix of random signs, at one addition an element.
///
/// Source: count sketch, Charikar et al. 2002; Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning",
/// lemma 2, <https://arxiv.org/abs/0902.2206>.
package struct GradientProjection: Sendable {
  /// Numbers that a gradient becomes.
  package let dimensions: Int
  private let key: UInt64

  /// The map that follows from `random`.
  ///
  /// - Precondition: `dimensions` is in 1...2^31.
  package init(dimensions: Int, random: Random) {
    demand(1...1 << 31 ~= dimensions, "a projection to \(dimensions) dimensions")
    self.dimensions = dimensions
    var stream = random.stream("projection")
    key = stream.next()
  }

  /// Adds the projection of some elements of a gradient, of which `first` is the place of the first one.
  fileprivate func add(
    _ values: UnsafePointer<Float>, count: Int, from first: Int, to sums: UnsafeMutableBufferPointer<Double>
  ) {
    for place in 0..<count where values[place] != 0 {
      let hash = SplitMix64.mix(key &+ UInt64(first + place) &* 0x9e37_79b9_7f4a_7c15)
      let value = Double(values[place])
      sums[Int(((hash >> 32) &* UInt64(dimensions)) >> 32)] += hash & 1 == 0 ? value : -value
    }
  }
}

extension Tape {
  /// The projection of the gradient of some weights, as `backward` has left it.
  ///
  /// - Parameters:
  ///   - projection: the map.
  ///   - include: which weights count, by name.
  /// - Returns: `projection.dimensions` numbers.
  package func gradient(_ projection: GradientProjection, include: (String) -> Bool) -> [Double] {
    var sums = [Double](repeating: 0, count: projection.dimensions)
    sums.withUnsafeMutableBufferPointer { sums in
      for (index, entry) in store.entries.enumerated() where touched[index] && include(entry.name) {
        guard entry.kind == .rows else {
          projection.add(weightGradients.pointer + entry.offset, count: entry.count, from: entry.offset, to: sums)
          continue
        }
        for contribution in rowContributions[index] {
          for (row, id) in contribution.ids.enumerated() where id >= 0 {
            projection.add(
              contribution.gradient + row * entry.columns, count: entry.columns,
              from: entry.offset + Int(id) * entry.columns, to: sums)
          }
        }
      }
    }
    return sums
  }
}
