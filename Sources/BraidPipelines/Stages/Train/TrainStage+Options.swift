import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Foundation

// MARK: what its options alone say to be wrong, before anything is read

extension TrainStage {
  /// Checks that what tasks learn together is learned, and what is to be logged of it happens.
  private func checkJoint(_ stage: PipelineStage) throws(PipelineError) {
    do throws(TrainingError) { try training.check(tasks: tasks.map(\.name), corpora: sources) } catch {
      throw PipelineError(error, in: stage)
    }
    let weights = training.weights.rule.start(tasks: tasks.map(\.name), seed: 0).values
    if let index = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      let place = stage.place(of: ["weights", "values", tasks[index].name])
      throw .badValue(place, key: "weights", found: "`\(weights[index])`", expected: "0 or more for each task")
    }
    if weights.allSatisfy({ $0 == 0 }) {
      throw .badValue(
        stage.place(of: ["weights", "values"]), key: "weights", found: "0 for every task",
        expected: "more than 0 for at least one, so that something is learned")
    }
    let meet = Dictionary(grouping: tasks.flatMap(\.value.of)) { $0 }.values.contains { $0.count > 1 }
    if training.conflict.log, tasks.count > 1, training.schedule != .joint, !meet {
      throw .badValue(
        stage.place(of: ["conflict", "log"]), key: "log",
        found: "`true`, where no two tasks are in one step, whose gradients could be compared",
        expected: "`schedule: {kind: joint}`, or tasks that learn from the same corpus")
    }
  }

  /// Checks what each task reads of the encoder.
  private func checkLayers(_ stage: PipelineStage) throws(PipelineError) {
    for task in tasks {
      let options = task.value.options(task.name)
      let depth = encoder.options.lstm.layers
      do throws(TaskError) {
        if case .layer(let layer) = options.layer, layer > depth {
          throw .layerOutOfRange(task: task.name, layer: layer, depth: depth)
        }
        try options.checkDirections(encoder.options.lstm, givenVectors: encoder.isGivenVectors)
      } catch {
        if let error = PipelineError(error, in: stage) { throw error }
      }
    }
  }

  /// Checks that a frozen model reads the tokens of this one, and no vectors itself.
  private func checkContextual(_ stage: PipelineStage) throws(PipelineError) {
    guard let name = encoder.contextual, let (tokens, isGivenVectors) = contextualStage else { return }
    let place = stage.place(of: ["encoder", "contextual"])
    guard !isGivenVectors else {
      throw .badValue(
        place, key: "contextual", found: "`\(name)`, whose encoder has a `contextual` or `inputs` itself",
        expected: "a model with an encoder of words and characters alone")
    }
    guard tokens == readTokens else {
      throw .badValue(
        place, key: "contextual", found: "`\(name)`, which reads \(tokens)",
        expected: "a model that reads \(readTokens)")
    }
  }

  func check(in stage: PipelineStage) throws(PipelineError) {
    guard !tasks.isEmpty else {
      throw .missingKey(
        stage.place(of: "tasks"), key: "tasks", inside: "stage `\(stage.name)`", expected: "at least one task")
    }
    for task in tasks where !JointModel.isName(task.name) {
      throw .badValue(
        task.place, key: "tasks", found: "a task named `\(task.name)`",
        expected: "a name without `/` and control characters, and not `encoder`")
    }
    try checkLayers(stage)
    for task in tasks where task.value.kind?.segmentsText == true {
      guard tasks.count == 1 else {
        throw .badValue(
          stage.place(of: ["tasks", task.name, "head"]), key: "head", found: "`segmentation` beside other tasks",
          expected: "a train stage of its own for it")
      }
      if let source = withoutCharacters[task.name] {
        throw .badValue(
          stage.place(of: ["tasks", task.name, "of"], naming: source), key: "of",
          found: "`\(source)`, whose tokens are no characters",
          expected: "a `characters` stage, which makes them of a treebank")
      }
      guard encoder.inputs.isEmpty else {
        throw .badValue(
          stage.place(of: ["encoder", "inputs"]), key: "inputs", found: "given",
          expected: "none for a model that finds the tokens itself")
      }
      guard segmenter == nil else {
        throw .badValue(
          stage.place(of: "segmenter"), key: "segmenter", found: "given",
          expected: "none for a model that segments texts itself")
      }
    }
    try checkContextual(stage)
    try checkJoint(stage)
    if teachers.isEmpty, training.distillation != DistillationOptions() {
      throw .badValue(
        stage.place(of: "distillation"), key: "distillation", found: "given without `teachers`",
        expected: "none, or models that teach")
    }
    for teacher in teachers where !tasks.contains(where: { $0.name == teacher.name }) {
      throw .badValue(
        teacher.place, key: "teachers", found: "`\(teacher.name)`",
        expected: "one of " + tasks.map(\.name).joined(separator: ", "),
        nearest: SpellingSuggestion.name(for: teacher.name, among: tasks.map(\.name)))
    }
    let models =
      [
        (["from"], from, fromIsStage), (["segmenter"], segmenter, segmenterIsStage),
        (["encoder", "contextual"], encoder.contextual, contextualIsStage),
      ]
      + teachers.flatMap { teacher in
        teacher.value.of.map { (["teachers", teacher.name, "of"], Optional($0), teacherStages.contains($0)) }
      }
    for (path, model, isStage) in models {
      guard let model, !isStage, !model.contains("/"), !FileManager.default.fileExists(atPath: model),
        ModelPlaces.model(named: model) == nil
      else { continue }
      throw .badValue(
        stage.place(of: path, naming: model), key: path.joined(separator: "."), found: "`\(model)`",
        expected: "a train stage above" + (modelsAbove.isEmpty ? "" : " (\(modelsAbove.joined(separator: ", ")))")
          + ", or a model or run folder", nearest: SpellingSuggestion.name(for: model, among: modelsAbove))
    }
  }
}
