/// A labelled run of rows of a block.
struct RowSpan: Hashable {
  /// The rows.
  var rows: Range<Int>
  /// The label.
  var label: String
}
