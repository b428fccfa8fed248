/// Which column of a table: by number, the first is 1, or by its name in the header.
public enum ColumnRef: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The column's number; the first is 1.
  case number(Int)
  /// The column's name in the header line.
  case name(String)

  /// A column by number; the first is 1.
  public init(integerLiteral value: Int) { self = .number(value) }

  /// A column by its name in the header.
  public init(stringLiteral value: String) { self = .name(value) }

  /// A column from a user's text: digits are a number, anything else is a name.
  public init(_ text: String) {
    if let number = Int(text), 0...1_000_000 ~= number { self = .number(number) } else { self = .name(text) }
  }

  /// The number or the name.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .name(let name): name
    }
  }
}
