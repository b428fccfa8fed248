public import BraidFiles
public import BraidText

/// What a reader did with its input: everything read, and everything repaired, truncated, dropped, left aside or found out
/// without being said, by reason.
///
/// Ledgers of several files or threads merge with `merge(_:)`.
public struct Ledger: Sendable, Equatable, Codable {
  /// What happened to a unit.
  public enum Action: String, Sendable, Codable, CaseIterable {
    /// Kept, but not as it was written.
    case repaired
    /// Kept in part.
    case truncated
    /// Not kept.
    case dropped
    /// Left aside: no part of a document was named for it, or there is none.
    case ignored
    /// What it is was found out from the file, and not said.
    case recognized

    /// Whether something came out other than it was written, of which there is a limit.
    package var isLoss: Bool { self != .ignored && self != .recognized }
  }

  /// What is counted.
  public enum Unit: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Documents given out.
    case documents
    /// Sentences, where the format has them.
    case sentences
    /// Tokens, where the format has them.
    case tokens
    /// Document labels.
    case labels
    /// Token tags that are present.
    case tags
    /// Labelled spans.
    case spans
    /// Predicates.
    case frames
    /// Arguments of predicates.
    case arguments
    /// Aligned texts.
    case translations
    /// Characters of the file, lost ones included.
    case characters
    /// Lines of the file, lost ones included.
    case lines
    /// Cells, members and annotations that are none of the above; only those that are left aside are counted.
    case values

    /// The unit's name for `count` of it: `1 line`, but `2 lines`.
    package func name(_ count: Int) -> String { count == 1 ? String(rawValue.dropLast()) : rawValue }
  }

  /// One reason for something that was not taken as it stood.
  public struct Entry: Sendable, Equatable, Codable {
    /// What was done.
    public var action: Action
    /// To what.
    public var unit: Unit
    /// Why, in a few words.
    public var reason: String
    /// How often.
    public var count: Int
    /// The first places, at most `Ledger.samples`.
    public var places: [SourceLocation]
  }

  /// How many places an entry keeps.
  public var samples: Int
  /// How many units were read whole or repaired, by unit; those never met are absent.
  public var read: [Unit: Int] {
    Dictionary(uniqueKeysWithValues: zip(Unit.allCases, counts).filter { $0.1 > 0 })
  }
  /// What was repaired, truncated, dropped, left aside or recognized, in the order in which it was first met.
  public private(set) var entries: [Entry]
  /// What was repaired, truncated or dropped, and not only left aside or recognized.
  package var losses: [Entry] { entries.filter(\.action.isLoss) }
  /// How many units were read, in the order of `Unit.allCases`.
  private var counts: [Int]

  /// An empty ledger that keeps up to `samples` places a reason.
  public init(samples: Int = 5) {
    self.samples = samples
    entries = []
    counts = Array(repeating: 0, count: Unit.allCases.count)
  }

  /// Counts `count` units of which something was repaired, truncated or dropped.
  ///
  /// - Parameters:
  ///   - action: What was done.
  ///   - unit: To what.
  ///   - reason: Why, in a few words; entries are summed by it, so it holds no data of the line.
  ///   - place: Where.
  ///   - count: How many units.
  public mutating func note(_ action: Action, _ unit: Unit, _ reason: String, at place: SourceLocation, count: Int = 1)
  {
    guard count > 0 else { return }
    if let index = entries.firstIndex(where: { $0.action == action && $0.unit == unit && $0.reason == reason }) {
      entries[index].count += count
      // One place shows what was recognized.
      if entries[index].places.count < samples, action != .recognized { entries[index].places.append(place) }
    } else {
      entries.append(
        Entry(action: action, unit: unit, reason: reason, count: count, places: samples > 0 ? [place] : []))
    }
  }

  /// Counts everything in a document as read.
  public mutating func count(_ document: Document) {
    add(.documents, 1)
    add(.sentences, document.sentences.count)
    add(.tokens, document.tokens.count)
    guard document.isAnnotated else { return }
    let kinds = document.annotationKinds
    if kinds.labels { add(.labels, document.labels.values.reduce(0) { $0 + $1.count }) }
    if kinds.tags { add(.tags, document.tagCount) }
    if kinds.spans { add(.spans, document.spans.values.reduce(0) { $0 + $1.count }) }
    if kinds.frames, let frames = document.frames {
      add(.frames, frames.count)
      add(.arguments, frames.reduce(0) { $0 + $1.arguments.count })
    }
    if kinds.translations { add(.translations, document.translations.count) }
  }

  /// Counts `count` units as read.
  public mutating func add(_ unit: Unit, _ count: Int) {
    counts[unit.index] += max(count, 0)
  }

  /// Counts the lines that end in a piece of a file, and the characters that begin in it, as read.
  mutating func count(bytes: Bytes, encoding: TextEncoding = .utf8) {
    let (lines, continuations) = bytes.lineEndsAndContinuations
    add(.lines, lines)
    add(.characters, encoding == .utf8 ? bytes.count - continuations : bytes.count)
  }

  /// Adds the counts of another ledger, its places after this one's.
  public mutating func merge(_ other: Ledger) {
    for (index, count) in other.counts.enumerated() { counts[index] += count }
    for entry in other.entries {
      if let index = entries.firstIndex(where: {
        $0.action == entry.action && $0.unit == entry.unit && $0.reason == entry.reason
      }) {
        entries[index].count += entry.count
        guard entry.action != .recognized else { continue }
        entries[index].places.append(contentsOf: entry.places.prefix(max(0, samples - entries[index].places.count)))
      } else {
        entries.append(entry)
      }
    }
  }

  /// How many units of a kind had `action` done to them.
  public func count(_ action: Action, _ unit: Unit) -> Int {
    entries.reduce(0) { $0 + ($1.action == action && $1.unit == unit ? $1.count : 0) }
  }

  /// Throws when more was lost or repaired than allowed.
  ///
  /// - Parameters:
  ///   - maximumLost: Highest share, 0...1, of any unit dropped or truncated, of all met.
  ///   - maximumRepaired: Highest share, 0...1, of any unit repaired, of all met.
  /// - Throws: `CorpusError.aboveThreshold` with the first unit and action that is above, and its places.
  public func check(maximumLost: Double, maximumRepaired: Double) throws(CorpusError) {
    for action in Action.allCases where action.isLoss {
      let limit = action == .repaired ? maximumRepaired : maximumLost
      for unit in Unit.allCases {
        let count = count(action, unit)
        guard count > 0 else { continue }
        let met = unit.isOfFile ? counts[unit.index] : counts[unit.index] + self.count(.dropped, unit)
        let share = Double(count) / Double(max(met, count))
        guard share > limit else { continue }
        let places = entries.filter { $0.action == action && $0.unit == unit }.flatMap(\.places)
        throw .aboveThreshold(action: action, unit: unit, share: share, limit: limit, samples: places)
      }
    }
  }
}

extension Ledger {
  private enum CodingKeys: String, CodingKey { case samples, read, entries }

  /// Writes what was read as an object of counts by unit, and the entries.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(samples, forKey: .samples)
    try container.encode(read, forKey: .read)
    try container.encode(entries, forKey: .entries)
  }

  /// Reads what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(samples: try container.decode(Int.self, forKey: .samples))
    for (unit, count) in try container.decode([Unit: Int].self, forKey: .read) { add(unit, count) }
    entries = try container.decode([Entry].self, forKey: .entries)
  }
}

extension Ledger.Unit {
  /// Whether it is counted as the file is read, before anything of it can be lost; others are counted when given out.
  fileprivate var isOfFile: Bool { self == .lines || self == .characters }

  /// The place of the unit among all cases.
  fileprivate var index: Int {
    switch self {
    case .documents: 0
    case .sentences: 1
    case .tokens: 2
    case .labels: 3
    case .tags: 4
    case .spans: 5
    case .frames: 6
    case .arguments: 7
    case .translations: 8
    case .characters: 9
    case .lines: 10
    case .values: 11
    }
  }
}
