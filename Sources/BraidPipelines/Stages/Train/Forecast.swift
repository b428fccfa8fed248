import BraidFiles
import BraidTraining
import Foundation

/// What `braid check` expects a training to cost, kept in the run folder until it has run.
struct Forecast: Codable {
  /// What the training will do, with which options, on how many threads: of another one it says nothing.
  var plan: TrainingPlan
  var options: [String: String]
  var threads: Int
  var cost: TrainingCost

  /// A forecast for a training that has not begun.
  init(_ cost: TrainingCost, of trainer: Trainer, _ options: TrainingOptions) throws {
    plan = Self.fresh(trainer)
    self.options = try Self.leaves(options)
    threads = ThreadOptions.number(options.threads)
    self.cost = cost
  }

  /// The plan without what a resumption changes.
  private static func fresh(_ trainer: Trainer) -> TrainingPlan {
    var plan = trainer.plan()
    (plan.firstStep, plan.evaluations, plan.parameters) = (0, 0, 0)
    return plan
  }

  private static func leaves(_ options: TrainingOptions) throws(OptionError) -> [String: String] {
    Dictionary(try OptionWriter.node(options).leaves.map { ($0.path, $0.text) }) { $1 }
  }

  /// Where the forecast for a stage is in a run folder.
  static func path(_ stageFolder: String) -> String { stageFolder + "/forecast.json" }

  /// What was expected of a training; nil where nothing was, or of another one.
  static func read(_ stageFolder: String, of trainer: Trainer, _ options: TrainingOptions) -> TrainingCost? {
    guard let data = FileManager.default.contents(atPath: path(stageFolder)),
      let forecast = try? JSONDecoder().decode(Self.self, from: data), forecast.plan == fresh(trainer),
      forecast.options == (try? leaves(options)), forecast.threads == ThreadOptions.number(options.threads)
    else { return nil }
    return forecast.cost
  }
}
