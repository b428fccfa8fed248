import BraidText

/// gettext PO catalogues: a document a message, its translation beside it.
///
/// The context becomes the id; flags, references and comments become fields; an empty or missing `msgstr` is a missing
/// translation. A plural message gives two documents: the singular with `msgstr[0]`, the plural with `msgstr[1]`, further
/// forms under the names `TARGET[2]` and so on. The header entry gives no document.
struct POSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions
  private var waiting: Document?
  private var entry = POEntry()
  private var ended = false

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    if let document = waiting {
      waiting = nil
      return document
    }
    while let entry = try nextEntry(into: &ledger) {
      guard let id = entry.text("msgid"), !id.isEmpty || entry.text("msgctxt") != nil else { continue }
      var document = Document(id: entry.text("msgctxt") ?? "", language: options.language, text: id)
      document.fields = entry.fields
      guard let plural = entry.text("msgid_plural") else {
        set(entry.text("msgstr"), as: options.targetLanguage, in: &document)
        return document
      }
      var second = document
      second.text = plural
      set(entry.text("msgstr[0]"), as: options.targetLanguage, in: &document)
      set(entry.text("msgstr[1]"), as: options.targetLanguage, in: &second)
      for form in 2..<6 { set(entry.text("msgstr[\(form)]"), as: "\(options.targetLanguage)[\(form)]", in: &second) }
      waiting = second
      return document
    }
    return nil
  }

  private func set(_ translation: String?, as name: String, in document: inout Document) {
    if let translation, !translation.isEmpty { document.translations[name] = AlignedText(translation) }
  }

  /// Reads up to the end of an entry: a blank line, or the first line of the next.
  private mutating func nextEntry(into ledger: inout Ledger) throws(CorpusError) -> POEntry? {
    while !ended {
      guard try lines.advance(into: &ledger) else {
        ended = true
        break
      }
      let line = lines.bytes.trimmed
      if line.isEmpty || entry.isComplete(before: line) {
        let finished = entry
        entry = POEntry()
        if !line.isEmpty { try add(line, into: &ledger) }
        if !finished.isEmpty { return finished }
      } else {
        try add(line, into: &ledger)
      }
    }
    defer { entry = POEntry() }
    return entry.isEmpty ? nil : entry
  }

  /// Goes on after the next blank line.
  mutating func skip(into ledger: inout Ledger) -> String? {
    entry = POEntry()
    return lines.skipBlock(into: &ledger)
  }

  private mutating func add(_ line: Bytes, into ledger: inout Ledger) throws(CorpusError) {
    if line.starts(with: "#~") {
      if line.starts(with: "#~ msgid ") { ledger.note(.dropped, .documents, "obsolete entry", at: lines.place()) }
    } else {
      try entry.add(line, at: lines.place(0))
    }
  }
}
