import BraidFiles
import BraidText

/// How a lemma is made of a form: a few of these serve most of a language's words, unseen ones as well.
///
/// Either the casing is changed, and a number of characters at both ends gives way to others; or, where form and lemma have
/// nothing in common, the lemma is given whole. Characters are Unicode scalars.
///
/// Source: the edit scripts of Chrupała 2006 in the form of Straka 2018, section 3.3, with one stem.
package struct LemmaScript: Hashable, Sendable {
  /// What becomes of the form's casing.
  package enum Casing: String, Sendable, CaseIterable {
    /// As it is written.
    case keep
    /// In lower case.
    case lower
    /// In lower case but for the first character.
    case title
    /// In upper case.
    case upper

    func apply(_ form: String) -> String {
      switch self {
      case .keep: form
      case .lower: form.inLowerCase
      case .title: form.prefix(1).uppercased() + String(form.dropFirst()).inLowerCase
      case .upper: form.uppercased()
      }
    }
  }

  /// A change at one end of a word.
  struct Edit: Hashable, Sendable {
    /// Characters that go.
    var removed: Int
    /// What stands in their place.
    var added: ExactString
  }

  private enum Change: Hashable {
    case whole(ExactString)
    case ends(Casing, first: Edit, last: Edit)
  }

  private let change: Change

  /// The form as it is.
  package static let identity = LemmaScript(
    change: .ends(
      .keep, first: Edit(removed: 0, added: ExactString("")), last: Edit(removed: 0, added: ExactString(""))))

  private init(change: Change) { self.change = change }

  /// Longest word whose parts are all compared, in characters; of a longer one only the beginning is.
  private static let longestSearch = 100

  /// The script with the fewest changes that makes `lemma` of `form`.
  package init(form: String, lemma: String) {
    let target = Array(lemma.unicodeScalars)
    // A lemma in lower case says nothing of the casing of the form, which may stand at the start of a sentence.
    let casings: [Casing] = lemma.isExactly(lemma.inLowerCase) ? [.lower, .keep] : [.keep, .title, .upper]
    var best: (cost: Int, change: Change)?
    for casing in casings {
      let source = Array(casing.apply(form).unicodeScalars)
      guard let stem = Self.stem(source, target) else { continue }
      let first = Edit(removed: stem.source, added: ExactString(Self.string(target[..<stem.target])))
      let last = Edit(
        removed: source.count - stem.source - stem.count,
        added: ExactString(Self.string(target[(stem.target + stem.count)...])))
      // A single letter in the middle of other ones is no stem.
      if stem.count == 1, first.removed > 0 || !first.added.string.isEmpty { continue }
      let cost = source.count + target.count - 2 * stem.count
      if cost < best?.cost ?? .max { best = (cost, .ends(casing, first: first, last: last)) }
    }
    change = best?.change ?? .whole(ExactString(lemma))
  }

  /// The lemma of a form; nil when the form is too short for the script, or nothing would be left.
  package func lemma(of form: String) -> String? {
    switch change {
    case .whole(let lemma): return lemma.string
    case .ends(let casing, let first, let last):
      let source = Array(casing.apply(form).unicodeScalars)
      guard first.removed <= source.count, last.removed <= source.count - first.removed else { return nil }
      let stem = Self.string(source[first.removed..<source.count - last.removed])
      let lemma = first.added.string + stem + last.added.string
      return lemma.isEmpty ? nil : lemma
    }
  }

  /// The longest run of characters that both have, the first of equal ones; nil when there is none.
  private static func stem(
    _ source: [Unicode.Scalar], _ target: [Unicode.Scalar]
  ) -> (source: Int, target: Int, count: Int)? {
    if source.count > longestSearch || target.count > longestSearch {
      let count = zip(source, target).prefix { $0 == $1 }.count
      return count > 0 ? (0, 0, count) : nil
    }
    var best = (source: 0, target: 0, count: 0)
    var before = [Int](repeating: 0, count: target.count + 1)
    for (row, character) in source.enumerated() {
      var lengths = [Int](repeating: 0, count: target.count + 1)
      for (column, other) in target.enumerated() where character == other {
        lengths[column + 1] = before[column] + 1
        let count = lengths[column + 1]
        if count > best.count { best = (row + 1 - count, column + 1 - count, count) }
      }
      before = lengths
    }
    return best.count > 0 ? best : nil
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}

extension LemmaScript {
  /// The script as a label: casing, changes at the start and at the end, `lower 0+ 3+y` for *flies*; `= be` for a whole lemma.
  package var label: String {
    switch change {
    case .whole(let lemma): "= \(Self.escaped(lemma.string))"
    case .ends(let casing, let first, let last):
      "\(casing) \(first.removed)+\(Self.escaped(first.added.string)) \(last.removed)+\(Self.escaped(last.added.string))"
    }
  }

  /// The script of a label; nil for what is none.
  package init?(label: String) {
    let parts = label.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
    func edit(_ text: String) -> Edit? {
      guard let plus = text.unicodeScalars.firstIndex(of: "+"), let removed = Int(text[..<plus]), removed >= 0 else {
        return nil
      }
      return Edit(
        removed: removed, added: ExactString(Self.unescaped(String(text.unicodeScalars[plus...].dropFirst()))))
    }
    if parts.count == 2, parts[0] == "=" {
      self.init(change: .whole(ExactString(Self.unescaped(parts[1]))))
    } else if parts.count == 3, let casing = Casing(rawValue: parts[0]), let first = edit(parts[1]),
      let last = edit(parts[2])
    {
      self.init(change: .ends(casing, first: first, last: last))
    } else {
      return nil
    }
  }

  /// Spaces as `%20`, so that the parts of a label stay apart.
  private static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped.append(contentsOf: "%25".unicodeScalars)
      case " ": escaped.append(contentsOf: "%20".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  private static func unescaped(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    var plain = String.UnicodeScalarView()
    while let scalar = scalars.popFirst() {
      let code = String(scalars.prefix(2))
      if scalar == "%", code == "20" || code == "25" {
        plain.append(code == "20" ? " " : "%")
        scalars.removeFirst(2)
      } else {
        plain.append(scalar)
      }
    }
    return String(plain)
  }
}
