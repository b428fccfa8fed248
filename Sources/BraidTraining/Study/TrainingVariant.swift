import BraidFiles

/// A training that is made beside a joint one, to compare it with.
public enum TrainingVariant: Sendable, Hashable, Codable {
  /// One task, without the others.
  case alone(task: String)
  /// The same training under another seed.
  case seeded(seed: UInt64)
  /// One task, without the others, under another seed.
  case aloneSeeded(task: String, seed: UInt64)
  /// Some of the tasks.
  case group(tasks: [String])
  /// Some of the tasks, under another seed.
  case groupSeeded(tasks: [String], seed: UInt64)
  /// The same training, during which it is measured how the tasks help each other.
  case affinity
  /// The training with other options.
  case swept(settings: String)

  /// A name; it can be part of a path, but for that of other options.
  public var name: String {
    switch self {
    case .alone(let task): "alone-\(task)"
    case .seeded(let seed): "seed-\(seed)"
    case .aloneSeeded(let task, let seed): "seed-\(seed)-alone-\(task)"
    case .group(let tasks):
      // A path can't be as long as many names.
      tasks.count > 4
        ? "group-\(tasks.count)-\(StableHash.hexadecimal(tasks.joined(separator: "\n")))"
        : "group-\(tasks.joined(separator: "+"))"
    case .groupSeeded(let tasks, let seed): "seed-\(seed)-" + Self.group(tasks: tasks).name
    case .affinity: "affinity"
    case .swept(let settings): settings
    }
  }
}
