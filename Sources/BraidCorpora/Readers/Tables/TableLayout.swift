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
  }

  private let noted = Mutex<Table?>(nil)

  /// The layout of a table that nobody has read yet.
  package init() {}

  /// The table, once its first row has been read.
  var table: Table? { noted.withLock { $0 } }

  /// Notes the table; of several the first counts.
  func note(_ table: Table) { noted.withLock { $0 = $0 ?? table } }
}

extension TableLayout: Equatable {
  /// Whether both are the same object.
  public static func == (first: TableLayout, second: TableLayout) -> Bool { first === second }
}

extension CorpusFormat {
  /// Whether it is a table of any columns.
  package var isTable: Bool { self == .csv || self == .tsv }
}
