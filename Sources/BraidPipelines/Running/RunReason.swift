/// Why a stage is run.
public enum RunReason: Sendable, Equatable, Codable {
  /// It has no results yet.
  case notRunYet
  /// Another version of Braid ran it, whose record this one does not read.
  case otherVersion
  /// Every stage is to be run.
  case forced
  /// `braid check` tries it.
  case checked
  /// Something that its result depends on has changed; in words.
  case changed(what: String)
  /// A stage that it uses has changed.
  case upstreamChanged(stage: String)
  /// A stage that it uses runs.
  case upstreamRuns(stage: String)
  /// A file that it wrote is missing.
  case missing(file: String)
  /// A file that it wrote has other contents.
  case altered(file: String)
  /// Training starts over.
  case startedOver
  /// Other trainings are to be compared with its own.
  case variants

  /// The reason in words.
  public var text: String {
    switch self {
    case .notRunYet: "has not run yet"
    case .otherVersion: "another version of Braid ran it"
    case .forced: "all stages are forced to run"
    case .checked: "checked"
    case .changed(let what): what
    case .upstreamChanged(let stage): "stage `\(stage)` changed"
    case .upstreamRuns(let stage): "stage `\(stage)` runs"
    case .missing(let file): "\(file) is missing"
    case .altered(let file): "\(file) is not what the stage wrote"
    case .startedOver: "training starts over"
    case .variants: "variants of it are to be trained"
    }
  }
}
