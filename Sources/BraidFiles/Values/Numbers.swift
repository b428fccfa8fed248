extension Duration {
  /// The duration in seconds.
  package var seconds: Double { self / .seconds(1) }
}

extension Int {
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

  /// The number of things, of which there may be one: `1 document`, `1,234 documents`.
  package func counted(_ thing: String) -> String { "\(grouped) \(thing)\(self == 1 ? "" : "s")" }
}
