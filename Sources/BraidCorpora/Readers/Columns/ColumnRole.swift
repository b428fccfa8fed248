import BraidFiles
import BraidText

/// What a column of a column file holds.
enum ColumnRole: Hashable {
  /// Nothing that is kept.
  case ignore
  /// The word.
  case form
  /// A tag layer; `_` is missing.
  case tags(String)
  /// A span layer, spelled as tags.
  case spans(String)

  /// What a name of spans, spelled as tags, ends with.
  static let spansEnding = ":bio"

  /// The role a user's name stands for: `form`, `LAYER`, or `LAYER:bio`.
  init(_ name: String) {
    if name == "form" || name == "text" || name == "word" {
      self = .form
    } else if name == "_" {
      self = .ignore
    } else if name.hasSuffix(Self.spansEnding) {
      self = .spans(String(name.dropLast(Self.spansEnding.count)))
    } else {
      self = .tags(name)
    }
  }

  /// The roles of the columns of a file of the given width.
  ///
  /// - Throws: `noSuchColumn` for a column beyond the width; `badOption` for a role that there is not; `raggedColumns` for a
  ///   width the format does not have.
  static func roles(options: ReadOptions, width: Int, place: SourceLocation) throws(CorpusError) -> [ColumnRole] {
    if !options.columns.isEmpty {
      var roles = [ColumnRole](repeating: .ignore, count: width)
      for (name, column) in options.columns {
        guard case .number(let number) = column, 1...width ~= number else {
          throw .noSuchColumn(place, column: "\(column)", header: [])
        }
        roles[number - 1] = ColumnRole(name)
        if case .tags(let layer) = roles[number - 1], layer.utf8.contains(.colon) {
          throw .badOption(
            name: "columns", found: name,
            expected: "form, a layer of tags, LAYER:bio for spans as tags, or _ for nothing")
        }
      }
      if !roles.contains(.form), roles[0] == .ignore { roles[0] = .form }
      guard roles.contains(.form) else {
        throw .badOption(name: "columns", found: "no form", expected: "a column of words, named form")
      }
      return roles
    }
    switch (options.format, width) {
    case (.conll2000, 3): return [.form, .tags("pos"), .spans("chunk")]
    case (.conll2003, 2): return [.form, .spans("entity")]
    case (.conll2003, 3): return [.form, .tags("pos"), .spans("entity")]
    case (.conll2003, 4): return [.form, .tags("pos"), .spans("chunk"), .spans("entity")]
    case (.conll2003, 5): return [.form, .tags("lemma"), .tags("pos"), .spans("chunk"), .spans("entity")]
    case (.columns, 1): return [.form]
    case (.columns, 2): return [.form, .tags("pos")]
    case (.conll2000, _): throw .raggedColumns(place, found: width, expected: 3)
    case (.conll2003, _): throw .raggedColumns(place, found: width, expected: 4)
    default:
      throw .badOption(
        name: "columns", found: "no roles for \(width.counted("column"))",
        expected: "a role for each column, such as form=1,pos=2")
    }
  }
}
