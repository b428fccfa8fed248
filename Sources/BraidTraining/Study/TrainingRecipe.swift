public import BraidTasks
import BraidTensors
public import BraidText

/// All that a joint training is made from, so that variants of it can be trained: one task alone, another seed.
public struct TrainingRecipe {
  /// One corpus: the names of the tasks that learn from it, and its documents.
  public struct Corpus: Sendable {
    /// What is learned from.
    public enum Training: Sendable {
      /// Documents, encoded for each model that is trained.
      case documents([Document])
      /// Examples, encoded for heads of these names in this order, with the written forms that they point at.
      case examples(EncodedExamples, forms: FormTable, heads: [String])
    }

    /// The corpus's name, unique in a recipe.
    public var name: String
    /// Names of the tasks that learn from it.
    public var tasks: [String]
    /// What they learn from.
    public var training: Training
    /// Gold documents on which the tasks are scored.
    public var development: [Document]

    /// A corpus of documents.
    public init(name: String, tasks: [String], training: [Document], development: [Document]) {
      self.init(name: name, tasks: tasks, training: .documents(training), development: development)
    }

    /// A corpus.
    public init(name: String, tasks: [String], training: Training, development: [Document]) {
      self.name = name
      self.tasks = tasks
      self.training = training
      self.development = development
    }

    /// Tokens that are learned from in one pass.
    package var tokens: Int {
      switch training {
      case .documents(let documents): documents.reduce(0) { $0 + $1.tokens.count }
      case .examples(let examples, _, _): examples.lengths.reduce(0, +)
      }
    }

    /// The corpus for a model whose heads have these names.
    func corpus(_ model: JointModel, names: [String]) -> TrainingCorpus {
      let indices = names.indices.filter { tasks.contains(names[$0]) }
      switch training {
      case .documents(let documents):
        return TrainingCorpus(
          name: name, tasks: indices, training: documents, development: development, model: model)
      case .examples(let examples, let forms, let heads):
        let chosen = heads == names ? examples : examples.choosing(names.map { heads.firstIndex(of: $0) })
        return TrainingCorpus(
          name: name, tasks: indices, examples: chosen, forms: forms, development: development, model: model)
      }
    }
  }
  /// Options of the shared encoder.
  public var encoder: EncoderOptions
  /// The vocabularies.
  public var features: FeatureExtractor
  /// The tasks, in the order of the loss.
  public var tasks: [TaskConfiguration]
  /// What they learn from.
  public var corpora: [Corpus]
  /// How.
  public var options: TrainingOptions
  /// The model that it starts from, whose weights `prepare` takes over; nil for none.
  public var origin: TrainingOrigin?
  /// By task, models that say what it should predict, beside its gold labels.
  public var teachers: [String: [JointModel]] = [:]
  /// The processes that train together; nil for one.
  package var team: TrainingTeam?
  /// Changes a new model's first weights, such as to pretrained vectors.
  public var prepare: (inout JointModel) throws -> Void

  /// A recipe.
  public init(
    encoder: EncoderOptions, features: FeatureExtractor, tasks: [TaskConfiguration], corpora: [Corpus],
    options: TrainingOptions, prepare: @escaping (inout JointModel) throws -> Void = { _ in }
  ) {
    self.encoder = encoder
    self.features = features
    self.tasks = tasks
    self.corpora = corpora
    self.options = options
    self.prepare = prepare
  }

  /// A trainer of the recipe's model, with fresh weights that follow from the seed.
  ///
  /// - Throws: `TaskError` when the model can't be made, `TrainingError` for everything else that can be known before the
  ///   first batch.
  public func trainer() throws -> Trainer {
    var model = try JointModel(
      encoder: encoder, features: features, tasks: tasks, random: Random(seed: options.seed))
    try prepare(&model)
    let names = tasks.map(\.options.name)
    let corpora = corpora.map { $0.corpus(model, names: names) }
    for (task, head) in model.heads.enumerated() {
      head.prepare(
        &model.weights,
        examples: corpora.lazy.filter { $0.tasks.contains(task) }.flatMap { corpus in
          corpus.examples.lazy.filter { $0.targets[task] != nil }
        })
    }
    let trainer = try Trainer(
      model: model, corpora: corpora, options: options,
      origin: origin, teachers: teachers)
    trainer.team = team
    return trainer
  }

  /// The same training under another seed.
  public func seeded(_ seed: UInt64) -> TrainingRecipe {
    var recipe = self
    recipe.options.seed = seed
    return recipe
  }

  /// The training of one task alone, on the same budget: the same encoder and options, the same passes over the task's
  /// own corpora. Its loss weighs 1; what is frozen or slowed is so here, too. A recipe of one task is itself: there is nothing that the task could be without.
  public func alone(_ task: String) -> TrainingRecipe {
    guard tasks.count > 1 else { return self }
    var recipe = subset([task])
    recipe.options.weights = .geometric(lambda: 1, order: [])
    recipe.options.conflict = ConflictOptions()
    recipe.options.earlyStopping.aggregate = [:]
    if case .sequential = options.schedule {
      // Phases are about tasks that wait for each other.
      recipe.options.schedule = .proportional
    }
    return recipe
  }

  /// A variant of the training, but for one that measures affinity or has other options; nil stands for itself.
  package func variant(_ variant: TrainingVariant?) -> TrainingRecipe {
    switch variant {
    case nil, .affinity, .swept: self
    case .alone(let task): alone(task)
    case .seeded(let seed): seeded(seed)
    case .aloneSeeded(let task, let seed): alone(task).seeded(seed)
    case .group(let tasks): subset(tasks)
    case .groupSeeded(let tasks, let seed): subset(tasks).seeded(seed)
    }
  }

  /// The training of some of the tasks, on their own corpora.
  public func subset(_ tasks: [String]) -> TrainingRecipe {
    guard tasks.count < self.tasks.count else { return self }
    var recipe = self
    recipe.tasks = self.tasks.filter { tasks.contains($0.options.name) }
    recipe.corpora = corpora.filter { $0.tasks.contains(where: tasks.contains) }
    for index in recipe.corpora.indices {
      recipe.corpora[index].tasks = recipe.corpora[index].tasks.filter(tasks.contains)
    }
    recipe.teachers = teachers.filter { tasks.contains($0.key) }
    recipe.options = options.limited(to: tasks, corpora: recipe.corpora.map(\.name))
    return recipe
  }
}
