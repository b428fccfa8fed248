import BraidFiles
import BraidText

/// Files whose lines belong together, a set of them for each corpus: one of texts, others of tags or labels.
struct AlignedFiles {
  /// One file of a set.
  struct Column {
    /// What its lines hold.
    let part: DocumentPart
    /// Its number among the files of a set, or what its name is or ends with.
    let file: ColumnRef
    /// Whether a set without it is an error.
    let isNeeded: Bool
  }

  /// The files of slot-filling sets, by what they hold.
  static let standard = [("tokens", "seq.in"), ("slots:bio", "seq.out"), ("label", "label")]

  /// The files of a set, that of texts first.
  let columns: [Column]
  /// The names of those that are named.
  private let names: [String]

  /// The files that the map of columns names; without one those of slot-filling sets, of which texts alone are needed.
  ///
  /// - Throws: `badOption` for a part that no line can hold, for no texts, and for names beside numbers.
  init(_ options: ReadOptions) throws(CorpusError) {
    let map = options.columns.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    let asked = map.isEmpty ? Self.standard.map { ($0.0, ColumnRef.name($0.1)) } : map
    var columns: [Column] = []
    for (name, file) in asked {
      let part = try DocumentPart(name, labelLayer: options.labelLayer, target: options.targetName)
      if case .offsets = part {
        throw .badOption(name: "columns", found: name, expected: "a part that a line can hold, such as LAYER:bio")
      }
      if case .number(0) = file { throw .badOption(name: "columns", found: "\(name)=0", expected: "numbers from 1") }
      columns.append(Column(part: part, file: file, isNeeded: !map.isEmpty || part.isText))
    }
    guard columns.count(where: \.part.isText) == 1 else {
      throw .badOption(
        name: "columns", found: map.map(\.0).joined(separator: ", "),
        expected: "one file of texts, named text or tokens")
    }
    names = columns.compactMap { if case .name(let name) = $0.file { name } else { nil } }
    guard names.isEmpty || names.count == columns.count else {
      throw .badOption(
        name: "columns", found: "names beside numbers", expected: "names of all files, or numbers of all")
    }
    self.columns = columns.filter(\.part.isText) + columns.filter { !$0.part.isText }
  }

  /// The sets that files, and folders with such files in them and below, make up: files that are called alike, but for what
  /// the columns name, or, where these are numbers, as many as there are, one after the other.
  ///
  /// - Returns: the files of each set, that of texts first where they are known by their names.
  /// - Throws: `badOption` for a number of files that makes no sets; `unexpected` for a file that no column names, and for a
  ///   set that lacks one.
  func sets(_ paths: [String]) throws(CorpusError) -> [[String]] {
    guard !names.isEmpty else { return try numbered(paths) }
    var sets: [[String?]] = []
    var places: [String: Int] = [:]
    for file in try files(paths) {
      guard let column = column(of: file) else {
        throw .unexpected(SourceLocation(file: file), found: "a file that no column names", expected: expected)
      }
      let key = String(Self.bare(file).dropLast(names(of: column).count))
      if let place = places[key], sets[place][column] == nil {
        sets[place][column] = file
      } else {
        places[key] = sets.count
        var set = [String?](repeating: nil, count: columns.count)
        set[column] = file
        sets.append(set)
      }
    }
    var whole: [[String]] = []
    for set in sets {
      let found = set.compactMap(\.self)
      for (column, file) in zip(columns, set) where file == nil && column.isNeeded {
        throw .unexpected(
          SourceLocation(file: found[0]), found: "no file `\(column.file)` that goes with it", expected: expected)
      }
      whole.append(found)
    }
    return whole
  }

  /// The file of a set that a column stands for; nil for one that the set does not have.
  func file(_ column: Int, in set: [String]) -> String? {
    switch columns[column].file {
    case .number(let number): number <= set.count ? set[number - 1] : nil
    case .name: set.first { self.column(of: $0) == column }
    }
  }

  private var expected: String {
    "a file for each column: " + names.map { "`\($0)`" }.joined(separator: ", ")
      + ", in a folder or behind a name and a point"
  }

  /// Files that are known by their number in a set.
  private func numbered(_ paths: [String]) throws(CorpusError) -> [[String]] {
    let size = columns.map { if case .number(let number) = $0.file { number } else { 0 } }.max() ?? 1
    if let folder = paths.first(where: FileList.isFolder) {
      throw .badOption(
        name: "columns", found: "numbers of files in the folder \(folder)", expected: "the names of its files")
    }
    guard paths.count.isMultiple(of: size) else {
      throw .badOption(
        name: "paths", found: paths.count.counted("file"), expected: "\(size) for each set, one for each column")
    }
    return stride(from: 0, to: paths.count, by: size).map { Array(paths[$0..<$0 + size]) }
  }

  /// The files, with those of folders.
  private func files(_ paths: [String]) throws(CorpusError) -> [String] {
    var files: [String] = []
    for path in paths {
      guard FileList.isFolder(path) else {
        files.append(path)
        continue
      }
      let found = FileList.contents(of: path) { column(of: $0) != nil } ?? []
      guard !found.isEmpty else {
        throw .unexpected(SourceLocation(file: path), found: "a folder without such files", expected: expected)
      }
      files += found
    }
    return files
  }

  /// The column that a file's name is that of, or ends with behind a point; of several the one of the longest name.
  private func column(of file: String) -> Int? {
    let name = Paths.name(Self.bare(file)).utf8
    return columns.indices.filter { column in
      let ending = names(of: column)
      guard name.count >= ending.count, name.suffix(ending.count).elementsEqual(ending) else { return false }
      return name.count == ending.count || name.dropLast(ending.count).last == .dot
    }.max { names(of: $0).count < names(of: $1).count }
  }

  private func names(of column: Int) -> String.UTF8View { columns[column].file.description.utf8 }

  /// A path without the ending of what is packed.
  private static func bare(_ path: String) -> String { path.hasSuffix(".gz") ? String(path.dropLast(3)) : path }
}

extension DocumentPart {
  /// Whether it is the text of a document.
  var isText: Bool { self == .text || self == .tokens }
}

extension Collection<DocumentPart> {
  /// Whether the text is words with blanks between them: it is called tokens, or there are tags for its words.
  var haveTokens: Bool {
    contains { part in
      switch part {
      case .tokens, .tags, .spans: true
      default: false
      }
    }
  }
}
