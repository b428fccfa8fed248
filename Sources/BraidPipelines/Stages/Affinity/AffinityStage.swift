import BraidFiles
import BraidReports
import BraidTraining

/// Measures which tasks of a train stage help each other.
struct AffinityStage: Stage {
  static let verb = "affinity"
  static let about = "measures which tasks of a train stage help each other"
  static let output = StageOutputKind.scores

  var of = ""
  var request = AffinityRequest()
  /// The stage that `of` names; nil where there is none such.
  private var train: TrainStage?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the train stage")
    try request.fields(&visitor)
  }

  var references: [StageReference] { [StageReference("of", name: of, kind: .model)] }
  var runNames: [String] { ["", ".json"] }
  var usesSeed: Bool { true }
  var problem: OptionProblem? { request.problem }

  mutating func placed(below stages: [PipelineStage]) {
    train = stages.trainStage(of)
  }

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    guard let train, train.tasks.count == 1 else { return }
    mistakes.append(
      .badValue(
        stage.place(of: "of"), key: "of", found: "`\(of)`, which has one task",
        expected: "a train stage with two tasks or more"))
  }

  func run(in context: StageContext) throws -> StageResult? {
    guard let train else { preconditionFailure("stage \(of) trains nothing") }
    var above = context
    above.stage = of
    let measurement = AffinityMeasurement(
      recipe: try train.recipe(in: above, from: try train.source(in: above)), request: request,
      stage: of, folder: "\(context.folder)/\(context.stage)", program: try context.results.key(context.stage).program,
      shouldStop: context.progress.shouldStop
    ) { variant, event in context.tell(.training(variant: variant, event: event)) }
    guard let result = try measurement.run() else { return nil }
    context.tell(.affinity(result: result))
    let path = "\(context.folder)/\(context.stage).json"
    try result.write(to: path)
    return StageResult(
      summary: "affinities of \(result.report.tasks.count.counted("task")) in \(path)", files: [path])
  }

  func report(into content: inout ReportContent, _ records: [RunEvent], in context: StageContext) {
    guard let place = content.trainings.lastIndex(where: { $0.stage == of }) else { return }
    for record in records {
      guard case .affinity(let result) = record.message else { continue }
      content.trainings[place].affinity = result.report
      content.trainings[place].together = result.together ?? []
      content.trainings[place].grouped = result.grouped ?? []
      content.trainings[place].verification = result.verification?.text
    }
  }
}
