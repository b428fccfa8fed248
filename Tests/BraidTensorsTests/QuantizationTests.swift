import BraidTensors
import Testing

/// Weights in 8 bits.
@Suite struct QuantizationTests {
  /// A matrix, a table, what stays in 32 bits (a vector, a narrow matrix, one of few rows, one that must be precise, a small
  /// table of short rows), and a large table of short rows.
  static func weights() -> Weights {
    let random = Random(seed: 7)
    var weights = Weights()
    for (name, rows, columns, kind, precise) in [
      ("a.matrix", 16, 17, WeightKind.dense, false), ("a.table", 3, 16, .rows, false),
      ("a.vector", 1, 64, .dense, false), ("b.narrow", 40, 15, .dense, false), ("b.low", 15, 40, .dense, false),
      ("b.precise", 32, 32, .dense, true), ("b.short", 1023, 15, .rows, false), ("b.tall", 1024, 2, .rows, false),
    ] {
      _ = weights.add(
        name, rows: rows, columns: columns, kind: kind, precise: precise, initializer: .normal(deviation: 2),
        random: random)
    }
    return weights
  }

  @Test
  func `matrices and tables of short rows have a scale a column, tables one a row, what is small or precise none`()
    throws
  {
    let exact = Self.weights()
    #expect(!exact.isQuantized && exact.quantizedCount == 0)
    let found = try #require(exact.quantized { _ in false })
    #expect(found.entries.map { $0.scales?.count } == [17, 3, nil, nil, nil, nil, nil, 2])
    #expect(found.isQuantized && found.quantizedCount == 16 * 17 + 3 * 16 + 1024 * 2)
    for (index, entry) in found.entries.enumerated() {
      let id = try #require(found[entry.name])
      let (before, after) = (exact.values(id), found.values(id))
      guard let scales = entry.scales else {
        #expect(before == after, "\(entry.name)")
        continue
      }
      func number(_ place: Int) -> Int { index == 1 ? place / 16 : place % entry.columns }
      for place in before.indices {
        let scale = scales[number(place)]
        #expect(abs(before[place] - after[place]) <= scale * 0.5001)
        let whole = after[place] / scale
        #expect(abs(whole - whole.rounded()) < 1e-4 && abs(whole) <= 127.0001)
      }
      // The largest of each column or row is 127 times its scale.
      for (index, scale) in scales.enumerated() {
        let magnitudes = before.indices.filter { number($0) == index }.map { before[$0].magnitude }
        #expect(scale == (magnitudes.max() ?? 0) / 127)
      }
    }
  }

  @Test func `a half goes to the even whole number, and columns of zeros stay zeros`() throws {
    var weights = Weights()
    let id = weights.add("m", rows: 16, columns: 16, initializer: .zeros, random: Random(seed: 0))
    var values = [Float](repeating: 0, count: 256)
    // Of the column 127, 2.5, 3.5, -2.5 the scale is 1.
    for (row, value) in [Float(127), 2.5, 3.5, -2.5].enumerated() { values[row * 16] = value }
    weights.set(id, values)
    let found = try #require(weights.quantized { _ in false })
    #expect((0..<5).map { found.values(id)[$0 * 16] } == [127, 2, 4, -2, 0])
    #expect(found.entries[0].scales == [1] + [Float](repeating: 0, count: 15))
  }

  @Test func `weights that are kept stay in 32 bits, and one that is not finite is refused`() throws {
    var weights = Self.weights()
    let found = try #require(weights.quantized { $0 == "a.table" })
    #expect(found.entries[1].scales == nil && found.entries[0].scales != nil)
    let id = try #require(weights["a.matrix"])
    weights.set(id, [Float](repeating: .nan, count: 16 * 17))
    #expect(weights.quantized { _ in false } == nil)
    #expect(weights.quantized { $0 == "a.matrix" } != nil)
  }

  @Test func `numbers in the place of those in 8 bits are numbers in 32 bits`() throws {
    let exact = Self.weights()
    var found = try #require(exact.quantized { _ in false })
    #expect(!found.replacing(exact.storage).isQuantized)
    #expect(found.replacing(exact.storage) == exact)
    // What differs is how products are made, which is part of what the weights are.
    #expect(found.fingerprint != found.replacing(found.storage).fingerprint)
    #expect(exact.fingerprint != found.fingerprint)
    let id = try #require(found["a.matrix"])
    found.set(id, exact.values(id))
    #expect(found.entries[0].scales == nil && found.entries[1].scales != nil)
  }
}
