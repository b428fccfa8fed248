import BraidText

extension TranslationRewriter {
  /// Puts translations into the messages of a catalogue.
  func insert(
    _ translated: [Document], into places: POPlaces, _ wanted: String?, _ edits: inout ByteEdits,
    _ result: inout RewrittenTranslations
  ) throws(CorpusError) {
    var index = 0
    for message in places.messages {
      try fill(message, index, translated, wanted, &edits, &result)
      index += message.documents
    }
  }

  /// Puts the translations of a message in, whose first document has an index.
  private func fill(
    _ message: POPlaces.Message, _ first: Int, _ translated: [Document], _ wanted: String?, _ edits: inout ByteEdits,
    _ result: inout RewrittenTranslations
  ) throws(CorpusError) {
    let known = Set((0..<message.documents).map(message.keyword))
    var filled: [String: NewTranslation] = [:]
    for form in 0..<message.documents {
      let index = first + form
      let document = translated[index]
      let keyword = message.keyword(form)
      // A language without a plural has one place for both texts, for that which speaks of most numbers.
      if form + 1 < message.documents, keyword == message.keyword(form + 1) {
        let kept = translated[index + 1].withPredictions.translations
        let own = document.withPredictions.translations
        result.leaveOut(newNames(of: index, document).filter { own[$0]?.text != kept[$0]?.text })
        continue
      }
      guard document.text.unlessBlank != nil else {
        result.leaveOut(newNames(of: index, document))
        continue
      }
      // The forms of a plural come with its last document.
      if known.count == 1 || form + 1 < message.documents {
        result.leaveOut(newNames(of: index, document).filter { $0 != wanted && Self.isForm($0, of: document) })
      }
      guard let strings = message.strings(of: keyword) else {
        result.missing += 1
        continue
      }
      guard isOpen(strings, message, index) else {
        result.kept += 1
        continue
      }
      guard let translation = try translation(of: index, document, wanted, language: message.language) else {
        result.missing += 1
        continue
      }
      guard !isStanding(translation, document, String(decoding: strings.text, as: UTF8.self)) else {
        result.kept += 1
        continue
      }
      put(translation.text, like: document.text, strings, &edits)
      filled[keyword] = translation
      result.inserted += 1
      if !strings.text.isEmpty { result.replaced += 1 }
      result.leaveOut(translation.others)
    }
    var isConfirmed = filled.values.allSatisfy(\.isConfirmed)
    if known.count > 1 {
      let last = first + message.documents - 1
      let isWhole = try fillForms(
        message, last, translated[last], filled[message.keyword(message.documents - 1)], &edits, &result)
      isConfirmed = isConfirmed && isWhole
    }
    if !isConfirmed, !message.isFuzzy { markFuzzy(message, &edits) }
    let isWhole = known.allSatisfy { filled[$0] != nil || message.isConfirmed($0) }
    guard message.isFuzzy, !filled.isEmpty, isWhole else { return }
    if isConfirmed { confirm(message, &edits) }
    // The new translations are not those of the previous message.
    removeLines(message.previous, &edits)
    if isConfirmed || !message.previous.isEmpty { removeLines(message.confirmed.map(\.start), &edits) }
  }

  /// Fills the forms of a plural that are neither for 1 nor for most numbers.
  ///
  /// - Parameters:
  ///   - message: The plural.
  ///   - index: The document that speaks of most numbers.
  ///   - document: It with its translations.
  ///   - filled: The translation that has gone in; nil when none has.
  ///   - edits: Where they go.
  ///   - result: Where translations without a place are counted.
  /// - Returns: Whether nothing that has gone in is to be looked at.
  /// - Throws: As `translation(of:_:_:language:)`.
  private func fillForms(
    _ message: POPlaces.Message, _ index: Int, _ document: Document, _ filled: NewTranslation?,
    _ edits: inout ByteEdits, _ result: inout RewrittenTranslations
  ) throws(CorpusError) -> Bool {
    let known = Set((0..<message.documents).map(message.keyword))
    let names = newNames(of: index, document).filter { Self.isForm($0, of: document) }
    var used: Set<String> = []
    var isConfirmed = true
    for form in message.strings where form.keyword.hasPrefix("msgstr[") && !known.contains(form.keyword) {
      guard isOpen(form, message, index) else { continue }
      let ending = String(form.keyword.dropFirst("msgstr".utf8.count))
      if let name = names.first(where: { name in filled.map { $0.name + ending == name } ?? name.hasSuffix(ending) }),
        let own = try translation(of: index, document, name)
      {
        put(own.text, like: document.text, form, &edits)
        used.insert(name)
        isConfirmed = isConfirmed && own.isConfirmed
      } else if let filled {
        // A form without a translation of its own gets that for most numbers, to be looked at.
        put(filled.text, like: document.text, form, &edits)
        isConfirmed = false
      }
    }
    result.leaveOut(names.filter { !used.contains($0) })
    return isConfirmed
  }

  /// Whether strings may be filled: they are empty, or were not read as they are fuzzy; what an earlier run has found
  /// confirmed stays.
  func isOpen(_ strings: POPlaces.Strings, _ message: POPlaces.Message, _ index: Int) -> Bool {
    strings.text.isEmpty
      || message.isFuzzy && documents[index].translations.isEmpty && !message.isConfirmed(strings.keyword)
  }

  private func put(_ text: String, like source: String, _ strings: POPlaces.Strings, _ edits: inout ByteEdits) {
    edits.replace(
      strings.range, with: Array(POSink.quoted(POSink.ending(like: source, text), lineEnd: lineEnd).utf8))
  }

  private func removeLines(_ starts: [Int], _ edits: inout ByteEdits) {
    for start in starts {
      let end = bytes[start...].firstIndex(of: .lineFeed) ?? bytes.count
      edits.replace(start..<min(end + 1, bytes.count), with: [])
    }
  }

  /// Takes the flag `fuzzy` away; the others stay as they are.
  private func confirm(_ message: POPlaces.Message, _ edits: inout ByteEdits) {
    for start in message.flags {
      let end = bytes[start...].firstIndex(of: .lineFeed) ?? bytes.count
      let last = bytes[start..<end].last == .carriageReturn ? end - 1 : end
      let flags = bytes[(start + 2)..<last].split(separator: .comma)
      let kept = flags.compactMap(Self.withoutFuzzy)
      if kept.isEmpty, !flags.isEmpty {
        edits.replace(start..<min(end + 1, bytes.count), with: [])
      } else if !kept.elementsEqual(flags.map { Array($0) }) {
        edits.replace(start + 2..<last, with: Array(kept.joined(separator: [.comma])))
      }
    }
  }

  /// What stands between two commas of flags without `fuzzy`; nil when nothing is left.
  private static func withoutFuzzy(_ flags: ArraySlice<UInt8>) -> [UInt8]? {
    let words = flags.split(whereSeparator: XMLText.isSpace)
    let others = words.filter { !$0.elementsEqual("fuzzy".utf8) }
    guard others.count < words.count else { return Array(flags) }
    return others.isEmpty ? nil : [.space] + Array(others.joined(separator: [.space]))
  }

  /// Marks a message as fuzzy, and names the forms that it had, which are not: the flag is the whole message's.
  private func markFuzzy(_ message: POPlaces.Message, _ edits: inout ByteEdits) {
    let kept = message.strings.filter { $0.keyword.hasPrefix("msgstr") && !$0.text.isEmpty }.map(\.keyword)
    let confirmed = kept.isEmpty ? "" : "\(POPlaces.confirmed)\(kept.joined(separator: " "))\(lineEnd)"
    removeLines(message.confirmed.map(\.start), &edits)
    if let flags = message.flags.first {
      edits.insert(Array(confirmed.utf8), at: flags)
      edits.insert(Array(" fuzzy,".utf8), at: flags + 2)
    } else if let start = message.start {
      // Another message may end in the same line.
      let before = bytes[..<start].last { $0 != .space && $0 != .tab }
      let startsLine = before == nil || before == .lineFeed || bytes[..<start].elementsEqual(TextEncoding.utf8Mark)
      edits.insert(Array("\(startsLine ? "" : lineEnd)\(confirmed)#, fuzzy\(lineEnd)".utf8), at: start)
    }
  }

  /// What ends the lines of the file.
  private var lineEnd: String {
    guard let first = bytes.firstIndex(of: .lineFeed), first > 0, bytes[first - 1] == .carriageReturn else {
      return "\n"
    }
    return "\r\n"
  }
}
