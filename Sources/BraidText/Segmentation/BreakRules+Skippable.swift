extension BreakRules {
  /// Finds bytes over which the machine need not be run one by one.
  ///
  /// Within a word, whatever letters and digits came before, the state after the next one depends on that one only; so it
  /// does within a sentence for everything but what may end one. In a stretch of such skippable bytes the machine can
  /// go to the last byte at once. Which bytes those are follows from the rules themselves: a set of bytes such that
  /// from the state after any of them, each leads to a state of its own, which accepts.
  ///
  /// - Returns: For each of 128 bytes the row it leads to, or `unskippable`.
  static func skippableTargets(_ rows: [UInt16], _ categories: [UInt8], start: Int) -> [UInt16] {
    func next(_ row: Int, _ byte: Int) -> Int { Int(rows[row + head + Int(categories[byte])]) }
    let letter = 0x61
    let seed = next(next(start, letter), letter)
    guard seed != 0 else { return [UInt16](repeating: unskippable, count: 128) }
    let target = (0..<128).map { next(seed, $0) }
    var members = (0..<128).filter { target[$0] != 0 && rows[target[$0]] == 1 }
    while true {
      // Bytes that break the rule with others; the one that does so most often goes first.
      var faults = [Int](repeating: 0, count: 128)
      for first in members {
        for second in members where next(target[first], second) != target[second] {
          faults[first] += 1
          faults[second] += 1
        }
      }
      guard let worst = members.max(by: { faults[$0] < faults[$1] }), faults[worst] > 0 else { break }
      members.removeAll { $0 == worst }
    }
    var skippable = [UInt16](repeating: unskippable, count: 128)
    for byte in members { skippable[byte] = UInt16(target[byte]) }
    return skippable
  }
}
