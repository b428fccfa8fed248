import Foundation

extension Duration {
  /// The duration in seconds.
  package var seconds: Double { self / .seconds(1) }
}

extension Double {
  /// The number with a fixed count of decimals.
  package func fixed(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }

  /// The same with its sign, also above 0.
  package func signed(_ decimals: Int) -> String { String(format: "%+.\(decimals)f", self) }

  /// The number with at most so many digits that count.
  package func significant(_ digits: Int) -> String { String(format: "%.\(digits)g", self) }
}

extension Int {
  /// A number of which nobody knows where it comes from: rounded to a whole one, the largest or smallest of these for one
  /// beyond them, 0 for none.
  package init(saturating value: Double) {
    let whole = value.rounded()
    self = value.isNaN ? 0 : Int(exactly: whole) ?? (whole < 0 ? .min : .max)
  }

  /// The number with separators between thousands: `1,234,567`.
  package var grouped: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// The number of things, of which there may be one: `1 document`, `1,234 documents`, `2 entries`.
  package func counted(_ thing: String) -> String { "\(grouped) \(noun(thing))" }

  /// The noun behind the number of things: `document` behind 1, else `documents`.
  package func noun(_ thing: String) -> String {
    if self == 1 { return thing }
    let isRegular = !thing.hasSuffix("y") || ["ay", "ey", "oy", "uy"].contains(where: thing.hasSuffix)
    return isRegular ? "\(thing)s" : "\(thing.dropLast())ies"
  }
}
