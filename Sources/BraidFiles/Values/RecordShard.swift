/// One of several parts of a corpus, record by record: `3/16` has the records 3, 19, 35, … of all that is read.
///
/// Which records those are depends on nothing but their places, so that a shard that is run again is the same.
package struct RecordShard: Sendable, Hashable, CustomStringConvertible {
  /// The most shards of one corpus.
  package static let mostShards = 65_536

  /// Which one it is, `1...count`.
  package let number: Int
  /// How many there are.
  package let count: Int

  /// A shard; nil for a number outside of `1...count`, or more than 65,536 shards.
  package init?(number: Int, count: Int) {
    guard 1...Self.mostShards ~= count, 1...count ~= number else { return nil }
    self.number = number
    self.count = count
  }

  /// A shard as it is written, `NUMBER/COUNT`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      parts.allSatisfy({ $0.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } })
    else { return nil }
    self.init(number: number, count: count)
  }

  /// As it is written.
  package var description: String { "\(number)/\(count)" }

  /// Whether a record is in the shard; the first record is 0.
  package func holds(_ record: Int) -> Bool { record % count == number - 1 }

  /// How many of the first `records` records are in the shard.
  package func share(of records: Int) -> Int { (records + count - number) / count }

  /// What is wrong with files that should be the shards of one corpus, each once; nil when nothing is.
  package static func problem(
    _ files: [(file: String, shard: RecordShard)]
  ) -> (file: String, found: String, expected: String)? {
    guard let first = files.first else { return nil }
    var seen: [Int: String] = [:]
    for (file, shard) in files {
      guard shard.count == first.shard.count else {
        return (file, "shard \(shard)", "one of \(first.shard.count) shards, as \(first.file) is")
      }
      if let other = seen[shard.number] {
        return (file, "shard \(shard), which is \(other) too", "each shard once")
      }
      seen[shard.number] = file
    }
    let missing = (1...first.shard.count).filter { seen[$0] == nil }
    guard !missing.isEmpty else { return nil }
    let named = missing.prefix(8).map { "\($0)/\(first.shard.count)" }.joined(separator: ", ")
    let found = "\(files.count) of \(first.shard.count) shards"
    return (first.file, found, "also \(named)\(missing.count > 8 ? ", …" : "")")
  }
}
