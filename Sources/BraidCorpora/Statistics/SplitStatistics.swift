public import BraidFiles
import BraidText

/// What one split of a corpus holds; labels are told apart by their bytes.
public struct SplitStatistics: Sendable, Equatable, Encodable {
  /// The split's name.
  public var name: String
  /// Documents.
  public var documents = 0
  /// UTF-8 bytes of text.
  public var bytes = 0
  /// Sentences.
  public var sentences = 0
  /// Tokens.
  public var tokens = 0
  /// Different tokens, by their bytes' hash.
  public var distinctTokens: Int { words.count }
  /// Predicates.
  public var frames = 0
  /// Tokens a sentence.
  public var sentenceLengths = LengthStatistics()
  /// Tokens a document, or UTF-8 bytes when it has no tokens.
  public var documentLengths = LengthStatistics()
  /// Document labels by layer and name.
  public var labels: [String: ExactDictionary<Int>] = [:]
  /// Token tags by layer and name; layers with more than `mostTags` different tags, such as lemmas, are only counted.
  public var tags: [String: ExactDictionary<Int>] = [:]
  /// Spans by layer and label.
  public var spans: [String: ExactDictionary<Int>] = [:]
  /// Arguments of predicates by role.
  public var roles = ExactDictionary<Int>()
  /// Documents without a label, by layer that others have.
  public var missingLabels: [String: Int] = [:]
  /// Translations by name.
  public var translations: [String: Int] = [:]
  /// Documents with a prediction, by task; what is predicted is not counted as the layers of the document are.
  public var predictions: [String: Int] = [:]
  /// Documents whose text an earlier one of this split has too.
  public var duplicates = 0
  /// What the reader repaired, truncated or dropped.
  public var ledger = Ledger()

  /// Most different tags of a layer that are counted one by one.
  static let mostTags = 200
  /// The name under which the tags of a larger layer are counted.
  static let otherTags = "*"

  private var words: Set<Int> = []
  /// The number of the first document, from 1, with a label, tag, span label or role, by layer and name.
  private var firstDocuments: [String: ExactDictionary<Int>] = [:]

  /// The number of the first document, from 1, that has a name of a layer; nil when none has.
  func firstDocument(_ layer: String, _ name: String) -> Int? { firstDocuments[layer]?[name] }

  /// An empty split.
  init(name: String) { self.name = name }

  private enum CodingKeys: String, CodingKey {
    case name, documents, bytes, sentences, tokens, distinctTokens, frames, sentenceLengths, documentLengths, labels
    case tags, spans, roles, missingLabels, translations, predictions, duplicates, ledger
  }

  /// Writes every figure by its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(documents, forKey: .documents)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(sentences, forKey: .sentences)
    try container.encode(tokens, forKey: .tokens)
    try container.encode(distinctTokens, forKey: .distinctTokens)
    try container.encode(frames, forKey: .frames)
    try container.encode(sentenceLengths, forKey: .sentenceLengths)
    try container.encode(documentLengths, forKey: .documentLengths)
    try container.encode(labels, forKey: .labels)
    try container.encode(tags, forKey: .tags)
    try container.encode(spans, forKey: .spans)
    try container.encode(roles, forKey: .roles)
    try container.encode(missingLabels, forKey: .missingLabels)
    try container.encode(translations, forKey: .translations)
    try container.encode(predictions, forKey: .predictions)
    try container.encode(duplicates, forKey: .duplicates)
    try container.encode(ledger, forKey: .ledger)
  }

  /// Takes a document into account.
  mutating func add(_ document: Document) {
    documents += 1
    sentences += document.sentences.count
    tokens += document.tokens.count
    for sentence in document.sentences { sentenceLengths.add(sentence.tokens.count) }
    var text = document.text
    text.withUTF8 { bytes in
      self.bytes += bytes.count
      documentLengths.add(document.tokens.isEmpty ? bytes.count : document.tokens.count)
      for token in document.tokens where token.start >= 0 && Int(token.end) <= bytes.count {
        words.insert(Self.hash(UnsafeBufferPointer(rebasing: bytes[token.range])))
      }
    }
    for (layer, names) in document.labels {
      // A layer met for the first time is missing in all documents before.
      if labels[layer] == nil { missingLabels[layer] = documents - 1 }
      for label in names {
        note(label.name, layer, labels[layer])
        labels[layer, default: [:]][label.name, default: 0] += 1
      }
      if names.isEmpty { labels[layer, default: [:]] = labels[layer, default: [:]] }
    }
    for layer in labels.keys where document.labels[layer] == nil { missingLabels[layer, default: 0] += 1 }
    for (layer, values) in document.tags { addTags(layer, values) }
    for (layer, found) in document.spans {
      for span in found {
        note(span.label, layer, spans[layer])
        spans[layer, default: [:]][span.label, default: 0] += 1
      }
    }
    for frame in document.frames ?? [] {
      frames += 1
      for argument in frame.arguments {
        note(argument.role, "roles", roles)
        roles[argument.role, default: 0] += 1
      }
    }
    for name in document.translations.keys { translations[name, default: 0] += 1 }
    for task in document.predictions.keys { predictions[task, default: 0] += 1 }
  }

  /// Keeps the current document as the first one with a name, unless there was one before.
  private mutating func note(_ name: String, _ layer: String, _ known: ExactDictionary<Int>?) {
    if known?[name] == nil { firstDocuments[layer, default: [:]][name] = documents }
  }

  private mutating func addTags(_ layer: String, _ values: [String?]) {
    var counts = tags[layer] ?? [:]
    tags[layer] = nil
    for case let tag? in values {
      if counts[Self.otherTags] != nil, counts.count == 1 {
        counts[Self.otherTags, default: 0] += 1
      } else {
        note(tag, layer, counts)
        counts[tag, default: 0] += 1
        if counts.count > Self.mostTags { counts = [Self.otherTags: counts.reduce(0) { $0 + $1.value }] }
      }
    }
    tags[layer] = counts
  }

  /// A hash of bytes for this process.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    return hasher.finalize()
  }
}
