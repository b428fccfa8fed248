import BraidTasks
import BraidTraining
import Foundation
import Testing

@Suite struct EncodedExamplesTests {
  static let examples = [
    Example(words: [1, 2, 3], forms: [7, 8, 9], sentences: [1, 2], targets: [[5], nil, []]),
    Example(words: [-1], hashes: [-471_309_919], sentences: [1], targets: [nil, [1, 2, 3, 4], nil]),
    Example(words: (0..<1000).map { Int32($0 * 77) }, sentences: [1000]),
  ]

  private func withPath(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "braid-\(UUID().uuidString).examples"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func `examples come back as they were, from memory and from a mapped file`() throws {
    let inMemory = EncodedExamples(Self.examples)
    #expect(Array(inMemory) == Self.examples)
    #expect(inMemory.lengths == [3, 1, 1000])
    try withPath { path in
      let writer = try ExampleWriter(path)
      for example in Self.examples { try writer.add(example) }
      #expect(!FileManager.default.fileExists(atPath: path))
      try writer.close()
      let mapped = try EncodedExamples(contentsOf: path)
      #expect(Array(mapped) == Self.examples)
      #expect(mapped.lengths == inMemory.lengths)
    }
  }

  @Test func `no examples are examples too`() {
    #expect(EncodedExamples([Example]()).isEmpty)
  }

  @Test func `a file that was cut off, or is another, is refused`() throws {
    try withPath { path in
      let writer = try ExampleWriter(path)
      for example in Self.examples { try writer.add(example) }
      try writer.close()
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      for bytes in [whole.dropLast(4), whole.prefix(10), Data("no examples at all".utf8)] {
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: TrainingError.badExamples(path: path, reason: "not a file of examples")) {
          try EncodedExamples(contentsOf: path)
        }
      }
    }
  }

  @Test func `whatever number of a file is another one, it is refused, or its examples can be read`() throws {
    try withPath { path in
      let writer = try ExampleWriter(path)
      for example in Self.examples.prefix(2) { try writer.add(example) }
      try writer.close()
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      var outcomes = (read: 0, refused: 0)
      for place in stride(from: 0, to: whole.count, by: 4) {
        for number in [Int32.min, -2, -1, 0, 1, 5, 100, .max] {
          var bytes = whole
          withUnsafeBytes(of: number) { bytes.replaceSubrange(place..<place + 4, with: $0) }
          try bytes.write(to: URL(fileURLWithPath: path))
          do {
            let examples = try EncodedExamples(contentsOf: path)
            #expect(Array(examples).count == 2)
            outcomes.read += 1
          } catch TrainingError.badExamples {
            outcomes.refused += 1
          }
        }
      }
      #expect(outcomes.read > 50 && outcomes.refused > 50, "\(outcomes)")
    }
  }

  @Test func `a writer that is let go leaves no file`() throws {
    try withPath { path in
      do {
        let writer = try ExampleWriter(path)
        try writer.add(Self.examples[0])
      }
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(!FileManager.default.fileExists(atPath: path + ".braid-temporary"))
    }
  }
}
