import BraidFiles
import Testing

@Suite struct ValueTests {
  /// From the test suite of the FNV authors, <http://www.isthe.com/chongo/tech/comp/fnv/>.
  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
  ])
  func `the hash is FNV-1a`(_ text: String, _ hash: String) {
    #expect(String(StableHash(text.utf8).value, radix: 16) == hash)
  }

  @Test func `a text's hash says where it ends`() {
    #expect(StableHash.hexadecimal("ab", "c") != StableHash.hexadecimal("a", "bc"))
    #expect(StableHash.hexadecimal("ab", "c") == StableHash.hexadecimal("ab", "c"))
  }

  /// The first numbers of `splitmix64.c` by Sebastiano Vigna, <https://prng.di.unimi.it/splitmix64.c>.
  @Test func `random numbers are SplitMix64's`() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func `evenly drawn numbers stay in their range, and shuffling keeps the elements`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1000 {
      #expect((0..<1).contains(random.uniform()))
      #expect((0..<7).contains(random.index(below: 7)))
    }
    var elements = Array(0..<100)
    random.shuffle(&elements)
    #expect(elements != Array(0..<100))
    #expect(elements.sorted() == Array(0..<100))
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func `thousands are kept apart`(_ number: Int, _ text: String) {
    #expect(number.grouped == text)
  }

  @Test(arguments: [
    (0, "token", "0 tokens"), (1, "token", "1 token"), (2, "token", "2 tokens"), (1234, "entry", "1,234 entries"),
    (1, "entry", "1 entry"), (2, "day", "2 days"),
  ])
  func `one thing is named in the singular, any other number in the plural`(
    number: Int, thing: String, text: String
  ) {
    #expect(number.counted(thing) == text)
    #expect(text.hasSuffix(" " + number.noun(thing)))
  }

  @Test(arguments: [
    (0.4, 0), (-2.5, -3), (1e15 + 0.6, 1_000_000_000_000_001), (9.3e18, Int.max), (-.infinity, .min), (1e308, .max),
    (.nan, 0),
    (-9_223_372_036_854_775_808, .min), (9_223_372_036_854_775_808, .max),
  ])
  func `a number from anywhere is the nearest whole one that there is`(value: Double, number: Int) {
    #expect(Int(saturating: value) == number)
  }

  @Test func `a duration is given in seconds`() {
    #expect(Duration.milliseconds(1500).seconds == 1.5)
  }
}
