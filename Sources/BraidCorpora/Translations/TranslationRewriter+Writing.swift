import BraidFiles
public import BraidText

/// A file with translations in it, and what became of them.
public struct RewrittenTranslations: Sendable, Equatable {
  /// The bytes to write.
  public var bytes: [UInt8] = []
  /// Translations that were put in.
  public var inserted = 0
  /// Of these, those in the place of a translation that is fuzzy, not confirmed or partial.
  public var replaced = 0
  /// Texts whose translation was there already.
  public var kept = 0
  /// Texts that have no translation.
  public var missing = 0
  /// Inline codes of sources that stand at the end of their translation, because nothing says where they belong.
  public var movedCodes = 0
  /// Texts that must not be translated and that their translation has not; they stand at its end.
  public var movedTexts = 0
  /// Inline codes of sources that their translation has not, because the unit has them in another one.
  public var lostCodes = 0
  /// Translations that have no place in the file, such as those of texts without characters, by layer; they are left out.
  public var unplacedLayers: [String: Int] = [:]

  /// Counts translations that have no place.
  mutating func leaveOut(_ names: [String]) {
    for name in names { unplacedLayers[AnnotationLayer.translation(name).code, default: 0] += 1 }
  }
}

/// A translation that may go into a file.
struct NewTranslation {
  var name: String
  var text: String
  /// Whether a model has made it.
  var isPredicted: Bool
  /// Whether it needs no review.
  var isConfirmed: Bool
  /// The names of the translations of the same text that stay out.
  var others: [String]
}

extension TranslationRewriter {
  /// Whether a document's text has no translation in the file and may get one.
  func isOpen(_ index: Int) -> Bool {
    guard documents[index].text.unlessBlank != nil else { return false }
    switch places {
    case .xliff(let segments, _): return isOpen(segments[index], documents[index])
    case .po(let places):
      let (number, form) = places.documents[index]
      let message = places.messages[number]
      return message.strings(of: message.keyword(form)).map { isOpen($0, message, index) } ?? false
    case .tmx: return true
    }
  }

  /// The file with translations in it.
  ///
  /// - Parameters:
  ///   - translated: The documents with translations, as many and with the same texts as `documents`.
  ///   - targetLanguage: The name of the translations that go in; nil for those into the file's own target language or, where
  ///     it names none, the only ones that there are.
  /// - Returns: The new bytes, and what became of the translations.
  /// - Throws: `CorpusError.cannotExpress` for other documents than the file's and for characters that it cannot hold,
  ///   `badOption` for a language that is not the file's.
  public func rewritten(
    with translated: [Document], targetLanguage: String? = nil
  ) throws(CorpusError) -> RewrittenTranslations {
    guard translated.count == documents.count else {
      throw .cannotExpress(
        format, document: file,
        what: "\(translated.count.counted("document")) for \(documents.count)")
    }
    for (index, document) in translated.enumerated() {
      guard document.text.utf8.elementsEqual(documents[index].text.utf8) else {
        throw CorpusError.cannotExpress(format, document: document.id, what: "a text that differs from the file's")
          .numbered(index + 1)
      }
    }
    var result = RewrittenTranslations()
    var edits = ByteEdits()
    // Only catalogues have plurals.
    for (index, document) in translated.enumerated() where format != .po && document.text.unlessBlank != nil {
      result.leaveOut(newNames(of: index, document).filter { $0 != targetLanguage && Self.isForm($0, of: document) })
    }
    switch places {
    case .xliff(let segments, let isOld):
      try insert(translated, into: segments, isOld: isOld, targetLanguage, &edits, &result)
    case .tmx(let units): try insert(translated, into: units, targetLanguage, &edits, &result)
    case .po(let places): try insert(translated, into: places, targetLanguage, &edits, &result)
    }
    result.bytes = edits.applied(to: bytes)
    return result
  }

  /// The translation of a document that goes in.
  ///
  /// - Parameters:
  ///   - index: Which document.
  ///   - document: The document with its translations.
  ///   - wanted: The name that was asked for, also that of a form of a plural.
  ///   - language: The file's own target language.
  /// - Returns: The translation; nil when the document has none.
  /// - Throws: `badOption` when there are several, `unexpected` where there is only one into another language
  ///   than the file's.
  func translation(
    of index: Int, _ document: Document, _ wanted: String?, language: String? = nil
  ) throws(CorpusError) -> NewTranslation? {
    let predicted = Set(document.predictions.values.flatMap(\.annotation.translations.keys))
    let translations = document.withPredictions.translations
    let names = newNames(of: index, document).filter { $0 == wanted || !Self.isForm($0, of: document) }
    guard let name = try name(among: names, wanted, language: language), let translation = translations[name],
      translation.text.unlessBlank != nil
    else { return nil }
    let isPredicted = predicted.contains(name) || translation.score != nil
    // What the document and the file say alike is said of the translation that stands there.
    let isConfirmed = !isPredicted && (document.isConfirmed || !documents[index].isConfirmed)
    return NewTranslation(
      name: name, text: translation.text, isPredicted: isPredicted, isConfirmed: isConfirmed,
      others: names.filter { $0 != name })
  }

  /// The names of the translations that a document has, and its text in the file has not, in order; those of a model are new.
  func newNames(of index: Int, _ document: Document) -> [String] {
    let predicted = Set(document.predictions.values.flatMap(\.annotation.translations.keys))
    return document.withPredictions.translations
      .filter { name, text in
        text.text.unlessBlank != nil && (predicted.contains(name) || documents[index].translations[name] == nil)
      }
      .map(\.key).sorted()
  }

  /// Whether a name such as `de[2]` is that of another form of a plural, which is no translation by itself.
  static func isForm(_ name: String, of document: Document) -> Bool {
    guard name.utf8.last == .closeBracket, let bracket = name.utf8.lastIndex(of: .openBracket) else { return false }
    return document.withPredictions.translations[String(name[..<bracket])] != nil
  }

  /// Whether a translation is the one that stands in the file and is not confirmed, which a document with the same mark says
  /// nothing new of.
  func isStanding(_ translation: NewTranslation, _ document: Document, _ text: String?) -> Bool {
    guard !translation.isPredicted, !document.isConfirmed, let text else { return false }
    return text.utf8.elementsEqual(translation.text.utf8)
  }

  private func name(among names: [String], _ wanted: String?, language: String?) throws(CorpusError) -> String? {
    if let wanted {
      if let language, LanguageMatch.isTag(wanted), LanguageMatch.index(of: wanted, in: [language]) == nil {
        throw .badOption(name: "targetLanguage", found: wanted, expected: "\(language), the language of \(file)")
      }
      return names.first { $0.utf8.elementsEqual(wanted.utf8) }
        ?? LanguageMatch.index(of: wanted, in: names).map { names[$0] }
    }
    if let language, let index = LanguageMatch.index(of: language, in: names) { return names[index] }
    guard let first = names.first else { return nil }
    guard names.count == 1 else {
      throw .badOption(
        name: "targetLanguage", found: "none", expected: "one of the translations: \(names.joined(separator: ", "))")
    }
    if let language, LanguageMatch.isTag(first) {
      throw .unexpected(
        SourceLocation(file: file), found: "new translations into \(first)",
        expected: "translations into \(language), the language of the file")
    }
    return first
  }

  /// A text escaped for XML.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - document: Whose it is.
  ///   - codeName: The name of elements that stand for characters that XML cannot hold; nil for none.
  /// - Returns: Its bytes.
  /// - Throws: `cannotExpress` for a character that XML cannot hold.
  func escaped(_ text: String, of document: Document, codeName: String? = nil) throws(CorpusError) -> [UInt8] {
    var xml = XMLBuffer()
    xml.text(text, codeName: codeName)
    return try xml.take(format, of: document)
  }

  /// The line end and the indentation before an element; empty when it does not start a line.
  func layout(before offset: Int) -> [UInt8] {
    var start = offset
    while start > 0, XMLText.isSpace(bytes[start - 1]) { start -= 1 }
    let space = bytes[start..<offset]
    return space.contains(.lineFeed) ? Array(space) : []
  }
}
