import BraidFiles
import BraidText

/// Which translation a format with one target language writes: the one that is asked for; where none is, the one that a model
/// gave, else the documents' only one.
struct TargetChoice {
  /// The name of the translation that is written; nil while no document has shown it.
  private(set) var name: String?
  /// Whether it is a model's.
  private(set) var isPredicted = false
  private let format: CorpusFormat
  private let asked: String
  private let isAsked: Bool
  /// Documents seen, those with the translation, and the names of others.
  private var count = 0
  private var found = 0
  private var others: Set<String> = []
  /// The language that the file of a document without a translation names.
  private var declared: String?

  /// The name under which translations are written where no document has any.
  var fallback: String { isAsked ? asked : declared ?? asked }

  /// The choice for a format; nil for one that has all translations or none, and for chosen columns.
  init?(_ options: WriteOptions) {
    switch options.format {
    case .parallel, .po, .xliff: break
    case .parallelTSV where options.columns.isEmpty: break
    default: return nil
    }
    format = options.format
    asked = options.targetLanguage
    isAsked = asked != WriteOptions().targetLanguage
    // Files of lines need not wait for a document that has it.
    let predicted = Set(
      options.predicted.compactMap { if case .translation(let name) = $0.layer { name } else { String?.none } })
    let isNamed = options.format == .po || options.format == .xliff || predicted.count != 1
    name = isAsked ? asked : isNamed ? nil : predicted.first
    isPredicted = !isAsked && !isNamed
  }

  /// Takes a document into account.
  ///
  /// - Throws: `badOption` when it has several translations and none is asked for.
  mutating func see(_ document: Document) throws(CorpusError) {
    count += 1
    if declared == nil { declared = document.fields[POEntry.targetLanguage] }
    guard !document.translations.isEmpty else { return }
    if name == nil {
      let names = document.translations.keys.filter { format != .po || !isPluralForm($0, document) }
      let predicted = names.filter { document.translations[$0]?.score != nil }
      guard names.count == 1 || predicted.count == 1 || names.contains(asked) else {
        throw .badOption(
          name: "targetLanguage", found: "nothing, of \(names.count) translations",
          expected: "one of \(names.sorted().joined(separator: ", "))")
      }
      isPredicted = predicted.count == 1
      name = isPredicted ? predicted.first : names.contains(asked) ? asked : names.first
    }
    if let name, document.translations[name] != nil {
      found += 1
    } else if others.count < 100 {
      others.formUnion(document.translations.keys)
    }
  }

  /// Whether a name is that of a further form of a plural, such as `de[2]`.
  private func isPluralForm(_ name: String, _ document: Document) -> Bool {
    name.utf8.last == UInt8(ascii: "]") && document.fields[POEntry.pluralForms] != nil
  }

  /// What is wrong when documents had translations, but none that several outputs write, or had none at all where the format
  /// is nothing without them; nil when that is fine.
  static func problem(_ choices: [TargetChoice]) -> CorpusError? {
    let used = choices.filter { $0.count > 0 }
    guard let first = used.first, used.allSatisfy({ $0.found == 0 }) else { return nil }
    let others = used.reduce(into: Set<String>()) { $0.formUnion($1.others) }.sorted()
    guard others.isEmpty else {
      return .badOption(
        name: "targetLanguage", found: "\(first.name ?? first.asked), which no document has",
        expected: "one of \(others.joined(separator: ", "))")
    }
    // A catalogue or an XLIFF file without translations is one to be translated.
    guard first.format == .parallel || first.format == .parallelTSV else { return nil }
    return .cannotExpress(first.format, document: "", what: "documents of which none has a translation")
  }
}

/// Takes the place of a file until it is known what its first bytes are.
struct PendingSink: DocumentSink {
  /// Kept, so that a place that cannot be written to is known before the work.
  let file: CorpusFile

  mutating func write(_ document: Document) throws(CorpusError) {}
  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }
}
