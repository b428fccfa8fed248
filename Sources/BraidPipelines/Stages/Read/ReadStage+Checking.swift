import BraidFiles
import BraidCorpora

extension ReadStage {
  func inspect(in context: StageContext) throws -> [CheckFinding] {
    var findings: [CheckFinding] = []
    for part in try readAll(in: context) {
      findings.append(
        CheckFinding(level: .note, stage: context.stage, text: "\(part.name): \(part.kept.counted("document"))"))
      if part.kept == 0 {
        findings.append(
          CheckFinding(
            level: .warning, stage: context.stage, text: "\(part.name) has no documents",
            advice: "Check the format, and the labels that are kept."))
      }
      for entry in part.ledger.entries {
        let places = entry.places.prefix(3).map(\.description).joined(separator: ", ")
        let isLoss = entry.action.isLoss
        findings.append(
          CheckFinding(
            level: isLoss ? .warning : .note, stage: context.stage,
            text:
              "\(part.name): \(entry.action.rawValue) \(entry.count) \(entry.unit.name(entry.count)): \(entry.reason) (\(places))",
            advice: isLoss ? "Correct the file at these places, or ignore this." : nil))
      }
    }
    return findings
  }
}
