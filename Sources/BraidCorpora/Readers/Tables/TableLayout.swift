import BraidFiles
import BraidText
import Synchronization

/// The columns of a table that is read, for the writer of a table with the same ones.
///
/// The reader that is given one keeps every column of the table, those no part is mapped to as fields, and notes here what is
/// where when it has read the first row; the writer looks when it writes the first.
public final class TableLayout: Sendable {
  /// One column.
  struct Column: Sendable {
    /// What the header calls it, or the name of its part.
    var name: String
    /// What it holds.
    var part: DocumentPart
  }

  /// What is known of a table.
  struct Table: Sendable {
    /// In the order of the file.
    var columns: [Column]
    /// Whether the first row names the columns.
    var hasHeader: Bool
    /// Whether it is CSV, TSV or another.
    var format: CorpusFormat
    /// The byte between its columns.
    var separator: UInt8
    /// The byte that its cells may be in; nil for none.
    var quote: UInt8?
    /// What stands between several labels in a cell; nil for nothing.
    var labelSeparator: String?
    /// What stands around its rows.
    var frame = TableFrame()
  }

  private let noted = Mutex<Table?>(nil)
  private let notedNames = Mutex<[String]>([])

  /// The layout of a table that is not read yet.
  package init() {}

  /// The table, once its first row has been read.
  var table: Table? { noted.withLock { $0 } }

  /// Whether a column of the table is labels of a layer.
  func hasLabels(_ layer: String) -> Bool { table?.columns.contains { $0.part == .label(layer: layer) } ?? false }

  /// Notes the table; of several the first counts.
  func note(_ table: Table) { noted.withLock { $0 = $0 ?? table } }

  /// The columns of a CoNLL-U Plus file, once its first line has been read; none before.
  var globalColumns: [String] { notedNames.withLock { $0 } }

  /// Notes the columns of a CoNLL-U Plus file; of several files the first counts.
  func note(globalColumns names: [String]) { notedNames.withLock { if $0.isEmpty { $0 = names } } }

  /// What the field of a column begins with that neither a header nor the options name; its number follows.
  static let unnamed = "column "

  /// The columns of a document that no table was read for, while nothing is known of its layers.
  static let usual = [Column(name: "id", part: .id), Column(name: "text", part: .text)]

  /// Notes what a document has that is no row of a table: id, text, and its labels, translations and fields.
  func note(_ document: Document) {
    guard table == nil else { return }
    var columns = Self.usual
    var used = Set(columns.map(\.name))
    // The names are those that a table is read by: `label` is one, other labels and translations say what they are, and so do
    // fields that are called as another part is.
    let parts: [(name: String, long: String, part: DocumentPart)] =
      document.labels.keys.sorted().map { ($0 == "label" ? $0 : "label:\($0)", "label:\($0)", .label(layer: $0)) }
      + document.translations.keys.sorted().map { ("translation:\($0)", "translation:\($0)", .translation($0)) }
      + document.fields.keys.filter { !$0.isExactly(KeptMembers.field) }.sorted().map {
        (DocumentPart.isOwnName($0) ? "field:\($0)" : $0, "field:\($0)", .field($0))
      }
    for (name, long, part) in parts {
      guard let free = [name, long].first(where: { !used.contains($0) }) else { continue }
      used.insert(free)
      columns.append(Column(name: free, part: part))
    }
    note(Table(columns: columns, hasHeader: true, format: .jsonl, separator: 0))
  }
}

extension TableLayout: Equatable {
  /// Whether both are the same object.
  public static func == (first: TableLayout, second: TableLayout) -> Bool { first === second }
}

extension CorpusFormat {
  /// Whether it is a table of any columns.
  package var isTable: Bool { self == .csv || self == .tsv }

  /// The kind of columns that a file of the format has and that one of the same kind is written with: those of a table, or of
  /// CoNLL-U Plus; nil for other formats.
  package var keptColumns: CorpusFormat? { isTable ? .csv : self == .conllup ? self : nil }
}
