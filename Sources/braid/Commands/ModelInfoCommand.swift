import ArgumentParser
import BraidFiles
import BraidTasks

/// `braid model info`.
struct ModelInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Print what a model is: tasks, labels, options, scores, version and size.",
    discussion: """
      Examples: for a person; the labels of a task for a program

        braid model info runs/quickstart/model/model
        braid model info runs/quickstart --json | \\
          jq '.tasks[] | select(.name == "pos").labels'

      Scores are those on the development part of the training data, when the model was best.
      """)

  @Argument(help: .model) var model: String
  @Flag(help: "Print everything as JSON.") var json = false
  @Option(help: ArgumentHelp("Number of labels to show per task.", valueName: "count")) var top = 12

  func validate() throws {
    if top < 0 { throw ValidationError("--top \(top): expected at least 0.") }
    if json, top != 12 { throw ValidationError("--top: --json has everything.") }
  }

  func run() throws {
    let info = try ModelInfo(contentsOf: model)
    if json { return try Console.result(json: info) }
    for line in lines(info) { Console.result(line) }
  }

  /// What 8 bits changed.
  private static func text(_ loss: QuantizationLoss) -> String {
    func number(_ value: Double) -> String { Console.number(value, decimals: 2) }
    return "\(number(loss.after)) in 8 bits, \(number(loss.before)) in 32, over \(Console.count(loss.items, "item"))"
  }

  private func lines(_ info: ModelInfo) -> [String] {
    let bytes = info.weightsIn8Bits.map { " (\(Console.number($0)) of them in 8 bits)" } ?? ""
    var rows = [
      ("size", "\(Console.number(info.bytes)) bytes in \(Console.count(info.files.count, "file"))"),
      ("weights", "\(Console.number(info.weights))\(bytes), vocabulary of \(Console.count(info.words, "word"))"),
      ("fingerprint", info.fingerprint),
    ]
    if let card = info.card {
      let step = "step \(Console.number(card.bestStep)) of \(Console.number(card.steps))"
      rows.insert(("trained", "by braid \(card.version), pipeline \(card.pipeline), \(step)"), at: 0)
    }
    if let licence = info.card?.licence { rows.append(("licence", TerminalText.line(licence))) }
    if let kept = info.card?.quantization?.kept, !kept.isEmpty {
      rows.append(("in 32 bits", kept.map(TerminalText.line).joined(separator: ", ")))
    }
    for source in info.card?.sources ?? [] { rows.append(("data", TerminalText.line(source))) }
    if let segmenter = info.segmenter {
      rows.append(("texts", "cut by the segmenter \(segmenter)"))
    } else if let icu = info.icu {
      rows.append(("texts", "cut by the rules of ICU \(icu)"))
    }
    if let contextual = info.contextual {
      let name = info.card?.contextual.map { "\(TerminalText.line($0)), " } ?? ""
      rows.append(("states", "of \(name)encoder \(contextual)"))
    }
    if let inputs = info.inputs {
      rows.append(("inputs", "\(Console.count(inputs, "number")) a token, of other software"))
    }
    let width = rows.map(\.0.count).max() ?? 0
    var lines = [info.folder] + rows.map { "  \($0)\(String(repeating: " ", count: width - $0.count))  \($1)" }
    lines += ["", "encoder"] + info.encoder.yaml(indent: "  ") + ["preparation"] + info.preparation.yaml(indent: "  ")
    for task in info.tasks {
      let layers = task.writes.isEmpty ? "" : " of \(task.writes.joined(separator: ", "))"
      lines += ["", "\(Console.name(task.name)): \(task.kind)\(layers)"]
      if let score = task.score {
        lines.append("  \(score.metric) \(Console.number(score.value, decimals: 2)) on the development part")
      }
      if let loss = info.card?.quantization?.losses[task.name] {
        lines.append("  \(loss.metric) \(Self.text(loss))")
      }
      if !task.labels.isEmpty {
        let more = task.labels.count > top ? ", … (--top \(task.labels.count) shows all)" : ""
        let shown = task.labels.prefix(top).map { Console.name(TerminalText.line($0)) }.joined(separator: ", ")
        lines.append("  \(Console.count(task.labels.count, "label")): \(shown)\(more)")
      }
      lines += task.options.yaml(indent: "  ")
    }
    return lines
  }
}
