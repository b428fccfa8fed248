import Synchronization

/// Word or sentence boundaries of UTF-8 text: ICU's, found the fastest way that is known to be right.
final class Boundaries {
  /// The longest run handed to ICU's dictionaries at once, in bytes; a single segment may be longer.
  private static let longestRun = 1 << 16

  private let icu: ICUBreaker
  /// ICU's rules for our own machine; nil where they cannot be had or failed the self-test.
  private let rules: BreakRules?
  private var units: [UInt16] = []
  /// Byte offset of each UTF-16 code unit in its run, and of the end.
  private var offsets: [Int32] = []

  /// Ends and statuses of the segments that ICU was last asked for.
  private var answers: [(end: Int, status: Int32)] = []

  /// Why our own machine is not at work though it is wanted; nil when it is.
  let problem: FastPathProblem?

  /// Whether our own machine is at work.
  var isFast: Bool { rules != nil }

  /// Opens the rules of a locale and tests the fast path against ICU.
  ///
  /// - Parameters:
  ///   - kind: What to find.
  ///   - locale: BCP 47 language tag.
  ///   - fastPath: Whether our own machine is wanted.
  ///   - compiledRules: What it runs; nil for the linked ICU's own, everything else is for tests.
  /// - Throws: What opening ICU's rules throws.
  init(
    _ kind: ICUBreaker.Kind, locale: String, fastPath: Bool, compiledRules: [UInt8]? = nil
  ) throws(TextError) {
    icu = try ICUBreaker(kind, locale: locale)
    guard fastPath else {
      (rules, problem) = (nil, nil)
      return
    }
    (rules, problem) = Self.tested(compiledRules ?? icu.compiledRules, icu)
  }

  /// ICU's compiled rules that this process has read, and why they can't be had: reading and testing takes milliseconds, and a
  /// corpus may be a thousand files.
  private static let known = Mutex<[[UInt8]: (rules: BreakRules?, problem: FastPathProblem?)]>([:])

  /// Reads compiled rules and tests them against ICU, the first time that they are met.
  private static func tested(
    _ compiled: [UInt8], _ icu: ICUBreaker
  ) -> (rules: BreakRules?, problem: FastPathProblem?) {
    if let result = known.withLock({ $0[compiled] }) { return result }
    var result: (rules: BreakRules?, problem: FastPathProblem?) = (nil, .unknownLayout(icu: ICU.version))
    if let candidate = BreakRules(compiled: compiled) {
      result = SelfTest.passes(candidate, icu) ? (candidate, nil) : (nil, .failedSelfTest(icu: ICU.version))
    }
    // Threads that come at once find the same.
    known.withLock { $0[compiled] = result }
    return result
  }

  /// Calls `body` with every segment of the text in order.
  ///
  /// - Parameters:
  ///   - bytes: Well-formed UTF-8.
  ///   - body: Takes the bytes of a segment, ICU's rule status, and whether the end of the text may have decided its end.
  @inline(__always)
  func forEachSegment(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (_ range: Range<Int>, _ status: Int32, _ reachedEnd: Bool) -> Void
  ) {
    guard !bytes.isEmpty else { return }
    // What ICU was asked for, handed out one by one, so that `body` has a single caller and is inlined there.
    answers.removeAll(keepingCapacity: true)
    var answered = 0
    var answersReachEnd = false
    if rules == nil { ask(bytes, 0..<bytes.count) }
    (rules ?? .none).withMachine { machine in
      var position = 0
      while position < bytes.count {
        let segment: BreakRules.Segment
        if answered < answers.count {
          let answer = answers[answered]
          answered &+= 1
          segment = BreakRules.Segment(
            end: answer.end, status: answer.status, needsDictionary: false,
            reachedEnd: answersReachEnd || answer.end == bytes.count)
        } else if bytes[position] == 0x20, position &+ 1 < bytes.count, machine.endsSpace[Int(bytes[position &+ 1])] {
          segment = BreakRules.Segment(
            end: position &+ 1, status: machine.spaceStatus, needsDictionary: false, reachedEnd: false)
        } else {
          segment = machine.segment(bytes, at: position)
          if segment.needsDictionary {
            let run = dictionaryRun(machine, bytes, from: position, first: segment)
            ask(bytes, position..<run.end)
            answered = 0
            answersReachEnd = run.reachedEnd
            continue
          }
        }
        body(Range(uncheckedBounds: (position, segment.end)), segment.status, segment.reachedEnd)
        position = segment.end
      }
    }
  }

  /// The end of the segments from `start` on that want a dictionary.
  @inline(never)
  private func dictionaryRun(
    _ machine: BreakMachine, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, first: BreakRules.Segment
  ) -> (end: Int, reachedEnd: Bool) {
    var end = first.end
    var reachedEnd = first.reachedEnd
    while end < bytes.count, end - start < Self.longestRun {
      let next = machine.segment(bytes, at: end)
      guard next.needsDictionary else { break }
      end = next.end
      reachedEnd = reachedEnd || next.reachedEnd
    }
    return (end, reachedEnd)
  }

  /// Asks ICU for the segments of `range`, through UTF-16, which it reads faster than UTF-8; fills `answers`.
  @inline(never)
  private func ask(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    answers.removeAll(keepingCapacity: true)
    UTF16Transcoder.transcode(bytes, range, units: &units, offsets: &offsets)
    units.withUnsafeBufferPointer { units in
      offsets.withUnsafeBufferPointer { offsets in
        icu.forEachBoundary(utf16: units) { end, status in
          answers.append((range.lowerBound + Int(offsets[end]), status))
        }
      }
    }
    // Should ICU refuse, the run is one segment: nothing may be lost, and the walk has to continue.
    if answers.last?.end != range.upperBound { answers.append((range.upperBound, 0)) }
  }
}
