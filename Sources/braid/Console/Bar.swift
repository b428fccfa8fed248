import BraidFiles

/// A bar that shows how far something is.
enum Bar {
  private static let width = 24

  /// The bar with its share in percent.
  static func text(_ share: Double) -> String {
    let share = min(1, max(0, share))
    let filled = Int(share * Double(width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    return "\(bar) \(Console.number(share * 100, decimals: 0)) %"
  }

  /// The estimated time left of work that took `seconds` so far; empty while there is no good estimate.
  static func left(seconds: Double, share: Double) -> String {
    guard share > 0.005 || seconds > 5, share > 0 else { return "" }
    let left = seconds / share * (1 - share)
    switch left {
    case ..<90: return ", \(Int(saturating: left)) s left"
    case ..<5400: return ", \(Int(saturating: left / 60)) min left"
    default: return ", \(Console.number(left / 3600, decimals: 1)) h left"
    }
  }
}
