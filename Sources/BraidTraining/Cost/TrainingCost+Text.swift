import BraidFiles

extension TrainingCost {
  /// What a task is expected to cost, in words; nil for one that there is not.
  package func text(_ task: String) -> String? {
    guard let part = tasks[task] else { return nil }
    var text = "\((part.tokens ?? 0).grouped) tokens in about \((part.seconds ?? 0).fixed(1)) s, "
    text += "\(Self.megabytes(part.trainingMemory)) MB"
    guard let annotation = annotation?.tasks[task] else { return text }
    text += "; annotating a million tokens takes about \((annotation.encoder + annotation.head).fixed(1)) s"
    return tasks.count > 1 ? text + ", about \(annotation.head.fixed(1)) s beside other tasks" : text
  }

  /// A table with a row for the encoder, for each task, for evaluations and for all, behind a heading; beside a forecast with
  /// what was expected and by how many percent that was too much.
  package func rows(_ names: [String], beside forecast: TrainingCost?) -> [[String]] {
    func compared(_ value: (TrainingCost) -> Double?) -> [String] {
      let measured = value(self)
      let cell = measured.map { $0.fixed(1) } ?? ""
      guard let forecast else { return [cell] }
      let expected = value(forecast)
      return [cell, expected.map { $0.fixed(1) } ?? "", Self.error(expected, of: measured)]
    }
    func row(
      _ name: String, tokens: Int? = nil, memory: Int? = nil, seconds: (TrainingCost) -> Double? = { _ in nil },
      annotation: (AnnotationCost) -> Double? = { _ in nil }
    ) -> [String] {
      [name, tokens.map(\.grouped) ?? "", memory.map(Self.megabytes) ?? ""] + compared(seconds)
        + compared { $0.annotation.flatMap(annotation) }
    }
    let beside = forecast == nil ? [] : ["forecast", "error"]
    let heading = ["", "tokens", "MB", "training s"] + beside + ["annotation s/million"] + beside
    let parts = names.map { name in
      row(
        name, tokens: tasks[name]?.tokens, memory: tasks[name]?.trainingMemory, seconds: { $0.tasks[name]?.seconds },
        annotation: { $0.tasks[name]?.head })
    }
    return [
      heading,
      row(
        "shared encoder", memory: encoder.trainingMemory,
        annotation: { cost in names.compactMap { cost.tasks[$0]?.encoder }.max() }),
    ] + parts + [
      row("evaluations", seconds: { $0.evaluationSeconds }),
      row(
        "all", memory: peakMemory, seconds: { $0.stepSeconds + $0.evaluationSeconds },
        annotation: { $0.seconds(serving: names) }),
    ]
  }

  /// By how many percent the memory of the process was forecast too high.
  package func memoryError(of forecast: TrainingCost) -> String {
    Self.error(Double(forecast.peakMemory), of: Double(peakMemory))
  }

  /// By how many percent a forecast was too high.
  private static func error(_ forecast: Double?, of measured: Double?) -> String {
    guard let forecast, let measured, measured > 0 else { return "" }
    return "\((100 * (forecast / measured - 1)).signed(0)) %"
  }

  private static func megabytes(_ bytes: Int) -> String { (Double(bytes) / 1e6).fixed(1) }
}
