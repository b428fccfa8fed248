import BraidFiles
import BraidTasks
import BraidTensors
import BraidVocabularies

/// Trained models that say what a model in training should predict.
///
/// They predict batch by batch, while the model learns: nothing is kept, so that a language model's distributions need no disk.
final class Teachers {
  /// A model and the tasks that it teaches.
  private struct Teacher {
    let model: JointModel
    let executor: Executor
    /// For each task that it teaches the index of its own task.
    let tasks: [(own: Int, taught: Int)]
    /// For each corpus its written forms in the characters of the model; nil when it reads none.
    let forms: [FormTable?]
  }

  private let teachers: [Teacher]
  private let options: DistillationOptions
  /// Fingerprints of the teachers of each task, for a training's identity.
  let identity: [String: String]

  /// Holds teachers against the model that they teach.
  ///
  /// - Parameters:
  ///   - teachers: the models that teach each task.
  ///   - model: the model that is trained.
  ///   - corpora: what it learns from.
  ///   - options: how much teachers count.
  ///   - threads: threads that they work on.
  /// - Throws: `TrainingError.unknownTask` for a task that the model does not have, `.badTeacher` for a teacher that can't
  ///   predict for it.
  init(
    _ teachers: [String: [JointModel]], model: JointModel, corpora: [TrainingCorpus], options: DistillationOptions,
    threads: Int
  ) throws(TrainingError) {
    var models: [(fingerprint: String, model: JointModel, tasks: [(own: Int, taught: Int)])] = []
    var identity: [String: String] = [:]
    for (task, own) in teachers.sorted(by: { $0.key < $1.key }) where !own.isEmpty {
      guard let taught = model.names.firstIndex(of: task) else {
        throw .unknownTask(task, option: "teachers", known: model.names)
      }
      identity[task] = own.map(\.fingerprint).joined(separator: ", ")
      for teacher in own {
        let index = try Self.task(of: teacher, teaching: model, taught)
        let fingerprint = teacher.fingerprint
        if let known = models.firstIndex(where: { $0.fingerprint == fingerprint }) {
          // The mean of a model with itself is the model.
          if !models[known].tasks.contains(where: { $0.taught == taught }) {
            models[known].tasks.append((index, taught))
          }
        } else {
          models.append((fingerprint, teacher, [(index, taught)]))
        }
      }
    }
    self.identity = identity
    self.options = options
    self.teachers = models.map { _, teacher, tasks in
      Teacher(
        model: teacher,
        executor: Executor(weights: teacher.weights, threads: threads, training: false, seed: 0), tasks: tasks,
        forms: corpora.map { Self.forms($0.forms, of: model, for: teacher) })
    }
    try compare(with: model, corpora)
  }

  /// The task of a teacher that is the same as one of the model: that of the same name, or its only one.
  private static func task(
    of teacher: JointModel, teaching model: JointModel, _ task: Int
  ) throws(TrainingError) -> Int {
    let name = model.names[task]
    func bad(_ reason: String) -> TrainingError { .badTeacher(task: name, reason: reason) }
    guard let index = teacher.names.firstIndex(of: name) ?? (teacher.names.count == 1 ? 0 : nil) else {
      throw bad("it has several tasks, none of that name: \(teacher.names.joined(separator: ", "))")
    }
    let (own, taught) = (teacher.tasks[index], model.tasks[task])
    guard type(of: own.options.kind) == type(of: taught.options.kind) else {
      throw bad("its task \(own.name) is of another kind, \(type(of: own.options.kind).name)")
    }
    guard own.resources == taught.resources,
      own.vocabularies.mapValues(\.fingerprint) == taught.vocabularies.mapValues(\.fingerprint)
    else { throw bad("it was trained on other labels or with another vocabulary of the task's own") }
    let (first, second) = (teacher.encoder.options, model.encoder.options)
    guard teacher.features.words.fingerprint == model.features.words.fingerprint, first.lowercase == second.lowercase,
      first.unknownBuckets == second.unknownBuckets
    else { throw bad("its encoder has another vocabulary of words, `lowercase` or `unknownBuckets`") }
    guard [nil, model.features.vectorsIdentity].contains(teacher.features.vectorsIdentity) else {
      throw bad("its encoder is given states of another model, or of other layers of it, than that of the model")
    }
    for (what, isNeeded, isThere) in [
      ("characters", teacher.features.characters != nil, model.features.characters != nil),
      ("n-grams", teacher.readsWordHashes, model.readsWordHashes),
    ] where isNeeded && !isThere { throw bad("it reads \(what), which no part of the model that is trained does") }
    return index
  }

  /// The forms of a corpus in the characters of a teacher; nil when it reads none.
  private static func forms(_ forms: FormTable, of model: JointModel, for teacher: JointModel) -> FormTable? {
    guard let own = model.features.characters, let characters = teacher.features.characters else { return nil }
    let unknown = characters.unknownID ?? 0
    let ids = (0..<Int32(own.count)).map { characters.id(own.word($0)) ?? unknown }
    return FormTable(characters: forms.characters.map { $0.map { ids[Int($0)] } })
  }

  /// Lets teachers and the model say what they think of a few examples, whose predictions must be of one shape.
  private func compare(with model: JointModel, _ corpora: [TrainingCorpus]) throws(TrainingError) {
    let executor = Executor(weights: model.weights, threads: 1, training: false, seed: 0)
    for teacher in teachers {
      for (own, taught) in teacher.tasks {
        guard let corpus = corpora.firstIndex(where: { $0.tasks.contains(taught) }) else { continue }
        let examples = Array(corpora[corpus].examples.lazy.filter { $0.targets[taught] != nil }.prefix(8))
        guard !examples.isEmpty else { continue }
        let expected = executor.map(1) { tape, _ in
          Self.predictions(
            tape, model, examples, forms: model.features.characters == nil ? nil : corpora[corpus].forms,
            tasks: [taught], temperature: 1)[0]
        }[0]
        let found = teacher.executor.map(1) { tape, _ in
          predictions(tape, teacher, examples, corpus: corpus, tasks: [(own, taught)])[0]
        }[0]
        guard !expected.isEmpty else {
          throw .badTeacher(
            task: model.names[taught],
            reason: "the kind `\(type(of: model.tasks[taught].options.kind).name)` takes no losses from `HeadInput`")
        }
        let shapes = (Lesson.shapes(expected), Lesson.shapes(found))
        guard shapes.0 != shapes.1 else { continue }
        throw .badTeacher(
          task: model.names[taught],
          reason:
            "it gives \(shapes.1.first ?? "nothing") where \(shapes.0.first ?? "nothing") is needed: its options differ"
        )
      }
    }
  }

  /// What teachers say of the shards of a step.
  ///
  /// - Parameters:
  ///   - pieces: the step's batches.
  ///   - parts: for each piece the examples of each shard.
  ///   - shards: the shards.
  /// - Returns: for each shard and each piece, by task, the mean of its teachers' predictions.
  func predictions(_ pieces: [BatchPiece], parts: [[[Int]]], shards: Range<Int>) -> [[[Int: [Lesson.Prediction]]]] {
    var all = [[[Int: [[Lesson.Prediction]]]]](
      repeating: [[Int: [[Lesson.Prediction]]]](repeating: [:], count: pieces.count), count: shards.count)
    for teacher in teachers {
      let predictions = teacher.executor.map(shards.count) { tape, shard in
        zip(pieces, parts).map { piece, parts -> [Int: [Lesson.Prediction]] in
          let examples = parts[shards.lowerBound + shard].map { piece.examples[$0] }
          let tasks = teacher.tasks.filter { piece.tasks.contains($0.taught) }
          guard !examples.isEmpty, !tasks.isEmpty else { return [:] }
          let predictions = self.predictions(tape, teacher, examples, corpus: piece.corpus, tasks: tasks)
          return Dictionary(uniqueKeysWithValues: zip(tasks.map(\.taught), predictions))
        }
      }
      for (shard, pieces) in predictions.enumerated() {
        for (piece, tasks) in pieces.enumerated() {
          for (task, predictions) in tasks { all[shard][piece][task, default: []].append(predictions) }
        }
      }
    }
    return all.map { $0.map { $0.mapValues(Lesson.mean) } }
  }

  /// A lesson of predictions as the step is taught.
  func lesson(_ predictions: [Lesson.Prediction], step: Int, of total: Int) -> Lesson {
    Lesson(
      predictions, share: options.share(step: step, of: total), temperature: Float(options.temperature))
  }

  private func predictions(
    _ tape: Tape, _ teacher: Teacher, _ examples: [Example], corpus: Int, tasks: [(own: Int, taught: Int)]
  ) -> [[Lesson.Prediction]] {
    let own = examples.map { example in
      var own = example
      own.targets = [[Int32]?](repeating: nil, count: teacher.model.heads.count)
      for task in tasks { own.targets[task.own] = example.targets[task.taught] }
      return teacher.model.readsPairs ? own : own.withoutSecond
    }
    return Self.predictions(
      tape, teacher.model, own, forms: teacher.forms[corpus], tasks: tasks.map(\.own),
      temperature: Float(options.temperature))
  }

  /// What the tasks of a model say of examples, one list a task.
  private static func predictions(
    _ tape: Tape, _ model: JointModel, _ examples: [Example], forms: FormTable?, tasks: [Int], temperature: Float
  ) -> [[Lesson.Prediction]] {
    let batch = PackedBatch(examples, forms: forms, tasks: model.heads.count)
    return model.inputs(tape, batch, tasks: tasks).map { input in
      let lesson = Lesson(recordingAt: temperature)
      var input = input
      input.lesson = lesson
      let head = model.heads[input.task]
      _ = head.loss(input, normalizers: head.lossTerms.map { _ in 1 })
      return lesson.predictions
    }
  }
}
