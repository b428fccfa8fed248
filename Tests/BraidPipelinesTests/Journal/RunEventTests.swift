import BraidPipelines
import Foundation
import Testing

@Suite struct RunEventTests {
  /// What lines of `events.jsonl` look like: members in order, one of them named after what happened.
  static let lines = [
    #"{"stage":"model","started":{"reason":{"notRunYet":{}},"verb":"train"},"time":1.5}"#,
    #"{"stage":"model","started":{"reason":{"upstreamRuns":{"stage":"words"}},"verb":"train"},"time":1.5}"#,
    #"{"stage":"words","time":2,"unchanged":{"summary":"9 entries","verb":"vocabulary"}}"#,
    #"{"progress":{"documents":64,"share":0.25},"stage":"words","time":2}"#,
    #"{"stage":"model","time":3,"training":{"event":{"checkpoint":{"path":"a/b","step":7}}}}"#,
    #"{"stage":"model","time":3,"training":{"event":{"stoppedEarly":{"best":50,"step":7,"task":"pos"}},"variant":{"alone":{"task":"pos"}}}}"#,
    #"{"stage":"model","time":3,"training":{"event":{"warning":{"warning":{"notScored":{"task":"pos"}}}}}}"#,
    #"{"stage":"model","time":3,"training":{"event":{"recovered":{"backTo":1,"rate":"nan","step":7}}}}"#,
    #"{"failed":{"advice":"Do that.","reason":"it is so"},"stage":"model","time":4}"#,
    #"{"failed":{"reason":"it is so"},"stage":"model","time":4}"#,
    #"{"finished":{"peakMemory":1024,"seconds":0.5,"summary":"done"},"stage":"model","time":4}"#,
  ]

  @Test(arguments: lines)
  func `an event is the same after it was read from its line`(line: String) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let event = try decoder.decode(RunEvent.self, from: Data(line.utf8))
    #expect(event.jsonLine == line)
  }

  @Test(arguments: [
    (RunReason.notRunYet, "has not run yet"), (.otherVersion, "another version of Braid ran it"),
    (.upstreamRuns(stage: "words"), "stage `words` runs"),
    (.missing(file: "a/b"), "a/b is missing"), (.changed(what: "the seed is 2, was 1"), "the seed is 2, was 1"),
  ])
  func `a reason has a text`(reason: RunReason, text: String) { #expect(reason.text == text) }
}
