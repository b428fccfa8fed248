import BraidFiles
import BraidText
import Testing

struct FastPathTests {
  @Test(arguments: [ICUBreaker.Kind.word, .sentence], ["en", "fi", "de", "ja", "th", "el", "sv"])
  func `our machine finds ICU's boundaries in random text`(kind: ICUBreaker.Kind, locale: String) throws {
    let fast = try BoundaryFinder(kind, locale: locale)
    let slow = try BoundaryFinder(kind, locale: locale, fastPath: false)
    #expect(fast.isFast)
    #expect(!slow.isFast)
    var random = SplitMix64(seed: 11)
    for _ in 0..<1500 {
      let text = random.text(upTo: 60)
      #expect(fast.boundaries(of: text) == slow.boundaries(of: text), "\(text.debugDescription)")
    }
  }

  /// Without the scripts that need a dictionary: ICU 72 itself cuts mixtures of them differently in UTF-8 and in UTF-16.
  @Test func `ICU through UText gives the same boundaries and statuses`() throws {
    let fast = try BoundaryFinder(.word, locale: "en")
    let icu = try ICUBreaker(.word, locale: "en")
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let text = random.text(upTo: 40).unicodeScalars.filter {
        !(0xE00...0x1100).contains($0.value) && $0.value < 0x1780
      }
      let bytes = Array(String(String.UnicodeScalarView(text)).utf8)
      bytes.withUnsafeBufferPointer { bytes in
        var ours: [Int] = []
        var theirs: [Int] = []
        fast.forEachSegment(bytes) { end, status in ours += [end, Int(status)] }
        icu.forEachBoundary(utf8: bytes) { end, status in theirs += [end, Int(status)] }
        #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
    }
  }

  @Test func `nothing stands in the way of the fast path with the linked ICU`() throws {
    #expect(FastPathProblem.found == nil)
    #expect(try BoundaryFinder(.word, locale: "fi").fastPathProblem == nil)
    // Not wanted is no problem.
    #expect(try BoundaryFinder(.word, locale: "en", fastPath: false).fastPathProblem == nil)
  }

  @Test(arguments: [ICUBreaker.Kind.word, .sentence])
  func `rules of an unknown layout are not run, and the boundaries stay ICU's`(kind: ICUBreaker.Kind) throws {
    var rules = try ICUBreaker(kind, locale: "en").compiledRules
    // The version of the layout.
    rules[4] = 7
    for rules in [rules, [], Array(rules.prefix(100))] {
      let finder = try BoundaryFinder(kind, locale: "en", compiledRules: rules)
      #expect(finder.fastPathProblem == .unknownLayout(icu: ICU.version))
      try expectICU(finder, kind)
    }
  }

  @Test(arguments: [ICUBreaker.Kind.word, .sentence])
  func `rules that find other boundaries than ICU are not run`(kind: ICUBreaker.Kind) throws {
    var rules = try ICUBreaker(kind, locale: "en").compiledRules
    // A table of states begins with its number, the bytes of a row, and three more words; then come the rows, whose first
    // entry says whether a boundary may follow. Here it may after every state.
    func word(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(rules[offset + $1]) << (8 * $1) } }
    let table = word(16)
    for state in 1..<word(table) { rules[table + 20 + state * word(table + 4)] = 1 }
    let finder = try BoundaryFinder(kind, locale: "en", compiledRules: rules)
    #expect(finder.fastPathProblem == .failedSelfTest(icu: ICU.version))
    #expect(!finder.isFast)
    try expectICU(finder, kind)
  }

  private func expectICU(_ finder: BoundaryFinder, _ kind: ICUBreaker.Kind) throws {
    let text = "Dr. Smith paid $3.50. Isn't it much?"
    #expect(try finder.boundaries(of: text) == BoundaryFinder(kind, locale: "en", fastPath: false).boundaries(of: text))
  }

  @Test(arguments: [
    (FastPathProblem.unknownLayout(icu: "80.1"), "the break rules of ICU 80.1 have an unknown layout"),
    (.failedSelfTest(icu: "80.1"), "the break rules of ICU 80.1 fail the self-test"),
  ])
  func `a problem says what is wrong and what follows`(problem: FastPathProblem, cause: String) {
    #expect("\(problem)" == "segmentation is slower than usual: \(cause); the results are the same")
  }
}
