import BraidFiles
import BraidTasks
import Foundation

/// Numbers as a report writes them.
enum Figures {
  /// A whole number with separators between thousands.
  static func count(_ value: Int) -> String { value.grouped.replacingOccurrences(of: "-", with: "−") }

  /// A number with a fixed count of decimals.
  static func decimal(_ value: Double, _ decimals: Int = 2) -> String {
    guard value.isFinite else { return "not finite" }
    return value.fixed(decimals).replacingOccurrences(of: "-", with: "−")
  }

  /// A difference, with its sign.
  static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + decimal(value) }

  /// An interval.
  static func range(_ interval: ScoreInterval) -> String { "\(decimal(interval.low, 1))–\(decimal(interval.high, 1))" }

  /// A number with three digits that count.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "not finite" }
    return value.significant(3).replacingOccurrences(of: "-", with: "−")
  }

  /// A share, 0...1, in percent.
  static func percent(_ share: Double) -> String { decimal(100 * share, 1) + " %" }

  /// A time that something took.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return decimal(seconds) }
    let whole = Int(saturating: seconds)
    switch seconds {
    case ..<0.1: return "\(Int(saturating: seconds * 1000)) ms"
    case ..<60: return decimal(seconds, 1) + " s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  /// An amount of memory.
  static func memory(_ bytes: Int) -> String {
    if bytes < 1_000_000 { return "\(Int((Double(bytes) / 1e3).rounded())) kB" }
    return bytes < 1_000_000_000
      ? "\(Int((Double(bytes) / 1e6).rounded())) MB" : decimal(Double(bytes) / 1e9, 2) + " GB"
  }

  /// A day and time, in UTC.
  static func date(_ seconds: Double) -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate, .withTime, .withColonSeparatorInTime, .withSpaceBetweenDateAndTime]
    return formatter.string(from: Date(timeIntervalSince1970: seconds)) + " UTC"
  }

  /// A coordinate in a drawing.
  static func coordinate(_ value: Double) -> String {
    let text = value.fixed(1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
