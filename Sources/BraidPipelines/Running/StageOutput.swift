import BraidTasks
import BraidVocabularies

/// What a stage has left for the stages below it.
enum StageOutput {
  /// Documents by part: `train`, `dev`, `test`.
  case documents([String: DocumentFlow])
  case vocabulary(Vocabulary)
  case model(JointModel)
  case done
}
