import BraidText
import BraidVocabularies

/// The score on the documents of one sort.
public struct ScoreSlice: Sendable, Equatable, Codable {
  /// The sort, such as `1–10 tokens`.
  public var name: String
  /// Its documents that count.
  public var documents: Int
  /// Their score.
  public var score: TaskScore
}

/// Sorts documents by length and by whether the model knows their words.
public struct DocumentSorts: Sendable {
  private let words: Vocabulary
  private let lowercase: Bool

  /// Sorts for a model.
  ///
  /// - Parameter model: whose vocabulary is looked into.
  public init(_ model: JointModel) {
    words = model.features.words
    lowercase = model.encoder.options.lowercase
  }

  /// Fewest tokens of each sort by length.
  private static let lengths = [1, 11, 26, 51]

  private static func length(_ place: Int) -> String {
    let low = lengths[place]
    return place + 1 < lengths.count ? "\(low)–\(lengths[place + 1] - 1) tokens" : "\(low) tokens or more"
  }

  private static let known = "all words known"
  private static let unknown = "with unknown words"

  /// All sorts, in the order they are shown.
  var all: [String] { Self.lengths.indices.map(Self.length) + [Self.known, Self.unknown] }

  /// The sorts that a document is of.
  func names(_ document: Document) -> [String] {
    let length = Self.lengths.lastIndex { $0 <= document.tokens.count }.map(Self.length)
    let isKnown = document.tokens.indices.allSatisfy { index in
      let word = document.word(index)
      return words.id(lowercase ? words.lowerCasing(word) : word) != nil
    }
    return [length, isKnown ? Self.known : Self.unknown].compactMap { $0 }
  }
}
