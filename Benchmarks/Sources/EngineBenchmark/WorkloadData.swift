import Foundation

/// The synthetic batches that `data.py` of the peers writes: little-endian 32-bit integers.
struct WorkloadData {
  /// 1, 2 or 3.
  let workload: Int
  let vocabulary: Int
  let batches: [[Sentence]]

  /// Tokens of a batch as the peers count them: of w3 also the target steps with the end mark.
  func tokens(_ batch: [Sentence]) -> Int {
    batch.reduce(0) { $0 + $1.ids.count + (workload == 3 ? $1.target.count + 1 : 0) }
  }

  /// - Throws: `BenchmarkError` when the file is not one of `data.py`.
  init(contentsOf path: String, limit: Int) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let numbers = data.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)) }
    }
    guard numbers.count >= 5, numbers[0] == 0x4e4c_5031, (1...3).contains(numbers[1]) else {
      throw BenchmarkError.notAWorkload(path)
    }
    workload = Int(numbers[1])
    vocabulary = Int(numbers[2])
    var position = 5
    func take(_ count: Int) throws -> [Int32] {
      guard count >= 0, position + count <= numbers.count else { throw BenchmarkError.truncated(path) }
      defer { position += count }
      return Array(numbers[position..<position + count])
    }
    var batches: [[Sentence]] = []
    for _ in 0..<min(limit, Int(numbers[4])) {
      var batch: [Sentence] = []
      for _ in 0..<numbers[3] {
        var sentence = Sentence(ids: try take(Int(try take(1)[0])))
        switch workload {
        case 1: sentence.labels = try take(2)
        case 2:
          sentence.tags = try take(sentence.ids.count)
          sentence.labels = try take(1)
        default: sentence.target = try take(Int(try take(1)[0]))
        }
        batch.append(sentence)
      }
      batches.append(batch)
    }
    self.batches = batches
  }
}
