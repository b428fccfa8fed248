import BraidTasks
import BraidText
import Testing

@Suite struct WindowTests {
  func document(_ sentences: [Int]) -> Document {
    Document(words: sentences.map { [String](repeating: "a", count: $0) })
  }

  /// Windows of at most 10 tokens, 2 of context.
  func windows(_ sentences: [Int]) -> [DocumentWindow] {
    DocumentWindow.windows(of: document(sentences), index: 0, longest: 10, overlap: 2)
  }

  @Test(arguments: [[], [1], [10], [3, 3, 3, 3], [11], [25], [4, 30, 1], [9, 2, 9], [10, 10], [1, 12], [57, 57]])
  func `windows are small, cover each token once, and read context only where a sentence is cut`(sentences: [Int]) {
    let windows = windows(sentences)
    let count = sentences.reduce(0, +)
    #expect(windows.flatMap(\.kept) == Array(0..<count))
    var ends: Set<Int> = [0]
    for length in sentences { ends.insert((ends.max() ?? 0) + length) }
    for window in windows {
      #expect(window.tokens.count <= 10)
      #expect(window.tokens.lowerBound <= window.kept.lowerBound && window.tokens.upperBound >= window.kept.upperBound)
      #expect(ends.contains(window.kept.lowerBound) == (window.tokens.lowerBound == window.kept.lowerBound))
      #expect(ends.contains(window.kept.upperBound) == (window.tokens.upperBound == window.kept.upperBound))
      #expect(window.isWhole == (count <= 10))
    }
  }

  @Test(arguments: [
    (10, 10, 0..<10, 0..<10), (10, 40, 10..<20, 0..<10), (20, 40, 10..<20, 5..<10), (100, 5, 0..<5, 0..<10),
    (11, 1100, 1095..<1100, 10..<11), (30, 40, 0..<40, 0..<10), (30, 40, 30..<40, 22..<30),
  ])
  func `of a long second text a window reads the part at its own place, ten tokens at most`(
    count: Int, own: Int, tokens: Range<Int>, expected: Range<Int>
  ) {
    var window = windows([1])[0]
    window.tokens = tokens
    #expect(window.second(count, own: own, longest: 10) == expected)
  }

  @Test func `sentences are packed into a window as long as they fit`() {
    #expect(windows([3, 3, 3, 3]).map(\.kept) == [0..<9, 9..<12])
    #expect(windows([4, 30, 1]).first?.kept == 0..<4)
  }
}
