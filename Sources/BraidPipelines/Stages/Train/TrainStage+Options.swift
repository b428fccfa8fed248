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
  private func checkJoint(_ stage: PipelineStage, _ mistakes: inout [PipelineError]) {
    do throws(TrainingError) { try training.check(tasks: tasks.map(\.name), corpora: sources) } catch {
      mistakes.append(PipelineError(error, in: stage))
      // Weights for other tasks say nothing about these.
      return
    }
    let weights = training.weights.rule.start(tasks: tasks.map(\.name), seed: 0).values
    for (task, weight) in zip(tasks, weights) where !(weight >= 0 && weight.isFinite) {
      let place = stage.place(of: ["weights", "values", task.name])
      mistakes.append(.badValue(place, key: "weights", found: "`\(weight)`", expected: "0 or more for each task"))
    }
    if weights.allSatisfy({ $0 == 0 }) {
      mistakes.append(
        .badValue(
          stage.place(of: ["weights", "values"]), key: "weights", found: "0 for every task",
          expected: "more than 0 for at least one, so that something is learned"))
    }
    let meet = Dictionary(grouping: tasks.flatMap(\.value.of)) { $0 }.values.contains { $0.count > 1 }
    if training.conflict.log, tasks.count > 1, training.schedule != .joint, !meet {
      mistakes.append(
        .badValue(
          stage.place(of: ["conflict", "log"]), key: "log",
          found: "`true`, where no two tasks are in one step, whose gradients could be compared",
          expected: "`schedule: {kind: joint}`, or tasks that learn from the same corpus"))
    }
  }

  /// Checks what each task reads of the encoder.
  private func checkLayers(_ stage: PipelineStage, _ mistakes: inout [PipelineError]) {
    for task in tasks {
      let options = task.value.options(task.name)
      let depth = encoder.options.lstm.layers
      do throws(TaskError) {
        if case .layer(let layer) = options.layer, layer > depth {
          throw .layerOutOfRange(task: task.name, layer: layer, depth: depth)
        }
        try options.checkDirections(encoder.options.lstm, givenVectors: encoder.isGivenVectors)
      } catch {
        if let error = PipelineError(error, in: stage) { mistakes.append(error) }
      }
    }
  }

  /// Checks that a frozen model reads the tokens of this one, and no vectors itself.
  private func checkContextual(_ stage: PipelineStage, _ mistakes: inout [PipelineError]) {
    guard let name = encoder.contextual, let (tokens, isGivenVectors) = contextualStage else { return }
    let place = stage.place(of: ["encoder", "contextual"])
    if isGivenVectors {
      mistakes.append(
        .badValue(
          place, key: "contextual", found: "`\(name)`, whose encoder has a `contextual` or `inputs` itself",
          expected: "a model with an encoder of words and characters alone"))
    } else if let tokens, knowsTokens, tokens != readTokens {
      mistakes.append(
        .badValue(
          place, key: "contextual", found: "`\(name)`, which reads \(tokens)",
          expected: "a model that reads \(readTokens)"))
    }
  }

  /// Checks that a task that finds the tokens stands alone, and learns from characters.
  private func checkSegmentation(_ stage: PipelineStage, _ mistakes: inout [PipelineError]) {
    for task in tasks where task.value.kind?.segmentsText == true {
      if tasks.count > 1 {
        mistakes.append(
          .badValue(
            stage.place(of: ["tasks", task.name, "head"]), key: "head", found: "`segmentation` beside other tasks",
            expected: "a train stage of its own for it"))
      }
      if let source = withoutCharacters[task.name] {
        mistakes.append(
          .badValue(
            stage.place(of: ["tasks", task.name, "of"], naming: source), key: "of",
            found: "`\(source)`, whose tokens are no characters",
            expected: "a `characters` stage, which makes them of a treebank"))
      }
    }
    guard tasks.contains(where: { $0.value.kind?.segmentsText == true }) else { return }
    if !encoder.inputs.isEmpty {
      mistakes.append(
        .badValue(
          stage.place(of: ["encoder", "inputs"]), key: "inputs", found: "given",
          expected: "none for a model that finds the tokens itself"))
    }
    if segmenter != nil {
      mistakes.append(
        .badValue(
          stage.place(of: "segmenter"), key: "segmenter", found: "given",
          expected: "none for a model that segments texts itself"))
    }
  }

  /// Checks that teachers teach tasks that there are, and models are where they are looked for.
  private func checkModels(_ stage: PipelineStage, _ mistakes: inout [PipelineError]) {
    if teachers.isEmpty, training.distillation != DistillationOptions() {
      mistakes.append(
        .badValue(
          stage.place(of: "distillation"), key: "distillation", found: "given without `teachers`",
          expected: "none, or models that teach"))
    }
    for teacher in teachers where !tasks.contains(where: { $0.name == teacher.name }) {
      mistakes.append(
        .badValue(
          teacher.place, key: "teachers", found: "`\(teacher.name)`",
          expected: "one of " + tasks.map(\.name).joined(separator: ", "),
          nearest: SpellingSuggestion.name(for: teacher.name, among: tasks.map(\.name))))
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
      mistakes.append(
        .badValue(
          stage.place(of: path, naming: model), key: path.joined(separator: "."), found: "`\(model)`",
          expected: "a train stage above" + (modelsAbove.isEmpty ? "" : " (\(modelsAbove.joined(separator: ", ")))")
            + ", or a model or run folder", nearest: SpellingSuggestion.name(for: model, among: modelsAbove)))
    }
  }

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    guard !tasks.isEmpty else {
      mistakes.append(
        .missingKey(
          stage.place(of: "tasks"), key: "tasks", inside: "stage `\(stage.name)`", expected: "at least one task"))
      return
    }
    for task in tasks where !JointModel.isName(task.name) {
      mistakes.append(
        .badValue(
          task.place, key: "tasks", found: "a task named `\(task.name)`",
          expected: "a name without `/` and control characters, and not `encoder`"))
    }
    checkLayers(stage, &mistakes)
    checkSegmentation(stage, &mistakes)
    checkContextual(stage, &mistakes)
    checkJoint(stage, &mistakes)
    checkModels(stage, &mistakes)
  }
}
