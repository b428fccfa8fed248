import Foundation

/// How much training there may be, over all that is trained.
public enum TrainingBudget: Sendable, Codable, Equatable {
  /// Seconds of training; how many steps a rung has depends on the machine.
  case seconds(Double)
  /// Steps; the result is the same on every machine.
  case steps(Int)

  /// The budget that `30m`, `90s`, `2h` or `6000 steps` stand for; nil for what is none.
  public init?(_ text: String) {
    if text.hasSuffix("steps") {
      guard let steps = Int(text.dropLast(5).trimmingCharacters(in: .whitespaces)), steps > 0 else { return nil }
      self = .steps(steps)
      return
    }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last, let factor = units[unit], let number = Double(text.dropLast()), number > 0,
      (number * factor).isFinite
    else { return nil }
    self = .seconds(number * factor)
  }

  /// Its seconds or steps.
  var amount: Double {
    switch self {
    case .seconds(let seconds): seconds
    case .steps(let steps): Double(steps)
    }
  }
}
