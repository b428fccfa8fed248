import BraidText

/// What translators have said of a translation, in XLIFF 1.2 and 2.x.
enum XLIFFStates {
  /// The states of XLIFF 2.x.
  static let all = ["initial", "translated", "reviewed", "final"]

  /// What a sub-state begins with that is a state of XLIFF 1.2.
  private static let prefix = "xliff1:"

  /// Whether a state says that the translation is not confirmed.
  static func needsWork(_ state: String?) -> Bool {
    guard let state else { return false }
    return state == "new" || state == "initial" || state.hasPrefix("needs-")
  }

  /// Whether a state of XLIFF 1.2 says so.
  static func isOld(_ state: String) -> Bool { needsWork(state) && !all.contains(state) }

  /// The field that has what XLIFF 1.2 says of a translation that was looked at, `yes` or `no`; without it nobody says so.
  static let approved = "approved"

  /// Whether nothing that is said of a translation is against it.
  static func isConfirmed(_ fields: [String: String]) -> Bool {
    !needsWork(fields["state"]) && fields[approved] != "no"
  }

  /// The state of XLIFF 1.2 that a sub-state stands for; nil for another one.
  static func old(_ subState: String?) -> String? {
    guard let subState, subState.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: subState.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  /// The state of XLIFF 2.x nearest to one of 1.2, and the sub-state that keeps the old one; nil for what is a state of neither,
  /// or has characters that no sub-state may have.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - isApproved: Whether nobody has refused to approve the translation.
  /// - Returns: The state with its sub-state.
  static func new(_ state: String, isApproved: Bool = true) -> (state: String, subState: String?)? {
    if all.contains(state) { return isApproved || needsWork(state) ? (state, nil) : ("initial", prefix + state) }
    guard !state.isEmpty, state.utf8.allSatisfy({ $0 > .space && $0 < 0x7F && $0 != .colon }) else { return nil }
    let isFinal = state == "signed-off"
    return (!isApproved || needsWork(state) ? "initial" : isFinal ? "final" : "translated", prefix + state)
  }
}

extension Document {
  /// Whether its fields have nothing against its translation: no flag `fuzzy` of a catalogue, no state of XLIFF that says it needs
  /// work.
  var isConfirmed: Bool { !POEntry.isFuzzy(flags: fields["flags"]) && XLIFFStates.isConfirmed(fields) }

  /// The task whose predictions translations are that are not confirmed.
  private static let unconfirmed = "unconfirmed"

  /// The document with its translations as predictions; the same when they are blank.
  var predictingTranslations: Document { predicting(translations: translations.keys.sorted()) }

  /// The document with some of its translations as predictions; the same when they are blank.
  func predicting(translations names: [String]) -> Document {
    guard names.contains(where: { translations[$0]?.text.unlessBlank != nil }) else { return self }
    var document = self
    document.predictions[Self.unconfirmed] = Prediction(names.map { .translation($0) }, of: self)
    for name in names { document.translations[name] = nil }
    return document
  }
}
