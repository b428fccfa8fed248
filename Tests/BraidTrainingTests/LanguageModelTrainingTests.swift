import BraidTasks
import BraidTestSupport
import BraidText
import BraidTraining
import Testing

@Suite struct LanguageModelTrainingTests {
  /// A tagger with a language model beside it, on the same documents; the third task has a corpus of raw text only.
  static func toy(_ change: (inout LanguageModelOptions) -> Void = { _ in }) throws -> (
    ToyTraining, (ToyTraining) throws -> Trainer
  ) {
    var toy = ToyTraining()
    toy.training = Array(toy.training.prefix(200))
    toy.development = Array(toy.development.prefix(30))
    toy.options.epochs = 6
    var kind = LanguageModelOptions()
    change(&kind)
    toy.tasks = [
      TaskOptions(name: "pos", kind: TaggingOptions(source: .tags("pos"))),
      TaskOptions(name: "lm", layer: .layer(1), kind: kind),
    ]
    return (
      toy,
      { toy in
        let model = try ToyCorpora.model(toy.training, tasks: toy.tasks)
        let raw = toy.training.map { document in
          var document = document
          document.tags = [:]
          return document
        }
        return try Trainer(
          model: model,
          corpora: [
            TrainingCorpus(
              name: "tagged", tasks: [0, 1], training: toy.training.prefix(60), development: toy.development,
              model: model),
            TrainingCorpus(name: "raw", tasks: [1], training: raw, development: [], model: model),
          ], options: toy.options)
      }
    )
  }

  @Test(arguments: [false, true])
  func `it learns beside a tagger, from labelled and from raw text`(tied: Bool) throws {
    let (toy, trainer) = try Self.toy {
      $0.tied = tied
      $0.units = tied ? 24 : 0
    }
    var perplexities: [Double] = []
    let result = try trainer(toy).run { event in
      if case .evaluated(let record) = event, let score = record.scores["lm"] { perplexities.append(score.value) }
    }
    #expect(result.scores["pos"]?.value ?? 0 > 95)
    // After the first word: 4 verbs, 5 people, and the end or today, over 3.5 words: exp((ln 4 + ln 5 + ln 2) / 3.5) = 2.9.
    #expect(perplexities.count == 6 && perplexities[0] > perplexities[5])
    #expect(perplexities[5] < 4.5 && perplexities[5] > 2.5, "\(perplexities)")
  }

  @Test func `the lowest perplexity decides which weights are kept, and its rise ends training`() throws {
    var (toy, make) = try Self.toy()
    toy.options.epochs = 40
    toy.options.learningRate.peak = 0.05
    toy.options.earlyStopping.aggregate = ["pos": 0]
    toy.options.earlyStopping.patience = 4
    var values: [Double] = []
    var best: [Bool] = []
    var stopped: Double?
    let result = try make(toy).run { event in
      if case .evaluated(let record) = event {
        values.append(record.scores["lm"]?.value ?? .nan)
        best.append(record.isBest)
      }
      if case .stoppedEarly("lm", _, let score) = event { stopped = score }
    }
    let lowest = try #require(values.min())
    #expect(result.scores["lm"]?.value == lowest)
    #expect(best.lastIndex(of: true) == values.firstIndex(of: lowest))
    if let stopped { #expect(stopped == lowest) }
  }

  @Test func `threads change no bit, nor does a stop`() throws {
    var (toy, make) = try Self.toy {
      $0.tied = true
      $0.units = 24
      $0.dropout = 0.2
    }
    toy.options.epochs = 2
    toy.options.checkpointSteps = 3
    let whole = try make(toy).run { _ in }
    toy.options.threads = 3
    #expect(try make(toy).run { _ in }.weights == whole.weights)
    let scratch = try Scratch()
    let file = CheckpointFile(path: scratch.path("checkpoint.safetensors"))
    for stop in [4, 7] {
      var steps = 0
      let part = try make(toy).run(checkpoint: file, shouldStop: { steps >= stop }) { event in
        if case .step = event { steps += 1 }
      }
      #expect(part.interrupted)
    }
    #expect(try make(toy).run(checkpoint: file) { _ in }.weights == whole.weights)
  }
}
