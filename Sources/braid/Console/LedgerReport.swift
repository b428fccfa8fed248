import BraidFiles
import BraidCorpora

/// A ledger in words.
enum LedgerReport {
  /// What was read, then every reason for something that was repaired, truncated or dropped, with places.
  static func lines(_ ledger: Ledger) -> [String] {
    let units = Ledger.Unit.allCases.compactMap { unit in
      ledger.read[unit].map { "\(Console.number($0)) \(unit.name($0))" }
    }
    // A file of a header or blank lines holds no document.
    let none = units.isEmpty ? ["nothing"] : ledger.read[.documents] == nil ? ["no documents"] : []
    var lines = ["read " + (none + units).joined(separator: ", ")]
    for entry in ledger.entries {
      let unit = entry.unit.name(entry.count)
      let places = entry.places.map(\.description).joined(separator: ", ")
      let isCut = entry.count > entry.places.count && !entry.places.isEmpty && entry.action != .recognized
      let more = isCut ? ", …" : ""
      lines.append(
        "  \(entry.action.rawValue) \(Console.number(entry.count)) \(unit): \(entry.reason) (\(places)\(more))")
    }
    return lines
  }
}
