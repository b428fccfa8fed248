/// A stage was asked to stop before its end.
struct StageStopped: Error {}
