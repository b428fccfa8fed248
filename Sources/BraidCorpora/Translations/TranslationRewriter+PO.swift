import BraidText

extension TranslationRewriter {
  /// Puts translations into the messages of a catalogue.
  func insert(
    _ translated: [Document], into places: POPlaces, _ wanted: String?, _ edits: inout ByteEdits,
    _ result: inout RewrittenTranslations
  ) throws(CorpusError) {
    var index = 0
    for message in places.messages {
      var isUnconfirmed = false
      var inserted = 0
      for form in 0..<message.documents {
        defer { index += 1 }
        let document = translated[index]
        guard document.text.unlessBlank != nil else { continue }
        // A language without a plural has one place for both texts, for that which speaks of most numbers.
        if form + 1 < message.documents, message.keyword(form) == message.keyword(form + 1) { continue }
        guard let strings = message.strings(of: message.keyword(form)) else {
          result.missing += 1
          continue
        }
        guard isOpen(strings.isEmpty, message, index) else {
          result.kept += 1
          continue
        }
        guard let translation = try translation(of: index, document, wanted, language: message.language) else {
          result.missing += 1
          continue
        }
        let text = Self.ending(like: document.text, translation.text)
        edits.replace(strings.range, with: Array(POSink.quoted(text, lineEnd: lineEnd).utf8))
        result.inserted += 1
        inserted += 1
        if !strings.isEmpty { result.replaced += 1 }
        isUnconfirmed = isUnconfirmed || translation.isPredicted
        // Where the language has more forms than the two that a document speaks of, the others get that for most numbers,
        // to be looked at.
        let known = Set((0..<message.documents).map(message.keyword))
        guard form + 1 == message.documents, known.count > 1 else { continue }
        for other in message.strings
        where other.keyword.hasPrefix("msgstr[") && (other.isEmpty || message.isFuzzy) && !known.contains(other.keyword)
        {
          edits.replace(other.range, with: Array(POSink.quoted(text, lineEnd: lineEnd).utf8))
          isUnconfirmed = true
        }
      }
      if isUnconfirmed, !message.isFuzzy { markFuzzy(message, &edits) }
      if !isUnconfirmed, message.isFuzzy, inserted == message.documents { confirm(message, &edits) }
    }
  }

  /// Whether strings may be filled: they are empty, or were not read as they are fuzzy.
  func isOpen(_ isEmpty: Bool, _ message: POPlaces.Message, _ index: Int) -> Bool {
    isEmpty || message.isFuzzy && documents[index].translations.isEmpty
  }

  /// Takes the flag `fuzzy` away.
  private func confirm(_ message: POPlaces.Message, _ edits: inout ByteEdits) {
    guard let start = message.flags else { return }
    let end = bytes[start...].firstIndex(of: .lineFeed) ?? bytes.count
    let flags = bytes[(start + 2)..<end].split(separator: .comma).filter { flag in
      !flag.filter { !XMLText.isSpace($0) }.elementsEqual("fuzzy".utf8)
    }
    if flags.isEmpty {
      edits.replace(start..<min(end + 1, bytes.count), with: [])
    } else {
      edits.replace(start + 2..<end, with: Array(flags.joined(separator: [.comma])))
    }
  }

  private func markFuzzy(_ message: POPlaces.Message, _ edits: inout ByteEdits) {
    if let flags = message.flags {
      edits.insert(Array(" fuzzy,".utf8), at: flags + 2)
    } else if let start = message.start {
      edits.insert(Array("#, fuzzy\(lineEnd)".utf8), at: start)
    }
  }

  /// What ends the lines of the file.
  private var lineEnd: String {
    guard let first = bytes.firstIndex(of: .lineFeed), first > 0, bytes[first - 1] == .carriageReturn else {
      return "\n"
    }
    return "\r\n"
  }

  /// A translation that begins and ends with a line feed where its source does, as `msgfmt` demands.
  private static func ending(like source: String, _ text: String) -> String {
    var lines = Array(text.utf8)[...]
    while lines.first == .lineFeed { lines.removeFirst() }
    while lines.last == .lineFeed { lines.removeLast() }
    let text = String(decoding: lines, as: UTF8.self)
    return (source.utf8.first == .lineFeed ? "\n" : "") + text + (source.utf8.last == .lineFeed ? "\n" : "")
  }
}
