import BraidFiles

/// A span as annotation tools give it: by offsets into the text.
struct CharacterSpan {
  /// The offsets, in the unit of the file.
  var offsets: Range<Int>
  /// The label.
  var label: String
  /// How sure a model was of it.
  var score: Double?
  /// What the file says stands there.
  var text: String?

  init(_ offsets: Range<Int>, label: String, score: Double? = nil, text: String? = nil) {
    self.offsets = offsets
    self.label = label
    self.score = score
    self.text = text
  }

  /// Reads `[start, end, label]`, or an object with `start` and `end` or `start_offset` and `end_offset`, and `label` or
  /// `labels`; nil for anything else.
  init?(_ value: JSONValue) {
    var values: [JSONValue?] = []
    if case .array(let elements) = value {
      values = elements
    } else {
      var label = value["label"]
      if case .array(let labels) = value["labels"] ?? .null { label = labels.first }
      values = [value["start"] ?? value["start_offset"], value["end"] ?? value["end_offset"], label]
    }
    let texts = values.map { $0?.scalar ?? "" }
    guard texts.count == 3, let start = Int(texts[0]), let end = Int(texts[1]), start <= end, !texts[2].isEmpty else {
      return nil
    }
    self.init(start..<end, label: texts[2])
    if case .object = value { score = value["score"]?.number }
    if case .object = value { text = value["text"]?.scalar ?? value["trigger"]?.scalar }
  }
}
