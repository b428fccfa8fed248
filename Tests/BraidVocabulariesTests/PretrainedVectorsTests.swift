import BraidVocabularies
import Foundation
import Testing

@Suite struct PretrainedVectorsTests {
  let vocabulary = Vocabulary(words: ["the", "Cat", "dog", "New York", "é"])

  /// Calls `body` with the path of a file that goes away afterwards.
  func withFile<Result>(_ bytes: some Sequence<UInt8>, _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("braid-vectors-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  func read(_ text: String, _ format: VectorFormat = .automatic, lowercase: Bool = false) throws -> PretrainedVectors {
    try withFile(text.utf8) {
      try PretrainedVectors(contentsOf: $0, format: format, vocabulary: vocabulary, lowercase: lowercase)
    }
  }

  @Test(arguments: [
    ("the 1 -2.5 3e-1\ncat 4 5 6\né 7 8 9\n", VectorFormat.automatic),
    ("the 1 -2.5 .3\r\ncat 4 5 6\r\né 7 8 9", .glove),
    ("3 3\nthe 1 -2.5 0.3\ncat 4 5 6\né 7 8 9\n", .automatic),
    ("3 3\nthe 1 -2.5 0.3 \ncat 4 5 6 \né 7 8 9 \n", .fasttext),
  ])
  func `text formats give the vectors of known words`(_ text: String, _ format: VectorFormat) throws {
    let vectors = try read(text, format)
    #expect(vectors.dimensions == 3)
    #expect(vectors.fileCount == 3)
    #expect(vectors.knownCount == 2)
    #expect(vectors.vector(1).map(Array.init) == [1, -2.5, 0.3])
    #expect(vectors.vector(5).map(Array.init) == [7, 8, 9])
    #expect(vectors.vector(2) == nil)
    #expect(vectors.learns(.freeze) == [true, false, true, true, true, false])
    #expect(vectors.learns(.tuneKnown) == [false, true, false, false, false, true])
    #expect(vectors.learns(.tune) == [Bool](repeating: true, count: 6))
    let table = vectors.table { id, dimension in Float(id) * 100 + Float(dimension) }
    #expect(table.count == 18)
    #expect(Array(table[3..<9]) == [1, -2.5, 0.3, 200, 201, 202])
  }

  @Test func `the words of a file come in its order, whatever the format`() throws {
    #expect(
      try withFile("the 1 2\nNew York 3 4\n".utf8) { try PretrainedVectors.words(contentsOf: $0) } == [
        "the", "New York",
      ])
    #expect(try withFile("2 1\nb 1\na 2\n".utf8) { try PretrainedVectors.words(contentsOf: $0) } == ["b", "a"])
    let binary = Array("2 1\n".utf8) + Array("b ".utf8) + [0, 0, 128, 63] + Array("a ".utf8) + [0, 0, 0, 64]
    #expect(try withFile(binary) { try PretrainedVectors.words(contentsOf: $0) } == ["b", "a"])
    #expect(throws: VocabularyError.self) { try withFile([]) { try PretrainedVectors.words(contentsOf: $0) } }
  }

  @Test func `a word may hold spaces; the first of two vectors counts`() throws {
    let vectors = try read("the 1 2\nNew York 3 4\nthe 5 6\n")
    #expect(vectors.vector(4).map(Array.init) == [3, 4])
    #expect(vectors.vector(1).map(Array.init) == [1, 2])
  }

  @Test(arguments: ["cat 1 2\nCat 3 4\n", "Cat 3 4\ncat 1 2\n"])
  func `a word takes its own vector before that of its lower-case form`(_ text: String) throws {
    let both = try read(text, lowercase: true)
    #expect(both.vector(2).map(Array.init) == [3, 4])
    #expect(try read("cat 1 2\n", lowercase: true).vector(2).map(Array.init) == [1, 2])
    #expect(try read("cat 1 2\n").knownCount == 0)
  }

  @Test(arguments: [true, false])
  func `word2vec binary is read with and without line feeds`(_ feeds: Bool) throws {
    var bytes = Array("2 3\n".utf8)
    for (word, values) in [("xyz", [Float(0.5), 1, 2]), ("dog", [-1, 0.25, 1e-3])] {
      bytes += Array(word.utf8) + [32]
      for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
      if feeds { bytes.append(10) }
    }
    for format in [VectorFormat.automatic, .word2vecBinary] {
      let vectors = try withFile(bytes) {
        try PretrainedVectors(contentsOf: $0, format: format, vocabulary: vocabulary)
      }
      #expect(vectors.vector(3).map(Array.init) == [-1, 0.25, 1e-3])
      #expect(vectors.knownCount == 1)
    }
    let cut = bytes.dropLast(4)
    let error = try withFile(cut) { path in
      #expect(throws: VocabularyError.self) { try PretrainedVectors(contentsOf: path, vocabulary: vocabulary) }
    }
    guard case .badBinary = error else { throw try #require(error) }
  }

  @Test(arguments: [
    ("the 1 2\ncat 3\n", ":2:"), ("the 1 2\ndog 3 x\n", ":2:7:"), ("the 1 2\ndog 3 nan\n", ":2:7:"), ("the\n", ":1:"),
    ("2 0\nthe\n", ":2:"),
  ])
  func `a bad line is named with line and column`(_ text: String, _ place: String) throws {
    let error = #expect(throws: VocabularyError.self) { try read(text) }
    let description = try #require(error?.errorDescription)
    #expect(description.contains(place), "\(description)")
  }

  @Test func `an empty file, a missing one and a folder are errors`() throws {
    #expect(throws: VocabularyError.self) { try read("") }
    for path in ["/nonexistent/vectors", "/tmp"] {
      let error = #expect(throws: VocabularyError.self) {
        try PretrainedVectors(contentsOf: path, vocabulary: vocabulary)
      }
      #expect(error?.errorDescription?.hasPrefix(path) == true)
    }
  }
}
