import BraidText

/// Columns of semantic roles.
extension FormatGuess {
  /// Whether lines are sentences of CoNLL-2004 and 2005 as they are read: a column of predicates, then one for each with its arguments
  /// in brackets.
  static func areProps(_ lines: [String]) -> Bool {
    let bracket = #/(?:\([^()*\s]+)*\*?\)*/#
    var sentences = lines.split { $0.unlessBlank == nil }.map { rows in
      rows.map { row in row.utf8.split { $0 == .space || $0 == .tab }.map { String(decoding: $0, as: UTF8.self) } }
    }
    // What is looked at ends within one.
    if lines.count == Self.lines, sentences.count > 1 { sentences.removeLast() }
    return [7, 1, 0].contains { target in
      var predicates = 0
      for rows in sentences {
        let width = rows[0].count
        guard target < width, rows.allSatisfy({ $0.count == width }) else { return false }
        let found = rows.count { $0[target] != "-" }
        guard width == target + 1 + found else { return false }
        predicates += found
        let brackets = Array(target + 1..<width) + (target == 7 ? [1, 3] : [])
        guard rows.allSatisfy({ row in brackets.allSatisfy { row[$0].wholeMatch(of: bracket) != nil } }) else {
          return false
        }
      }
      return predicates > 0
    }
  }

  /// Whether rows are those of CoNLL-2008: the ninth column has heads, and the tenth names relations, where CoNLL-2009 has the heads
  /// that a parser has found.
  static func areCoNLL2008(_ rows: [[Substring]]) -> Bool {
    rows.allSatisfy { row in
      row.count >= 11 && Int(row[0]) != nil && Int(row[8]) != nil && Int(row[9]) == nil && row[9] != "_"
    }
  }
}
