/// What an encoder has to know of a frozen model whose states are features of the words that it reads.
///
/// The model reads words with a `FeatureExtractor` itself: the extractor, which holds one, knows no more of it than this.
protocol StateSource: Sendable {
  /// A digest of everything that decides its states.
  var fingerprint: String { get }
  /// Number of LSTM layers.
  var depth: Int { get }
  /// Floats of a layer's state.
  var width: Int { get }
}

extension StateSource {
  /// LSTM layers that are read, the first being 1.
  func layers(_ layers: ContextualOptions.Layers) -> ClosedRange<Int> {
    (layers == .top ? depth : 1)...depth
  }
}
