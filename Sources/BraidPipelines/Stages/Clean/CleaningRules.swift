import BraidFiles
import BraidText
import Foundation

/// The rules of a clean stage about single documents, ready to be applied.
struct CleaningRules {
  private let stage: CleanStage
  private let matching: [NSRegularExpression]
  private let notMatching: [NSRegularExpression]

  /// The rules of `stage`.
  ///
  /// - Throws: what is wrong with a regular expression.
  init(_ stage: CleanStage) throws {
    self.stage = stage
    matching = try stage.matching.map { try NSRegularExpression(pattern: $0) }
    notMatching = try stage.notMatching.map { try NSRegularExpression(pattern: $0) }
  }

  /// Why a document is left out; nil when it stays.
  func reason(toDrop document: Document) -> DropReason? {
    if let layer = stage.labelled, document.labels[layer]?.isEmpty != false { return .noLabel }
    if stage.fields.contains(where: { !Self.has($0.value, in: document.fields[$0.key]) }) { return .otherField }
    if stage.notFields.contains(where: { Self.has($0.value, in: document.fields[$0.key]) }) { return .field }
    if let language = document.language, !stage.languages.isEmpty, !stage.languages.contains(language) {
      return .language
    }
    var text = document.text
    let size = Size(&text, tokens: document.tokens.count)
    if let reason = reason(size) { return reason }
    if let name = stage.target {
      guard var target = document.translations[name]?.text, !target.unicodeScalars.allSatisfy(\.properties.isWhitespace)
      else { return .noTarget }
      let other = Size(&target, tokens: document.translations[name]?.tokens.count ?? 0)
      if let reason = reason(other) { return reason }
      let ratio = Double(max(size.words, other.words)) / Double(max(1, min(size.words, other.words)))
      if stage.maximumRatio > 0, ratio > stage.maximumRatio { return .ratio }
    }
    if stage.minimumLetters > 0, Self.letters(text) < stage.minimumLetters { return .fewLetters }
    guard !matching.isEmpty || !notMatching.isEmpty else { return nil }
    let whole = NSRange(location: 0, length: text.utf16.count)
    func matches(_ expression: NSRegularExpression) -> Bool { expression.firstMatch(in: text, range: whole) != nil }
    if !matching.allSatisfy(matches) { return .noMatch }
    return notMatching.contains(where: matches) ? .match : nil
  }

  /// Whether a field has one of some values: it is one, or one of its parts between commas is, as in the flags of a PO entry.
  private static func has(_ values: [String], in field: String?) -> Bool {
    guard let field else { return false }
    let parts = field.utf8.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") }.map { part in
      part.drop { $0 == UInt8(ascii: " ") }.reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
    }
    return values.contains { value in
      value.isExactly(field) || parts.contains { $0.elementsEqual(value.utf8) }
    }
  }

  private func reason(_ size: Size) -> DropReason? {
    if size.characters < stage.minimumCharacters || size.words < stage.minimumWords { return .tooShort }
    let tooManyCharacters = stage.maximumCharacters > 0 && size.characters > stage.maximumCharacters
    let tooManyWords = stage.maximumWords > 0 && size.words > stage.maximumWords
    return tooManyCharacters || tooManyWords ? .tooLong : nil
  }

  /// How long a text is.
  private struct Size {
    /// Unicode scalars.
    var characters = 0
    /// Tokens; without any, runs of what is not ASCII white space.
    var words = 0

    init(_ text: inout String, tokens: Int) {
      var inWord = false
      text.withUTF8 { bytes in
        for byte in bytes {
          if byte & 0xC0 != 0x80 { characters += 1 }
          let isSpace = byte == 32 || (9...13).contains(byte)
          if !isSpace, !inWord { words += 1 }
          inWord = !isSpace
        }
      }
      if tokens > 0 { words = tokens }
    }
  }

  /// The share of letters among all characters of a text but white space; 0 when there are none.
  private static func letters(_ text: String) -> Double {
    var letters = 0
    var others = 0
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        switch scalar.value {
        case 65...90, 97...122: letters += 1
        case 9...13, 32: break
        default: others += 1
        }
      } else if scalar.properties.isAlphabetic {
        letters += 1
      } else if !scalar.properties.isWhitespace {
        others += 1
      }
    }
    return letters == 0 ? 0 : Double(letters) / Double(letters + others)
  }
}
