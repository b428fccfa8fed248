/// Why a stage is run.
public enum RunReason: Sendable, Equatable, Codable {
  /// Nothing is there that it left.
  case notRunYet
  /// Whoever started the run wants every stage to be run.
  case forced
  /// `braid check` tries it.
  case checked
  /// Something that its result depends on is not what it was; in words.
  case changed(what: String)
  /// Another result would come out of a stage that it uses.
  case upstreamChanged(stage: String)
  /// A stage that it uses runs.
  case upstreamRuns(stage: String)
  /// A file that it wrote is not there.
  case missing(file: String)
  /// A file that it wrote has other contents.
  case altered(file: String)
  /// It is trained from the beginning.
  case trainedAfresh
  /// Other trainings are compared with its own.
  case variants

  /// The reason in words.
  public var text: String {
    switch self {
    case .notRunYet: "has not run yet"
    case .forced: "all stages are run anew"
    case .checked: "checked"
    case .changed(let what): what
    case .upstreamChanged(let stage): "stage `\(stage)` changed"
    case .upstreamRuns(let stage): "stage `\(stage)` runs"
    case .missing(let file): "\(file) is missing"
    case .altered(let file): "\(file) is not what the stage wrote"
    case .trainedAfresh: "it is to be trained afresh"
    case .variants: "variants of it are asked for"
    }
  }
}
