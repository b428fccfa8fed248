import BraidFiles
package import BraidText

/// Which of the columns that are asked for by name no document has filled: a name that is mistyped is none of them.
package struct AskedColumns {
  /// A column, by the name that was asked for.
  private struct Column {
    var name: String
    /// The layers that fill it; several for a bare name.
    var layers: [AnnotationLayer]
    /// Whether the name says itself what it is, such as `field:author` or `chunk:bio`, which a corpus may just not have.
    var isPrefixed: Bool
  }

  private var empty: [Column]
  /// Whether predictions may be asked for as `predicted_LAYER`.
  private let isTable: Bool
  /// Documents seen.
  private var count = 0
  /// What the documents have, as columns are called.
  private var known: Set<String>

  /// Documents whose layers are listed in a message.
  private static let listed = 1000

  /// The columns of `options` that a layer or the prediction of a task fills.
  ///
  /// - Parameters:
  ///   - options: How documents are written.
  ///   - tasks: Names of tasks whose predictions will be there.
  /// - Throws: `badOption` for a part that no cell can hold.
  package init(_ options: WriteOptions, tasks: [String] = []) throws(CorpusError) {
    isTable = options.format.isTable
    empty = []
    known = Set(tasks)
    if options.format == .conllup {
      for name in options.columns {
        let upper = name.uppercased()
        guard upper != "ID", upper != "FORM", !upper.hasPrefix("UP:") else { continue }
        empty.append(Column(name: name, layers: [.tags(name.lowercased())], isPrefixed: name.utf8.contains(.colon)))
      }
      return
    }
    guard options.format.hasColumns, !options.columns.isEmpty else { return }
    if options.format.isTable || options.format == .parallelTSV {
      known.formUnion(["text", "id"])
      for (name, part) in zip(options.columns, try TableSink.parts(options)) {
        let layers: [AnnotationLayer]
        switch part {
        case .label(let layer) where name == "label" || layer != name && !name.utf8.contains(.colon): continue
        case .label(let layer):
          layers =
            layer == name
            ? [.labels(layer), .field(layer), .tags(layer), .spans(layer), .translation(layer)] : [.labels(layer)]
        case .field(let field): layers = [.field(field)]
        case .translation(let language) where name != "target": layers = [.translation(language)]
        default: continue
        }
        empty.append(Column(name: name, layers: layers, isPrefixed: name.utf8.contains(.colon)))
      }
    } else if options.format == .aligned {
      known.formUnion(["text", "tokens", "id"])
      for column in try AlignedSink.columns(options) {
        let layers: [AnnotationLayer]
        switch column.part {
        case .label where column.name == "label": continue
        case .label(let layer): layers = [.labels(layer)]
        // A name of tags that are not there is that of spans.
        case .tags(let layer): layers = [.tags(layer), .spans(layer)]
        case .spans(let layer): layers = [.spans(layer)]
        case .field(let field): layers = [.field(field)]
        case .translation(let name): layers = [.translation(name)]
        case .text, .tokens, .id, .language, .offsets: continue
        }
        empty.append(Column(name: column.name, layers: layers, isPrefixed: column.name.utf8.contains(.colon)))
      }
    } else {
      known.insert("form")
      for (name, role) in zip(options.columns, ColumnsSink.roles(options)) {
        switch role {
        case .tags(let layer):
          // A name of tags that are not there is that of spans.
          empty.append(Column(name: name, layers: [.tags(layer), .spans(layer)], isPrefixed: false))
        case .spans(let layer): empty.append(Column(name: name, layers: [.spans(layer)], isPrefixed: true))
        case .form, .ignore: break
        }
      }
    }
    empty.removeAll { column in column.layers.contains { tasks.contains($0.name) } }
  }

  /// Takes a document's layers and predictions into account.
  package mutating func see(_ document: Document) {
    guard !empty.isEmpty else { return }
    count += 1
    let columns = document.predictions.isEmpty ? [] : PredictedColumn.columns(document)
    let predicted = Set(
      columns.flatMap { isTable ? [$0.name, $0.scoreName] : [$0.name, $0.name + ColumnRole.spansEnding] })
    empty.removeAll { column in
      predicted.contains(column.name)
        || column.layers.contains { layer in
          layer.isPresent(in: document) || document.predictions[layer.name] != nil
            || document.predictions.values.contains { $0.layers.contains(layer) }
        }
    }
    guard count <= Self.listed, !empty.isEmpty else { return }
    known.formUnion(document.labels.keys)
    known.formUnion(document.fields.keys)
    known.formUnion(document.translations.keys.map { "translation:" + $0 })
    known.formUnion(document.tags.keys)
    known.formUnion(document.spans.keys.map { $0 + ":bio" })
    known.formUnion(document.predictions.keys)
    known.formUnion(predicted)
  }

  /// What is wrong when no document of several outputs, which have the same columns, has filled one; nil when that is fine.
  package static func problem(_ outputs: [AskedColumns]) -> CorpusError? {
    let used = outputs.filter { $0.count > 0 }
    guard let first = used.first else { return nil }
    let unfilled = first.empty.filter { column in
      !column.isPrefixed && used.allSatisfy { $0.empty.contains { $0.name == column.name } }
    }
    guard let column = unfilled.first else { return nil }
    let known = used.reduce(into: Set<String>()) { $0.formUnion($1.known) }.sorted()
    let nearest = SpellingSuggestion.name(for: column.name, among: known)
    return .badWriteOption(
      name: "columns", found: "\(column.name), which no document has",
      expected: "one of \(known.joined(separator: ", "))" + (nearest.map { "; did you mean \($0)?" } ?? ""))
  }

  /// Columns that say what they are and that no document has filled.
  var unfilled: [String] { count > 0 ? empty.filter(\.isPrefixed).map(\.name) : [] }
}
