import BraidFiles
import Testing

@Suite struct RecordShardTests {
  @Test(arguments: [
    "", "1", "0/3", "4/3", "1/0", "-1/3", "+1/3", "1/3/5", "a/b", "1/65537", " 1/3", "1/99999999999999999999",
  ])
  func `what is no shard is refused`(_ text: String) { #expect(RecordShard(text) == nil) }

  @Test func `every record is in one shard, and each shard knows how many it has`() throws {
    for count in [1, 2, 7, 16] {
      let shards = try (1...count).map { try #require(RecordShard("\($0)/\(count)")) }
      for records in [0, 1, 6, 7, 8, 100] {
        for record in 0..<records { #expect(shards.count { $0.holds(record) } == 1) }
        for shard in shards { #expect(shard.share(of: records) == (0..<records).count { shard.holds($0) }) }
      }
    }
  }

  @Test func `what is missing, there twice or of another number of shards is said`() throws {
    func problem(_ shards: String...) throws -> String? {
      let files = try shards.enumerated().map { (file: "f\($0)", shard: try #require(RecordShard($1))) }
      return RecordShard.problem(files).map { "\($0.file): \($0.found); \($0.expected)" }
    }
    #expect(try problem("2/3", "1/3", "3/3") == nil)
    #expect(try problem("2/3", "3/3") == "f0: 2 of 3 shards; also 1/3")
    #expect(try problem("2/3", "3/3", "2/3") == "f2: shard 2/3, which is f0 too; each shard once")
    #expect(try problem("1/2", "2/3") == "f1: shard 2/3; one of 2 shards, as f0 is")
    #expect(try problem("5/12")?.hasSuffix("also 1/12, 2/12, 3/12, 4/12, 6/12, 7/12, 8/12, 9/12, …") == true)
  }
}
