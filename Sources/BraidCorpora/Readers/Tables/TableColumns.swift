import BraidText

/// Which column of a table fills which part of a document.
struct TableColumns {
  private enum Part {
    case text, id, language, field(String), label(String), translation(String)
  }

  private var parts: [(column: Int, part: Part)] = []

  /// Nothing is filled.
  init() {}

  /// Resolves the columns asked for against the header.
  ///
  /// - Throws: `noSuchColumn`.
  init(options: ReadOptions, header: [String], width: Int, place: Place) throws(CorpusError) {
    var wanted = options.columns
    if wanted.isEmpty {
      if !header.isEmpty {
        for name in header { wanted[Self.isKnown(name) ? name : "field:" + name] = .name(name) }
      } else if options.format == .parallelTSV {
        wanted = ["source": 1, "target": 2]
      } else {
        wanted = width == 1 ? ["text": 1] : ["label": 1, "text": 2]
      }
    }
    for (name, column) in wanted.sorted(by: { $0.key < $1.key }) {
      let index: Int
      switch column {
      case .number(let number):
        guard 1...max(width, 1) ~= number else {
          throw .noSuchColumn(place, column: "\(number)", header: header)
        }
        index = number - 1
      case .name(let name):
        guard let found = header.firstIndex(of: name) else {
          throw .noSuchColumn(place, column: name, header: header)
        }
        index = found
      }
      parts.append((index, Self.part(name, options)))
    }
  }

  /// Whether a first row can only be a header: all its cells are names that Braid knows, or the columns asked for by
  /// number hold the names they are asked for by. One column alone is no sign.
  static func isHeader(_ cells: [String], _ options: ReadOptions) -> Bool {
    guard cells.count > 1 else { return false }
    if options.columns.isEmpty { return cells.allSatisfy(isKnown) && Set(cells).count == cells.count }
    return options.columns.count > 1
      && options.columns.allSatisfy { name, column in
        guard case .number(let number) = column, cells.indices.contains(number - 1) else { return false }
        return cells[number - 1].lowercased() == name.lowercased()
      }
  }

  /// The document of one row.
  func document(_ row: RowReader, options: ReadOptions) -> Document {
    var document = Document(language: options.language, text: "")
    for (column, part) in parts {
      let value = row[column]
      switch part {
      case .text:
        if options.pretokenized {
          document = Self.tokenized(value, into: document)
        } else {
          document.text = value.string
        }
      case .id: document.id = value.string
      case .language: if !value.isEmpty { document.language = value.string }
      case .field(let name): if !value.isEmpty { document.fields[name] = value.string }
      case .label(let layer): if !value.isEmpty { document.labels[layer] = [Label(value.string)] }
      case .translation(let name): if !value.isEmpty { document.translations[name] = AlignedText(value.string) }
      }
    }
    return document
  }

  private static func tokenized(_ value: TableField, into document: Document) -> Document {
    var builder = TextBuilder()
    switch value {
    case .slice(let bytes): builder.appendSentence(bytes)
    case .copy(let bytes): bytes.withUnsafeBufferPointer { builder.appendSentence($0) }
    }
    var result = document
    let built = builder.document()
    result.text = built.text
    result.tokens = built.tokens
    result.sentences = built.sentences
    return result
  }

  private static func isKnown(_ name: String) -> Bool {
    ["text", "label", "id", "language", "source", "target"].contains(name) || name.hasPrefix("label:")
  }

  private static func part(_ name: String, _ options: ReadOptions) -> Part {
    switch name {
    case "text", "source": .text
    case "target": .translation(options.targetLanguage)
    case "id": .id
    case "language": .language
    case "label": .label(options.labelLayer)
    default:
      if name.hasPrefix("field:") {
        .field(String(name.dropFirst(6)))
      } else if name.hasPrefix("translation:") {
        .translation(String(name.dropFirst(12)))
      } else {
        .label(name.hasPrefix("label:") ? String(name.dropFirst(6)) : name)
      }
    }
  }
}
