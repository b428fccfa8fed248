import BraidText

/// The layout of Braid's JSONL, declared once: its JSON Schema is made of it.
public enum JSONLSchema {
  /// The JSON Schema (2020-12) of a line.
  public static var text: String {
    var output = JSONOutput()
    output.object {
      $0.member("$schema", "https://json-schema.org/draft/2020-12/schema")
      $0.member("title", "Braid JSONL")
      $0.member("description", "A document: one line of Braid's JSONL.")
      document.append(membersTo: &$0)
    }
    return String(decoding: output.bytes, as: UTF8.self)
  }

  private static let document = JSONShape.object(
    [
      .init("id", .string, "name of the document"), .init("language", .string, "BCP 47 tag"),
      .required("text", .string, "the text, which all offsets point into"),
      .init("text2", .string, "the second text of a pair, which is written as the translation `text2`"),
      .init(
        "offsets", .choice(OffsetUnit.allCases.map(\.rawValue)),
        "what offsets count; absent: UTF-8 bytes"),
      .init("tokens", .array(.range), "half-open ranges of the text"), .init("kinds", kinds, kindsAbout),
      .init("sentences", .array(sentence)),
    ] + layers + [
      .init(
        "predictions",
        .map(
          .object(
            layers + [
              .init("missing", .array(.string), "layers that the task writes but has nothing to say of here")
            ])), "by task, what it predicts")
    ])

  /// What stands in a document and in a prediction alike.
  private static let layers: [JSONShape.Member] = [
    .init(
      "labels",
      .map(
        .array(
          .object([
            .required("name", .string), .init("score", .probability),
            .init("deviation", .number, "of a predicted number, its standard deviation"),
          ]))), "by layer, labels of the document"),
    .init("probabilities", .map(.map(.probability)), "by layer, the probability of every label"),
    .init("tags", .map(.array(.nullable(.string))), "by layer, one tag a token; null where it is missing"),
    .init("tagScores", .map(.array(.nullable(.probability))), "by layer, the probability of each tag"),
    .init(
      "tagAlternatives",
      .map(
        .array(
          .object([
            .required("tokens", .range), .required("tags", .array(.string)), .required("score", .probability),
          ]))), "by layer, other tags of a sentence, the likeliest first"),
    .init(
      "spans", .map(.array(.object([.required("label", .string)] + extent + [.init("score", .probability)]))),
      "by layer, labelled spans"),
    .init("frames", .array(frame), "predicates with their arguments"),
    .init("translations", .map(translation), "by language or name, an aligned text"),
    .init("fields", .map(.string), "by name, anything else"),
  ]

  private static let kinds = JSONShape.letters(TokenKind.allCases.map { String(UnicodeScalar($0.letter)) }.joined())
  private static let kindsAbout: StaticString =
    "one letter a token: word, number, ideographic, kana, punctuation, symbol; absent when all are words"

  /// Tokens, and where they are in the text.
  private static let extent: [JSONShape.Member] = [
    .required("tokens", .range, "indices of tokens"), .init("start", .index, "offset in the text"),
    .init("end", .index, "offset in the text, behind the last character"),
  ]

  private static let frame = JSONShape.object([
    .required("predicate", .index, "index of a token"), .init("extent", .range), .init("sense", .string),
    .init("senseScore", .probability), .init("score", .probability),
    .required(
      "arguments", .array(.object([.required("role", .string)] + extent + [.init("score", .probability)]))),
  ])

  private static let translation = JSONShape.object([
    .required("text", .string), .init("tokens", .array(.range)), .init("kinds", kinds),
    .init("score", .number, "log-probability in nats"),
    .init("alternatives", .array(.object([.required("text", .string), .required("score", .number)]))),
    .init("attention", .array(.array(.number)), "one row a token of the translation, one number a token of the text"),
  ])

  private static let sentence = JSONShape.object([
    .required("tokens", .range), .init("comments", .array(.string)),
    .init(
      "multiwords",
      .array(.object([.required("tokens", .range), .required("form", .string), .init("tags", .map(.string))]))),
    .init(
      "emptyNodes",
      .array(
        .object([
          .required("position", .index), .required("index", .index), .required("form", .string),
          .init("tags", .map(.string)),
        ]))),
  ])
}
