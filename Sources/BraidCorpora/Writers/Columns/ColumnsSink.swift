import BraidText

/// Column files with one role a column, a blank line after each sentence.
struct ColumnsSink: StreamedSink {
  let file: CorpusFile
  private let options: WriteOptions
  private let roles: [ColumnRole]
  private let separator: UInt8

  /// Takes the columns of the options, or the format's usual ones.
  ///
  /// - Throws: `badOption` when neither names any.
  init(_ file: CorpusFile, options: WriteOptions) throws(CorpusError) {
    self.file = file
    self.options = options
    separator = options.separator?.byte ?? .space
    roles = Self.roles(options)
    guard !roles.isEmpty else {
      throw .badOption(name: "columns", found: "none", expected: "the layers to write, such as form, pos, chunk:bio")
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

  mutating func write(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    let text = Array(document.text.utf8)
    let forms = document.tags["form"]
    var groups: [String: [[LabeledSpan]]] = [:]
    let roles = roles.map { role($0, document) }
    for case .spans(let layer) in roles {
      groups[layer] = spans(layer, document).map { spans in document.bySentence(spans) { $0.tokens } }
    }
    let tags = roles.map { role -> [String?]? in
      guard case .tags(let layer) = role else { return nil }
      return layer == "pos" && options.columns.isEmpty ? document.partsOfSpeech : self.tags(layer, document)
    }
    for (number, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      var spans: [[String]] = []
      for role in roles {
        guard case .spans(let layer) = role, let inside = groups[layer]?[number] else {
          spans.append([])
          continue
        }
        let encoded = options.spanEncoding.tags(for: inside, in: sentence.tokens)
        guard encoded.leftOut == 0 else {
          throw .cannotExpress(options.format, document: document.id, what: "overlapping spans of \(layer)")
        }
        spans.append(encoded.tags)
      }
      for token in sentence.tokens {
        for (column, role) in roles.enumerated() {
          if column > 0 { out.append(separator) }
          switch role {
          case .ignore: out.append(.underscore)
          case .form:
            if let form = forms?[token] {
              try append(form.utf8, document, into: &out)
            } else {
              try append(text[document.tokens[token].range], document, into: &out)
            }
          case .tags: try append((tags[column]?[token] ?? "_").utf8, document, into: &out)
          case .spans:
            let tag = spans[column].isEmpty ? "_" : spans[column][token - sentence.tokens.lowerBound]
            try append(tag.utf8, document, into: &out)
          }
        }
        out.append(.lineFeed)
      }
      out.append(.lineFeed)
    }
    try file.append(out)
  }

  /// A role; a name of tags that are not there, or not predicted, is that of spans.
  private func role(_ role: ColumnRole, _ document: Document) -> ColumnRole {
    guard case .tags(let layer) = role, tags(layer, document) == nil, spans(layer, document) != nil else { return role }
    return .spans(layer)
  }

  /// The tags of a column: those that are predicted, where it is called so.
  private func tags(_ name: String, _ document: Document) -> [String?]? {
    guard let column = predicted(name) else { return document.tags(inColumn: name) }
    guard case .tags(let layer) = column.layer else { return nil }
    return document.predictions[column.task]?.annotation.tags[layer]
  }

  /// The spans of a column: those that are predicted, where it is called so.
  private func spans(_ name: String, _ document: Document) -> [LabeledSpan]? {
    guard let column = predicted(name) else { return document.spans(inColumn: name) }
    guard case .spans(let layer) = column.layer else { return nil }
    return document.predictions[column.task]?.annotation.spans[layer]
  }

  private func predicted(_ name: String) -> PredictedColumn? { options.predicted.first { $0.name == name } }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }

  private func append(
    _ cell: some Collection<UInt8>, _ document: Document, into out: inout [UInt8]
  ) throws(CorpusError) {
    let start = out.count
    out.append(contentsOf: cell)
    let isBroken = out[start...].contains {
      $0 == .lineFeed || $0 == .carriageReturn || $0 == separator || separator == .space && $0 == .tab
    }
    guard !isBroken, !cell.isEmpty else {
      throw .cannotExpress(
        options.format, document: document.id, what: cell.isEmpty ? "an empty cell" : "white space in a cell")
    }
  }
}
