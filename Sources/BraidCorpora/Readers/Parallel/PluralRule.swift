import BraidFiles
import BraidText

/// Which form of a plural message stands for which number, by the rule in the header of its catalogue.
struct PluralRule: Equatable {
  /// Catalogues have fewer forms than this.
  static let limit = 10
  /// The rule of catalogues that give none: one, and more than one.
  static let germanic = PluralRule(one: 0, many: 1)

  /// The form for 1.
  var one: Int
  /// The form for most numbers, other than that for 1 where there is another.
  var many: Int

  /// How many forms there are.
  private(set) var count = 2
  /// The rule of a header, as it stands there; nil for a catalogue without one.
  private(set) var text: String?

  private init(one: Int, many: Int) {
    self.one = one
    self.many = many
  }

  /// The rule in a header such as `Plural-Forms: nplurals=2; plural=(n != 1);`; nil when there is none.
  ///
  /// - Throws: `unexpected` for a rule that cannot be read.
  init?(header: String, at place: SourceLocation) throws(CorpusError) {
    guard let line = Self.line(of: header), let rule = Self.value("plural=", in: line) else { return nil }
    var counts: [Int: Int] = [:]
    var forms: [Int] = []
    for number in 1...200 {
      var expression = Expression(rule, number: number)
      guard let form = expression.value(), 0..<Self.limit ~= form else {
        throw .unexpected(place, found: "plural rule \(rule)", expected: "an expression of C in n")
      }
      forms.append(form)
      counts[form, default: 0] += 1
    }
    let others = counts.filter { $0.key != forms[0] }
    self.init(one: forms[0], many: others.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? forms[0])
    let named = Self.value("nplurals=", in: line).flatMap { Int($0) }
    count = min(Self.limit, max((counts.keys.max() ?? 0) + 1, named ?? 0))
    text = String(decoding: line.first == .space ? line.dropFirst() : line, as: UTF8.self)
  }

  /// What stands behind `Plural-Forms:` in a header, whose lines may end with CR LF; nil for a header without it.
  private static func line(of header: String) -> ArraySlice<UInt8>? {
    let name = Array("plural-forms:".utf8)
    for line in Array(header.utf8).split(separator: .lineFeed)
    where line.count > name.count && zip(name, line).allSatisfy({ $0 == $1 | 0x20 }) {
      let rest = line.dropFirst(name.count)
      return rest.last == .carriageReturn ? rest.dropLast() : rest
    }
    return nil
  }

  /// What stands behind a name up to a semicolon, without white space; nil for nothing.
  private static func value(_ name: String, in line: ArraySlice<UInt8>) -> Substring? {
    let parts = line.filter { !XMLText.isSpace($0) }.split(
      separator: Array(name.utf8), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count > 1, !parts[1].isEmpty else { return nil }
    return Substring(decoding: parts[1].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
  }

  /// The rule with a text such as `nplurals=2; plural=(n != 1);`; nil for one that cannot be read.
  init?(text: String) {
    guard let rule = try? PluralRule(header: "Plural-Forms: \(text)", at: SourceLocation(file: "")) else { return nil }
    self = rule
  }

  /// An expression of C over one variable, computed as it is read.
  private struct Expression {
    private static let operators: [[(String, @Sendable (Int, Int) -> Int?)]] = [
      [("||", { $0 != 0 || $1 != 0 ? 1 : 0 })], [("&&", { $0 != 0 && $1 != 0 ? 1 : 0 })],
      [("==", { $0 == $1 ? 1 : 0 }), ("!=", { $0 != $1 ? 1 : 0 })],
      [
        ("<=", { $0 <= $1 ? 1 : 0 }), (">=", { $0 >= $1 ? 1 : 0 }), ("<", { $0 < $1 ? 1 : 0 }),
        (">", { $0 > $1 ? 1 : 0 }),
      ],
      [("+", { $0 &+ $1 }), ("-", { $0 &- $1 })],
      [("*", { $0 &* $1 }), ("/", { $1 > 0 ? $0 / $1 : nil }), ("%", { $1 > 0 ? $0 % $1 : nil })],
    ]

    private var rest: Substring.UTF8View
    private let number: Int
    private var depth = 0

    init(_ text: Substring, number: Int) {
      rest = text.utf8
      self.number = number
    }

    /// The value of the whole expression; nil when it is none.
    mutating func value() -> Int? {
      guard let value = choice(), rest.isEmpty else { return nil }
      return value
    }

    private mutating func take(_ text: String) -> Bool {
      guard rest.starts(with: text.utf8) else { return false }
      rest = rest.dropFirst(text.utf8.count)
      return true
    }

    private mutating func choice() -> Int? {
      depth += 1
      defer { depth -= 1 }
      guard depth < 64, let condition = chain(0) else { return nil }
      guard take("?") else { return condition }
      guard let yes = choice(), take(":"), let no = choice() else { return nil }
      return condition != 0 ? yes : no
    }

    private mutating func chain(_ level: Int) -> Int? {
      guard level < Self.operators.count else { return operand() }
      guard var value = chain(level + 1) else { return nil }
      while let (_, apply) = Self.operators[level].first(where: { take($0.0) }) {
        guard let right = chain(level + 1), let result = apply(value, right) else { return nil }
        value = result
      }
      return value
    }

    private mutating func operand() -> Int? {
      if take("!") {
        depth += 1
        defer { depth -= 1 }
        return depth < 64 ? operand().map { $0 == 0 ? 1 : 0 } : nil
      }
      if take("n") { return number }
      if take("(") {
        let value = choice()
        return take(")") ? value : nil
      }
      let digits = rest.prefix { $0 &- 48 < 10 }
      rest = rest.dropFirst(digits.count)
      return Int(Substring(digits))
    }
  }
}
