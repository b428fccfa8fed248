import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidTraining
import Testing

@Suite struct TrainingCostTests {
  @Test func `a forecast is each task's time a token in the trial, times the tokens of the training`() {
    // a: 2 s for 100 tokens; b was not in the trial; c has no tokens to come.
    let seconds = TrainingCost.forecast(
      seconds: ["a": 2, "c": 1], tokens: ["a": 100, "c": 10], planned: ["a": 450, "b": 7, "c": 0])
    #expect(seconds == ["a": 9, "c": 0])
  }

  @Test(
    arguments: [
      .proportional, .joint, .uniform, .temperature(2), .roundRobin,
      .sequential([SchedulePhase(of: ["first"], epochs: 1), SchedulePhase(of: ["first", "second"], epochs: 2)]),
    ] as [ScheduleOptions])
  func `the tokens of a training are known before it, with any schedule`(schedule: ScheduleOptions) throws {
    var toy = CheckpointTests.toy(schedule, .fixed([:]))
    toy.options.earlyStopping.patience = 0
    let planned = try toy.trainer().plannedTokens()
    let result = try toy.run()
    #expect(result.taskTokens == planned && planned.values.allSatisfy { $0 > 0 })
  }

  @Test func `a resumed training has cost what all of its parts did`() throws {
    let toy = CheckpointTests.toy()
    let whole = try toy.run()
    let file = CheckpointFile(path: try Scratch().lasting().path("checkpoint.safetensors"))
    for _ in 0..<2 { #expect(try toy.run(file, stopAfter: 3).interrupted) }
    let resumed = try toy.run(file)
    #expect(resumed.taskTokens == whole.taskTokens)
    #expect(resumed.taskSeconds.values.allSatisfy { $0 > 0 } && resumed.evaluationSeconds > 0)
    #expect(resumed.taskSeconds.values.reduce(resumed.evaluationSeconds, +) <= resumed.seconds)
  }

  /// A cost of which only the times vary.
  func cost(_ model: JointModel, seconds: Double, head: Double, peak: Int) -> TrainingCost {
    TrainingCost(
      model, optimizer: OptimizerOptions(), tokens: ["pos": 1200], seconds: ["pos": seconds], evaluationSeconds: 2,
      peakMemory: peak, annotation: AnnotationCost(tasks: ["pos": .init(encoder: 6, head: head)]))
  }

  @Test func `measured costs stand beside a forecast and its error`() throws {
    let model = try ToyCorpora.model(ToyCorpora.documents(20, seed: 1), tasks: [ToyCorpora.tasks[1]])
    #expect(model.names == ["pos"])
    let measured = cost(model, seconds: 8, head: 4, peak: 200_000_000)
    let forecast = cost(model, seconds: 10, head: 3, peak: 150_000_000)
    let own = model.weights.entries.filter { $0.name.hasPrefix("pos.") }.reduce(0) { $0 + $1.count }
    // Adam: the weight, its gradient and two means, of four bytes each.
    #expect(measured.tasks["pos"]?.parameters == own && measured.tasks["pos"]?.trainingMemory == own * 16)
    #expect(measured.tasks["pos"]?.annotationMemory == own * 4)
    #expect(measured.encoder.parameters + own == model.weights.entries.reduce(0) { $0 + $1.count })
    let rows = measured.rows(["pos"], beside: forecast)
    #expect(
      rows.map { [$0[0]] + $0[3...] } == [
        ["", "training s", "forecast", "error", "annotation s/million", "forecast", "error"],
        ["shared encoder", "", "", "", "6.0", "6.0", "+0 %"],
        ["pos", "8.0", "10.0", "+25 %", "4.0", "3.0", "-25 %"],
        ["evaluations", "2.0", "2.0", "+0 %", "", "", ""],
        // 8 + 2 beside 10 + 2; 6 + 4 beside 6 + 3.
        ["all", "10.0", "12.0", "+20 %", "10.0", "9.0", "-10 %"],
      ])
    #expect(rows[2][1] == "1,200" && rows[4][2] == "200.0")
    #expect(measured.memoryError(of: forecast) == "-25 %")
    #expect(measured.rows(["pos"], beside: nil).map(\.count) == [5, 5, 5, 5, 5])
  }
}
