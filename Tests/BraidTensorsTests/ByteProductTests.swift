import BraidTensors
import CKernels
import Testing

/// Products with matrices in 8 bits, every build of the kernels held to the plain definition.
@Suite(.serialized) struct ByteProductTests {
  /// A matrix whose columns are whole numbers times a scale, with its scales: what 8 bits make of some numbers.
  static func matrix(_ k: Int, _ n: Int) -> (values: [Float], scales: [Float]) {
    var values = KernelTests.numbers(k * n, 2)
    let scales = (0..<n).map { column in
      (0..<k).map { values[$0 * n + column].magnitude }.max().map { $0 / 127 } ?? 0
    }
    for place in values.indices {
      let scale = scales[place % n]
      values[place] = scale > 0 ? (values[place] / scale).rounded(.toNearestOrEven) * scale : 0
    }
    return (values, scales)
  }

  /// The definition in CKernels.h.
  static func plain(
    _ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ b: (values: [Float], scales: [Float]), _ c: [Float]
  ) -> [Float] {
    var c = c
    let right = b.values.indices.map { place -> Int in
      let scale = b.scales[place % n]
      return scale > 0 ? Int((b.values[place] / scale).rounded(.toNearestOrEven)) : 0
    }
    for row in 0..<m {
      let numbers = a[row * k..<(row + 1) * k]
      let top = numbers.map(\.magnitude).max() ?? 0
      let scale = top < 0x1p-100 ? 0 : top / 127
      let left = numbers.map { scale > 0 ? Int(($0 * (127 / top)).rounded(.toNearestOrEven)) : 0 }
      for column in 0..<n {
        var sum = 0
        for inner in 0..<k { sum += left[inner] * right[inner * n + column] }
        c[row * n + column].addProduct(Float(sum) * scale, b.scales[column])
      }
    }
    return c
  }

  static func product(
    _ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ b: (values: [Float], scales: [Float]), _ c: [Float]
  ) -> [Float] {
    var c = c
    var packed = [Int8](repeating: 1, count: bk_bytes_size(k, n))
    var work = [Float](repeating: .nan, count: bk_gemm_work())
    bk_bytes_pack(b.values, b.scales, k, n, &packed)
    bk_gemm_bytes(m, n, k, a, k, packed, &c, n, 1, nil, &work)
    return c
  }

  /// Runs `body` once for every build, with the processor's instructions for these products and without.
  static func eachBuild(_ body: (String) -> Void) {
    let usual = bk_current()
    defer {
      _ = bk_use(usual)
      _ = bk_use_dots(1)
    }
    for level in KernelTests.levels() {
      _ = bk_use(level)
      for dots in bk_use_dots(1) == 1 ? [Int32(1), 0] : [0] {
        _ = bk_use_dots(dots)
        body("build \(level.rawValue), dots \(dots)")
      }
    }
  }

  @Test func `a small product is what a calculation by hand gives`() {
    // Row 1: t = 12.7, s = 0.1, whole numbers 127, -50, 6 (0.56 / 0.1 = 5.6).
    // Row 2: t = 254, s = 2, whole numbers 1 (2.5 / 2 = 1.25), 127, -2 (-3 / 2 = -1.5 becomes -2).
    let a: [Float] = [12.7, -5, 0.56, 2.5, 254, -3]
    let b: (values: [Float], scales: [Float]) = ([0.5, -3, 1, 6, -63.5, 381], [0.5, 3])
    // Columns: 1, 2, -127 times 0.5; -1, 2, 127 times 3.
    // 127 · 1 - 50 · 2 - 6 · 127 = -735; -127 - 100 + 762 = 535; 1 + 254 + 254 = 509; -1 + 254 - 254 = -1.
    let expected: [Float] = [-735 * 0.1 * 0.5, 535 * 0.1 * 3, 509 * 2 * 0.5, -1 * 2 * 3]
    Self.eachBuild { build in
      let found = Self.product(2, 2, 3, a, b, [0, 0, 0, 0])
      for (found, expected) in zip(found, expected) {
        #expect(abs(found - expected) <= 1e-5 * abs(expected), "\(build)")
      }
      let added = Self.product(2, 2, 3, a, b, [1, 1, 1, 1])
      #expect(added[2] == 510 && added[3] == -5, "\(build)")
    }
  }

  @Test func `every build's products are the definition, bit for bit, with and without instructions for them`() {
    let large = [(1, 512, 128), (5, 17, 300), (250, 40, 113), (33, 257, 259), (9, 8, 9_000)]
    let small = (1...24).flatMap { m in [1, 2, 15, 16, 17, 33, 80].map { (m, $0, (m * 7 + $0) % 40 + 1) } }
    for (m, n, k) in small + large {
      var a = KernelTests.numbers(m * k, 1)
      // A row of zeros, and one of numbers that are too small.
      if m > 3 { for inner in 0..<k { (a[k + inner], a[2 * k + inner]) = (0, a[2 * k + inner] * 1e-32) } }
      let (b, c) = (Self.matrix(k, n), KernelTests.numbers(m * n, 3))
      let expected = Self.plain(m, n, k, a, b, c)
      Self.eachBuild { build in
        #expect(Self.product(m, n, k, a, b, c) == expected, "\(m)x\(n)x\(k) of \(build)")
      }
    }
  }

  @Test func `a row does not depend on the others, and one with a number that is not finite gives none that is`() {
    let (n, k) = (40, 37)
    let b = Self.matrix(k, n)
    var a = KernelTests.numbers(30 * k, 1)
    a[4 * k + 5] = .infinity
    a[6 * k + 36] = .nan
    Self.eachBuild { build in
      let all = Self.product(30, n, k, a, b, [Float](repeating: 0, count: 30 * n))
      for row in 0..<30 {
        let one = Self.product(1, n, k, Array(a[row * k..<(row + 1) * k]), b, [Float](repeating: 0, count: n))
        let found = all[row * n..<(row + 1) * n]
        if row == 4 || row == 6 {
          #expect(found.allSatisfy(\.isNaN) && one.allSatisfy(\.isNaN), "\(build)")
        } else {
          #expect(Array(found) == one, "row \(row), \(build)")
        }
      }
    }
  }

  @Test func `what 8 bits change of a product is within half a step of either side`() {
    for (m, n, k) in [(3, 20, 16), (7, 33, 150), (2, 64, 600)] {
      let (a, exact) = (KernelTests.numbers(m * k, 1), KernelTests.numbers(k * n, 2))
      let b = Self.matrix(k, n)
      let found = Self.product(m, n, k, a, b, [Float](repeating: 0, count: m * n))
      for row in 0..<m {
        let left = a[row * k..<(row + 1) * k]
        let step = (left.map(\.magnitude).max() ?? 0) / 127
        for column in 0..<n {
          let right = (0..<k).map { exact[$0 * n + column] }
          let expected = zip(left, right).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
          // |ab - a'b'| <= |a - a'| |b| + |b - b'| |a'|, and |a'| is at most |a| and half a step.
          let bound = zip(left, right).reduce(0.0) {
            $0 + Double(step) / 2 * Double($1.1.magnitude)
              + Double(b.scales[column]) / 2 * Double($1.0.magnitude + step / 2)
          }
          let error = abs(Double(found[row * n + column]) - expected)
          #expect(error <= bound * 1.001, "\(m)x\(n)x\(k)")
          // Errors of all signs: far below the bound.
          #expect(error <= 6 * Double(step + b.scales[column]) * Double(k).squareRoot(), "\(m)x\(n)x\(k)")
        }
      }
    }
  }

  @Test func `a linear map and an embedding with weights in 8 bits`() throws {
    let random = Random(seed: 5)
    var weights = Weights()
    let table = weights.add(
      "table", rows: 9, columns: 18, kind: .rows, initializer: .normal(deviation: 1), random: random)
    let matrix = weights.add("matrix", rows: 18, columns: 20, initializer: .glorot, random: random)
    let bias = weights.add("bias", rows: 1, columns: 20, initializer: .uniform(limit: 1), random: random)
    func output(_ weights: Weights) -> (rows: [Float], output: [Float]) {
      Executor(weights: weights, threads: 1, training: false, seed: 0).map(1) { tape, _ in
        let rows = tape.embedding(table, ids: [3, 8, -1])
        return (rows.toArray(), tape.linear(rows, weight: matrix, bias: bias).toArray())
      }[0]
    }
    let exact = output(weights)
    let quantized = try #require(weights.quantized { _ in false })
    let found = output(quantized)
    #expect(exact.rows != found.rows && exact.output != found.output)
    for (exact, found) in zip(exact.rows, found.rows) { #expect(abs(exact - found) <= 4.0 / 127 / 2) }
    for (exact, found) in zip(exact.output, found.output) { #expect(abs(exact - found) < 0.1) }
    // A negative id is a row of zeros, of which the bias is left.
    #expect(Array(found.output[40...]) == weights.values(bias))
    // A table is what is read of it; a matrix is multiplied as whole numbers.
    let scales = try #require(quantized.entries[matrix.index].scales)
    var expected = (0..<60).map { weights.values(bias)[$0 % 20] }
    expected = Self.plain(3, 20, 18, found.rows, (quantized.values(matrix), scales), expected)
    #expect(found.output == expected)
  }
}
