import BraidCorpora
import BraidText
import BraidVocabularies
import Testing

/// The vectors of `../shared/data`: as many as its README says, with the numbers of the files. Skipped where they are not.
@Suite(.enabled(if: RealCorpus.arePresent, "there is no ../shared/data"))
struct RealVectorsTests {
  private static let glove = RealCorpus.folder + "/vectors/glove.6B.50d.top40k.txt.gz"

  // First and last numbers: Python's `gzip` and `struct`.
  @Test(
    arguments: [
      (glove, 40_000, 50, "the", 0.418, -0.78581), (glove, 40_000, 50, "midwife", -0.045407, 0.32019),
      (RealCorpus.folder + "/vectors/sample.300d.word2vec.bin", 1_995, 300, "the", -0.65276, -0.28969),
      (RealCorpus.folder + "/vectors/sample.300d.word2vec.bin", 1_995, 300, "novel", -0.81905, 0.054813),
    ] as [(String, Int, Int, String, Float, Float)])
  func `a file of vectors is read whole`(
    file: String, count: Int, dimensions: Int, word: String, first: Float, last: Float
  ) throws {
    let vectors = try PretrainedVectors(contentsOf: file, vocabulary: Vocabulary(words: [word]))
    #expect(vectors.fileCount == count)
    #expect(vectors.dimensions == dimensions)
    let vector = try #require(vectors.vector(1).map(Array.init))
    #expect(vector.count == dimensions)
    #expect(abs(vector[0] - first) < 1e-6)
    #expect(abs(vector[dimensions - 1] - last) < 1e-6)
    #expect(try PretrainedVectors.words(contentsOf: file).count == count)
  }

  /// The README says 94.6 % of SST and 96.8 % of EWT, lower-cased.
  @Test(arguments: [
    ("sst/sst2.train.tsv", CorpusFormat.tsv, 126_361, 133_552),
    ("ud-english-ewt/train.conllu.gz", .conllu, 198_030, 204_577),
  ])
  func `the vectors cover as much of a corpus as is said`(
    file: String, format: CorpusFormat, known: Int, all: Int
  ) throws {
    var options = ReadOptions(format: format)
    options.pretokenized = format == .tsv
    let words = try Set(PretrainedVectors.words(contentsOf: Self.glove))
    let tokens = try read([RealCorpus.folder + "/" + file], options).documents.flatMap { $0.words($0.tokens.indices) }
    #expect(tokens.count == all)
    #expect(tokens.count { words.contains($0.lowercased()) } == known)
  }
}
