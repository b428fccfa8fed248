import ArgumentParser
import BraidTraining

/// What becomes of the checkpoint of a training that was stopped.
struct CheckpointArguments: ParsableArguments {
  @Flag(help: "Resume from the checkpoint, also one of another build of braid; fail if there is none.")
  var resume = false
  @Flag(help: "Discard any existing checkpoint and start over.") var fresh = false

  func validate() throws {
    guard !(resume && fresh) else { throw ValidationError("Give --resume or --fresh, not both.") }
  }

  /// How training starts.
  var start: CheckpointFile.Start { resume ? .resume : fresh ? .fresh : .resumeIfPresent }
}
