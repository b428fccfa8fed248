import BraidFiles

/// Which column of a CoNLL-U or CoNLL-U Plus file holds what.
struct CoNLLUColumns {
  /// The layers of columns 3 to 10 of CoNLL-U.
  static let standardLayers = ["lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"]

  /// Column of the word's ID.
  var id: Int
  /// Column of the word.
  var form: Int
  /// Tag layers with their columns.
  var layers: [(name: String, column: Int)]
  /// How many columns there are before those of the predicates.
  var width: Int
  /// Column of the MISC attributes.
  var misc: Int?
  /// Column of the predicates' senses.
  var predicates: Int?
  /// Whether each predicate of a sentence has a column after the named ones.
  var hasPredicateColumns = false

  /// The ten columns of CoNLL-U.
  static var standard: CoNLLUColumns {
    CoNLLUColumns(
      id: 0, form: 1, layers: standardLayers.enumerated().map { ($1, $0 + 2) }, width: 10, misc: 9)
  }

  /// Calls the layers of the last two columns what they are in CoNLL-X.
  mutating func nameProjectiveHeads() {
    for (index, layer) in layers.enumerated() {
      switch layer.name {
      case "deps": layers[index].name = "phead"
      case "misc": layers[index].name = "pdeprel"
      default: break
      }
    }
    misc = nil
  }

  /// CoNLL-U, the predicates' senses and one column a predicate: Universal PropBank 1.
  static var propBank: CoNLLUColumns {
    var columns = standard
    columns.layers.append(("predicate", 10))
    columns.predicates = 10
    columns.width = 11
    columns.hasPredicateColumns = true
    return columns
  }

  private init(id: Int, form: Int, layers: [(String, Int)], width: Int, misc: Int?) {
    self.id = id
    self.form = form
    self.layers = layers
    self.width = width
    self.misc = misc
  }

  /// The columns that a `# global.columns` line names.
  ///
  /// - Throws: `noSuchColumn` when ID or FORM is not among them, `unexpected` for a column that is named twice.
  init(names: [String], place: SourceLocation) throws(CorpusError) {
    if let name = Self.repeated(names) {
      throw .unexpected(place, found: "the column \(name) twice", expected: "each column once")
    }
    self.init(id: -1, form: -1, layers: [], width: names.count, misc: nil)
    for (column, name) in names.enumerated() {
      switch name {
      case "ID": id = column
      case "FORM": form = column
      case "UP:PRED", "UP:PREDS":
        layers.append(("predicate", column))
        predicates = column
      case "UP:ARGHEADS": layers.append(("argheads", column))
      case "UP:ARGSPANS": layers.append(("argspans", column))
      case "UP:ARGS":
        // A column of its own for each predicate, from here on.
        hasPredicateColumns = true
        width = column
      default:
        if name == "MISC" { misc = column }
        layers.append((name.lowercased(), column))
      }
      if hasPredicateColumns { break }
    }
    guard id >= 0 else { throw .noSuchColumn(place, column: "ID", header: names) }
    guard form >= 0 else { throw .noSuchColumn(place, column: "FORM", header: names) }
  }

  /// The first name that says the same as one before it; nil when there is none.
  static func repeated(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { name in
      // Both are the predicates' senses.
      let upper = name.uppercased()
      return !seen.insert(upper == "UP:PREDS" ? "UP:PRED" : upper).inserted
    }
  }
}
