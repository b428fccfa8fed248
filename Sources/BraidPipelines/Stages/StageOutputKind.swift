/// What a stage leaves for the stages below it.
enum StageOutputKind: String, Sendable {
  case documents
  case vocabulary
  case model
  case scores
  case files
}
