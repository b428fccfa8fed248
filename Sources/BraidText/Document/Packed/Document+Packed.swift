extension Document {
  /// The layers that are held in few bytes; nil for none.
  package var packed: PackedLayers? { content.annotations.isEmpty ? nil : content.annotations[0].packed }

  /// The document without the layers that are held in few bytes.
  package var withoutPacked: Document {
    guard packed != nil else { return self }
    var document = self
    document.ownAnnotations()
    document.content.annotations[0].packed = nil
    return document
  }

  /// Puts packed layers in the place of layers of these names.
  package mutating func pack(_ layers: PackedLayers) {
    guard !layers.isEmpty else { return }
    ownAnnotations()
    content.annotations[0].pack(layers)
  }

  /// Changes the tags of one layer, which stay packed if they are; nothing where there is no such layer.
  package mutating func changeTags(_ layer: String, _ change: (inout [String?]) -> Void) {
    self.change(layer, \.tags, \.tags.value, change)
  }

  /// The same for their probabilities.
  package mutating func changeTagScores(_ layer: String, _ change: (inout [Double?]) -> Void) {
    self.change(layer, \.tagScores, \.tagScores, change)
  }

  private mutating func change<Codec: PackedCodec>(
    _ layer: String, _ packedLayers: WritableKeyPath<PackedLayers, [String: PackedValues<Codec>]>,
    _ ownLayers: WritableKeyPath<Annotations, [String: [Codec.Element]]>, _ change: (inout [Codec.Element]) -> Void
  ) {
    guard let packed = packed?[keyPath: packedLayers][layer] else {
      guard isAnnotated else { return }
      ownAnnotations()
      if var values = content.annotations[0][keyPath: ownLayers].removeValue(forKey: layer) {
        change(&values)
        content.annotations[0][keyPath: ownLayers][layer] = values
      }
      return
    }
    var values = packed.unpacked()
    change(&values)
    var layers = PackedLayers()
    layers[keyPath: packedLayers][layer] = PackedValues(values)
    pack(layers)
  }

  /// Whether there are tags of a layer.
  package func hasTags(_ layer: String) -> Bool {
    packed?.tags[layer] != nil || withoutPacked.tagLayers.contains(layer)
  }

  /// Whether there are spans of a layer.
  func hasSpans(_ layer: String) -> Bool { packed?.spans[layer] != nil || withoutPacked.spans[layer] != nil }

  /// Takes out the tags and spans of a layer, and what is derived from them.
  mutating func removeTokens(_ layer: String) {
    guard isAnnotated else { return }
    ownAnnotations()
    content.annotations[0].removeTokens(layer)
  }

  /// Takes out the frames.
  mutating func removeFrames() {
    guard isAnnotated else { return }
    ownAnnotations()
    content.annotations[0].frames = nil
    content.annotations[0].packed?.frames = nil
  }

  /// Copies the tags and spans of a layer, and what is derived from them, under another name; they stay packed if they are.
  mutating func copyTokens(_ layer: String, of source: Document, as new: String) {
    var layers = PackedLayers()
    layers.tags[new] = source.packed?.tags[layer]
    layers.tagScores[new] = source.packed?.tagScores[layer]
    layers.spans[new] = source.packed?.spans[layer]
    pack(layers)
    let rest = source.withoutPacked
    if let tags = rest.tags[layer] { self.tags[new] = tags }
    if let scores = rest.tagScores[layer] { tagScores[new] = scores }
    if let alternatives = rest.tagAlternatives[layer] { tagAlternatives[new] = alternatives }
    if let spans = rest.spans[layer] { self.spans[new] = spans }
  }

  /// Copies the frames, which stay packed if they are.
  mutating func copyFrames(of source: Document) {
    if let frames = source.packed?.frames {
      var layers = PackedLayers()
      layers.frames = frames
      pack(layers)
    } else {
      frames = source.frames
    }
  }
}
