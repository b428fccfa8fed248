import CKernels
import Foundation
import Testing

/// The plain definitions of the kernels, and every build held to them.
@Suite(.serialized) struct KernelTests {
  static func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    }
  }

  /// `C + A B`, one chain of fused multiply-adds in the order of k for each element.
  static func plainProduct(_ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ b: [Float], _ c: [Float]) -> [Float] {
    var c = c
    for row in 0..<m {
      for column in 0..<n {
        var sum = c[row * n + column]
        for inner in 0..<k { sum = sum.addingProduct(a[row * k + inner], b[inner * n + column]) }
        c[row * n + column] = sum
      }
    }
    return c
  }

  static func product(_ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ b: [Float], _ c: [Float]) -> [Float] {
    var c = c
    var packed = [Float](repeating: .nan, count: bk_packed_size(k, n))
    var work = [Float](repeating: .nan, count: bk_gemm_work())
    bk_pack(b, n, 1, k, n, &packed)
    bk_gemm(m, n, k, a, k, packed, &c, n, 1, nil, &work)
    return c
  }

  static func transposedProduct(_ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ b: [Float], _ c: [Float]) -> [Float] {
    var c = c
    var work = [Float](repeating: .nan, count: bk_gemm_work())
    var transposed = a
    for row in 0..<m { for inner in 0..<k { transposed[inner * m + row] = a[row * k + inner] } }
    bk_gemm_tn(m, n, k, transposed, m, nil, b, n, &c, n, 1, &work)
    return c
  }

  static func levels() -> [bk_level] { [BK_AVX512, BK_AVX2, BK_NEON, BK_PORTABLE].filter { bk_use($0) == 1 } }

  @Test func `every build's products are the plain chain of fused multiply-adds, bit for bit`() {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    let large = [
      (1, 512, 128), (5, 17, 300), (16, 1024, 256), (33, 100, 513), (130, 48, 70), (121, 257, 259), (30, 600, 260),
      (123, 2065, 5),
    ]
    let small = (1...40).flatMap { m in [1, 2, 7, 15, 16, 17, 31, 33, 40].map { (m, $0, (m * 7 + $0) % 40 + 1) } }
    for (m, n, k) in small + large {
      let a = Self.numbers(m * k, 1)
      let b = Self.numbers(k * n, 2)
      let c = Self.numbers(m * n, 3)
      let expected = Self.plainProduct(m, n, k, a, b, c)
      for level in Self.levels() {
        _ = bk_use(level)
        #expect(Self.product(m, n, k, a, b, c) == expected, "\(m)x\(n)x\(k) of build \(level.rawValue)")
        #expect(Self.transposedProduct(m, n, k, a, b, c) == expected, "\(m)x\(n)x\(k), A transposed")
      }
    }
  }

  @Test func `packing a transpose is packing the transposed matrix`() {
    for (k, n) in [(3, 5), (16, 16), (17, 33), (300, 40)] {
      let b = Self.numbers(k * n, 4)
      var transposed = b
      for row in 0..<k { for column in 0..<n { transposed[column * k + row] = b[row * n + column] } }
      var first = [Float](repeating: .nan, count: bk_packed_size(k, n))
      var second = first
      bk_pack(b, n, 1, k, n, &first)
      bk_pack(transposed, 1, k, k, n, &second)
      #expect(first == second)
    }
  }

  @Test
  func
    `the exponential is good to 1e-6 relative, tanh and logistic function to 2e-7 absolute, the same in every build`()
  {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    let x = Self.numbers(4_003, 7).map { $0 * 20 } + [0, -0.0, 1e-20, 88, -87, 100, -100]
    func all(_ function: (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void) -> [[Float]] {
      Self.levels().map { level in
        _ = bk_use(level)
        var y = x
        function(x.count, x, &y)
        return y
      }
    }
    let cases: [([[Float]], (Double) -> Double, relative: Double, absolute: Double)] = [
      (all { bk_exp($0, $1, $2) }, { exp($0) }, 1e-6, 2e-38),
      (all { bk_tanh($0, $1, $2) }, { tanh($0) }, 1e-6, 2e-7),
      (all { bk_sigmoid($0, $1, $2) }, { 1 / (1 + exp(-$0)) }, 0, 2e-7),
    ]
    for (values, reference, relative, absolute) in cases {
      #expect(values.allSatisfy { $0 == values[0] })
      for (x, y) in zip(x, values[0]) {
        let expected = reference(Double(x))
        if expected > Double(Float.greatestFiniteMagnitude) {
          #expect(y == .infinity)
        } else {
          #expect(abs(Double(y) - expected) <= relative * expected.magnitude + absolute, "at \(x)")
        }
      }
    }
  }

  @Test func `gates, optimizers and sums give the same bits in every build, at every width`() {
    let usual = bk_current()
    defer { _ = bk_use(usual) }
    for units in [1, 5, 8, 13, 16] {
      let rows = 3
      let results = Self.levels().map { level -> [[Float]] in
        _ = bk_use(level)
        var gates = Self.numbers(rows * 4 * units, 1)
        let previous = Self.numbers(rows * units, 2)
        var cells = previous
        var tanhs = previous
        var states = previous
        bk_gates_forward(BK_LSTM, rows, units, &gates, previous, &cells, &tanhs, &states, units)
        var cellGradients = Self.numbers(rows * units, 3)
        bk_gates_backward(BK_LSTM, rows, units, &gates, previous, tanhs, states, units, &cellGradients)
        var parameters = Self.numbers(rows * units, 4)
        var first = previous.map { $0 * 0.1 }
        var second = previous.map { $0 * $0 }
        var options = bk_adam_options(
          rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, correction1: 0.5, correction2: 0.4, l2: 0.01,
          decay: 0.02, nesterov: 1)
        bk_adam(parameters.count, &parameters, &first, &second, states, 0.7, &options)
        var soft = previous
        bk_softmax(rows, units, previous, units, &soft, units, nil)
        return [
          gates, cells, states, cellGradients, parameters, first, second, soft, [Float(bk_dot(units, cells, states))],
        ]
      }
      #expect(results.allSatisfy { $0 == results[0] })
    }
  }
}
