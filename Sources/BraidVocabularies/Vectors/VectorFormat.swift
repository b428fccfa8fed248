/// A format of pretrained word vectors.
public enum VectorFormat: String, CaseIterable, Sendable {
  /// Found out from the first bytes.
  case automatic
  /// One word a line, then its numbers, separated by spaces; no header.
  case glove
  /// As `glove`, after a line with the number of words and of dimensions.
  case word2vec
  /// The same header, then for each word its bytes, a space and little-endian 32-bit floats.
  case word2vecBinary = "word2vec-binary"
  /// fastText's `.vec`, which is `word2vec`.
  case fasttext
}
