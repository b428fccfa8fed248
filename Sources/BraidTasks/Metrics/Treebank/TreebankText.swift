import BraidFiles
public import BraidText

/// Words, tokens and sentences of a treebank over one run of characters, as the scorer of the CoNLL 2018 shared task sees them:
/// without what stands between tokens.
public struct TreebankText: Sendable {
  /// A stretch of the characters.
  struct Stretch: Equatable, Sendable {
    var start: Int
    var end: Int
  }

  /// One word.
  struct Word: Sendable {
    /// Where its token lies; the words of a multiword token lie all where that lies.
    var place: Stretch
    /// Whether it is a word of a multiword token.
    var isMultiword: Bool
    /// Its sentence.
    var sentence = 0
    /// Its head among the words of the file; -1 for the root, and where there are no trees.
    var head = -1
    /// Values by number; equal strings have equal numbers, whatever the file.
    var form: Int32
    var lemma: Int32 = 0
    /// Whether it has no lemma, not even an empty one.
    var hasNoLemma = true
    var upos: Int32 = 0
    var xpos: Int32 = 0
    /// The universal features, sorted.
    var features: Int32 = 0
    /// The label without its subtype.
    var label: Int32 = 0
    /// Whether the label is one of words that carry meaning.
    var hasContent = false
    /// Words that depend on it with a label of function words, in order.
    var functional: [Int] = []
  }

  /// What messages call the file.
  public let name: String
  private(set) var characters: [Unicode.Scalar] = []
  private(set) var tokens: [Stretch] = []
  private(set) var words: [Word] = []
  private(set) var sentences: [Stretch] = []
  /// The id of each sentence, or its number.
  private(set) var sentenceNames: [String] = []
  /// Words with a head, and words.
  private(set) var heads = 0

  /// A text without words.
  ///
  /// - Parameter name: what messages call it, such as the path of its file.
  public init(name: String) { self.name = name }

  /// Whether words have heads.
  public var hasTrees: Bool { heads > 0 }

  /// Adds the words of a document, whose values are numbered by `values`.
  ///
  /// - Throws: `TaskError.badTreebank` for a word without characters, and where some words of a sentence have heads that are
  ///   no tree with one root.
  public mutating func add(_ document: Document, _ values: inout TreebankValues) throws(TaskError) {
    let surfaces = Dictionary(
      document.sentences.flatMap(\.multiwords).map { ($0.tokens.lowerBound, $0) },
      uniquingKeysWith: { first, _ in first })
    let ranges = document.encodedSentences
    for (number, range) in ranges.enumerated() {
      let name =
        document.id.isEmpty
        ? "sentence \(sentences.count + 1)" : ranges.count > 1 ? "\(document.id), sentence \(number + 1)" : document.id
      let start = characters.count
      let first = words.count
      var behind = range.lowerBound
      for token in range {
        if let surface = surfaces[token], surface.tokens.upperBound <= range.upperBound, token >= behind {
          try addToken(surface.form, in: name)
          behind = surface.tokens.upperBound
        } else if token >= behind {
          try addToken(document.form(token), in: name)
        }
        addWord(document, token, isMultiword: token < behind, &values)
      }
      try addTree(document, range, first: first, name)
      sentences.append(Stretch(start: start, end: characters.count))
      sentenceNames.append(name)
    }
  }

  private mutating func addToken(_ form: String, in sentence: String) throws(TaskError) {
    let start = characters.count
    for scalar in form.unicodeScalars where scalar.properties.generalCategory != .spaceSeparator {
      characters.append(scalar)
    }
    guard characters.count > start else {
      throw .badTreebank(file: name, sentence: sentence, problem: "a token has no character other than spaces")
    }
    tokens.append(Stretch(start: start, end: characters.count))
  }

  private mutating func addWord(
    _ document: Document, _ token: Int, isMultiword: Bool, _ values: inout TreebankValues
  ) {
    func cell(_ layer: String) -> String? {
      guard let tags = document.tags[layer], token < tags.count else { return nil }
      return tags[token]
    }
    let features = (cell("feats") ?? "").utf8.split(separator: UInt8(ascii: "|")).map { Substring($0) }.filter {
      TreebankValues.universalFeatures.contains(Substring($0.utf8.prefix { $0 != UInt8(ascii: "=") }))
    }
    let label = Substring((cell("deprel") ?? "_").utf8.prefix { $0 != .colon })
    words.append(
      Word(
        place: tokens[tokens.count - 1], isMultiword: isMultiword, sentence: sentences.count,
        form: values.number(Self.compared(document.form(token), isMultiword)),
        lemma: values.number(cell("lemma") ?? "_"), hasNoLemma: cell("lemma") == nil,
        upos: values.number(cell("upos") ?? "_"),
        xpos: values.number(cell("xpos") ?? "_"),
        features: values.number(
          features.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "|")),
        label: values.number(String(label)), hasContent: TreebankValues.contentLabels.contains(label)))
  }

  /// A form as it is compared within multiword tokens; words that are tokens themselves have lost their spaces.
  static func compared(_ form: String, _ isMultiword: Bool) -> String {
    let lowered = form.inLowerCase
    guard !isMultiword, lowered.unicodeScalars.contains(where: { $0.properties.generalCategory == .spaceSeparator })
    else { return lowered }
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: lowered.unicodeScalars.filter { $0.properties.generalCategory != .spaceSeparator })
    return String(kept)
  }

  /// Links the words of a sentence, `first` on, to their heads.
  private mutating func addTree(_ document: Document, _ range: Range<Int>, first: Int, _ sentence: String)
    throws(TaskError)
  {
    let cells = document.tags["head"].map { Array($0[range]) } ?? []
    guard cells.contains(where: { $0 != nil }) else { return }
    func fail(_ problem: String) -> TaskError { .badTreebank(file: name, sentence: sentence, problem: problem) }
    var heads: [Int] = []
    for (index, cell) in cells.enumerated() {
      guard let cell, let head = Int(cell), 0...cells.count ~= head else {
        throw fail("word \(index + 1) has head `\(cell ?? "_")`, expected a number from 0 to \(cells.count)")
      }
      heads.append(head)
    }
    let roots = heads.count { $0 == 0 }
    guard roots == 1 else { throw fail("found \(roots) roots, expected one") }
    guard HeadChain.isTree(heads) else { throw fail("its heads go around in a circle") }
    self.heads += heads.count
    for (index, head) in heads.enumerated() where head > 0 {
      words[first + index].head = first + head - 1
      let label = (document.tags["deprel"]?[range.lowerBound + index] ?? "_").prefix { $0 != ":" }
      if TreebankValues.functionLabels.contains(label) { words[first + head - 1].functional.append(first + index) }
    }
  }
}

/// Strings of treebanks by number, so that two treebanks are compared by numbers.
public struct TreebankValues: Sendable {
  private var numbers = ExactDictionary<Int32>()

  /// No strings yet.
  public init() {}

  /// The number of a string.
  mutating func number(_ value: String) -> Int32 {
    if let number = numbers[value] { return number }
    let number = Int32(numbers.count)
    numbers[value] = number
    return number
  }

  // The sets below are those of the CoNLL 2018 shared task: https://universaldependencies.org/conll18/evaluation.html

  /// Labels of words that carry meaning.
  static let contentLabels: Set<Substring> = [
    "nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp", "obl", "vocative", "expl", "dislocated", "advcl", "advmod",
    "discourse", "nmod", "appos", "nummod", "acl", "amod", "conj", "fixed", "flat", "compound", "list", "parataxis",
    "orphan", "goeswith", "reparandum", "root", "dep",
  ]

  /// Labels of function words.
  static let functionLabels: Set<Substring> = ["aux", "cop", "mark", "det", "clf", "case", "cc"]

  /// Features that mean the same in all languages.
  static let universalFeatures: Set<Substring> = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case", "Definite",
    "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite",
  ]
}
