import BraidText

/// Column files with one role a column, a blank line after each sentence.
///
/// A line `-DOCSTART-` stands between documents, from the first one on that has an id or several sentences: sentences that are
/// documents of their own need none. Where sentences were read that start documents, it stands before each of these.
struct ColumnsSink: StreamedSink, RevertingSink {
  let file: CorpusFile
  private let options: SinkOptions
  private let roles: [ColumnRole]
  private let separator: UInt8
  /// Whether the start of each document is marked.
  private var marksDocuments = false
  /// Documents before the first mark.
  private var unmarked = 0
  private var isFirst = true
  private var starts = DocumentStarts()
  private var underscores = LostTags(mark: .underscore)

  /// Takes the columns of the options, or the format's usual ones.
  ///
  /// - Throws: `badWriteOption` when neither names any.
  init(_ file: CorpusFile, options: WriteOptions) throws(CorpusError) {
    self.file = file
    self.options = SinkOptions(options)
    separator = options.separator?.byte ?? .space
    roles = Self.roles(options)
    guard !roles.isEmpty else {
      throw .badWriteOption(
        name: "columns", found: "none", expected: "the layers to write, such as form, pos, chunk:bio")
    }
  }

  /// The columns of the options, or the format's usual ones; none when neither names any.
  static func roles(_ options: WriteOptions) -> [ColumnRole] {
    if !options.columns.isEmpty { return options.columns.map { ColumnRole($0) } }
    switch options.format {
    case .conll2000: return [.form, .tags("pos"), .spans("chunk")]
    case .conll2003: return [.form, .tags("pos"), .spans("chunk"), .spans("entity")]
    default: return []
    }
  }

  mutating func put(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    out.reserveCapacity(256 + 2 * document.text.utf8.count + 8 * roles.count * document.tokens.count)
    mark(document, &out)
    let text = Array(document.text.utf8)
    let forms = document.tags(of: "form")
    var groups: [String: [[LabeledSpan]]] = [:]
    let roles = roles.map { role($0, document) }
    for case .spans(let layer) in roles {
      groups[layer] = spans(layer, document).map { spans in document.bySentence(spans) { $0.tokens } }
    }
    let tags = roles.map { role -> TagColumn? in
      guard case .tags(let layer) = role else { return nil }
      guard layer == "pos", options.value.columns.isEmpty else { return self.tags(layer, document) }
      return document.partsLayer.flatMap { document.tagColumn(of: $0) }
    }
    for (number, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      var spans: [[String]] = []
      for role in roles {
        guard case .spans(let layer) = role, let inside = groups[layer]?[number] else {
          spans.append([])
          continue
        }
        let encoded = options.value.spanEncoding.tags(for: inside, in: sentence.tokens)
        guard encoded.leftOut == 0 else {
          throw .cannotExpress(options.value.format, document: document.id, what: "overlapping spans of \(layer)")
        }
        spans.append(encoded.tags)
      }
      for token in sentence.tokens {
        let row = out.count
        for (column, role) in roles.enumerated() {
          if column > 0 { out.append(separator) }
          let start = out.count
          switch role {
          case .ignore: out.append(.underscore)
          case .form:
            if let form = forms?[token] {
              out.append(contentsOf: form.utf8)
            } else {
              out.append(contentsOf: text[document.tokens[token].range])
            }
          case .tags(let layer): underscores.append(tags[column], token, layer, to: &out)
          case .spans:
            let tag = spans[column].isEmpty ? "_" : spans[column][token - sentence.tokens.lowerBound]
            out.append(contentsOf: tag.utf8)
          }
          try check(out, from: start, document)
          if case .form = role { try refuseMark(out, from: start, document) }
        }
        try refuseMark(out, from: row, document)
        out.append(.lineFeed)
      }
      out.append(.lineFeed)
    }
    try file.append(out)
    underscores.endDocument()
  }

  /// Refuses a cell that would be read as the start of a document.
  private func refuseMark(_ out: [UInt8], from start: Int, _ document: Document) throws(CorpusError) {
    guard out[start] == .hyphen, DocumentStart.isMark(out[start...]) else { return }
    throw .cannotExpress(
      options.value.format, document: document.id,
      what: "a word or first cell that begins with \(DocumentStart.mark)")
  }

  /// Marks the start of a document, where documents are more than sentences, or sentences say where theirs start.
  private mutating func mark(_ document: Document, _ out: inout [UInt8]) {
    marksDocuments =
      marksDocuments || !document.id.isEmpty || document.sentences.count { !$0.tokens.isEmpty } > 1
    let isContinued = starts.continues(document)
    let isMarked = starts.isMarked
    defer { isFirst = false }
    if !marksDocuments, !isMarked, !isContinued { unmarked += 1 }
    guard isMarked || marksDocuments && !isFirst && !isContinued else { return }
    out += DocumentStart.mark.utf8
    for role in roles.dropFirst() {
      out.append(separator)
      if case .spans = role { out += "O".utf8 } else { out += "-X-".utf8 }
    }
    out += "\n\n".utf8
  }

  var lost: [DocumentContent: Int] {
    var lost = underscores.counts
    if marksDocuments, unmarked > 1 { lost[.part(.boundaries)] = unmarked - 1 }
    return lost
  }

  /// A role; a name of tags that are not there, or not predicted, is that of spans.
  private func role(_ role: ColumnRole, _ document: Document) -> ColumnRole {
    guard case .tags(let layer) = role, tags(layer, document) == nil, spans(layer, document) != nil else { return role }
    return .spans(layer)
  }

  /// The tags of a column: those that are predicted, where it is called so.
  private func tags(_ name: String, _ document: Document) -> TagColumn? {
    guard let column = predicted(name) else {
      guard !options.value.isApart(name), document.predictions[name] != nil else { return document.tagColumn(of: name) }
      return document.tags(inColumn: name).map { TagColumn($0) }
    }
    guard case .tags(let layer) = column.layer else { return nil }
    return document.predictions[column.task]?.annotation.tagColumn(of: layer)
  }

  /// The spans of a column: those that are predicted, where it is called so.
  private func spans(_ name: String, _ document: Document) -> [LabeledSpan]? {
    guard let column = predicted(name) else {
      return options.value.isApart(name) ? document.spans[name] : document.spans(inColumn: name)
    }
    guard case .spans(let layer) = column.layer else { return nil }
    return document.predictions[column.task]?.annotation.spans[layer]
  }

  private func predicted(_ name: String) -> PredictedColumn? {
    options.value.predicted.first { $0.name == name }
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }

  /// Refuses a cell, the bytes that were appended last, that would not be read as one.
  private func check(_ out: [UInt8], from start: Int, _ document: Document) throws(CorpusError) {
    let separator = separator
    let isBroken = out.contains(from: start) {
      $0 == .lineFeed || $0 == .carriageReturn || $0 == separator || separator == .space && $0 == .tab
    }
    guard isBroken || out.count == start else { return }
    throw .cannotExpress(
      options.value.format, document: document.id, what: isBroken ? "white space in a cell" : "an empty cell")
  }
}
