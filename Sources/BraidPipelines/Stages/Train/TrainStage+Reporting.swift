import BraidFiles
import BraidReports
import BraidTasks
import BraidText
import BraidTensors
import BraidTraining

extension TrainStage {
  func report(into content: inout ReportContent, _ records: [RunEvent], in context: StageContext) throws {
    var training = ReportedTraining(stage: context.stage, tasks: tasks.map(\.name), records: records)
    for entry in try context.results.model(context.stage).weights.entries where entry.isTrainable {
      let owner = training.tasks.filter { entry.name.hasPrefix($0 + ".") }.max { $0.count < $1.count }
      if let owner {
        training.parameters[owner, default: 0] += entry.count
      } else {
        training.sharedParameters += entry.count
      }
    }
    training.copies = self.training.optimizer.copies
    content.layers.formUnion(tasks.flatMap { $0.value.kind?.annotationLayers.map(\.statisticsName) ?? [] })
    content.trainings.append(training)
  }
}

extension ReportedTraining {
  /// Puts the records of one stage together.
  init(stage: String, tasks: [String], records: [RunEvent]) {
    self.init(stage: stage, tasks: tasks)
    for record in records {
      switch record.message {
      case .training(nil, let event): add(event)
      case .baselines(let comparisons): baselines = comparisons
      case .seeds(let summaries): seeds = summaries
      case .cost(let measured, let forecast): (cost, self.forecast) = (measured, forecast)
      default: break
      }
    }
  }

  private mutating func add(_ event: TrainingEvent) {
    switch event {
    case .started(let plan): self.plan = plan
    case .evaluated(let record): evaluations.append(record)
    case .overfittingStarted(let task, let step, _, _): overfittingStarts.append(Mark(task: task, step: step))
    case .overfittingEnded(let task, _): overfittingStarts.removeAll { $0.task == task }
    case .stoppedEarly(let task, let step, _): stoppedEarly.append(Mark(task: task, step: step))
    case .warning(let warning): warnings.append(warning.message)
    case .finished(_, let bestStep, _, _): self.bestStep = bestStep
    case .step(let record): steps.append((record.step, record.rate, record.norm))
    case .recovered, .checkpoint: break
    }
  }
}

extension AnnotationLayer {
  /// The layer as corpus statistics name it.
  var statisticsName: String { self == .frames ? "roles" : name }
}
