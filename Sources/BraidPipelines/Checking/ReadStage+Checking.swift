import BraidCorpora

extension ReadStage {
  func inspect(_ name: String, in runner: PipelineRunner) throws -> [CheckFinding] {
    var findings: [CheckFinding] = []
    for part in try readAll(name, in: runner) {
      findings.append(CheckFinding(level: .note, stage: name, text: "\(part.name): \(part.kept) documents"))
      if part.kept == 0 {
        findings.append(
          CheckFinding(
            level: .warning, stage: name, text: "\(part.name) has no documents",
            advice: "Check the format, and the labels that are kept."))
      }
      for entry in part.ledger.entries {
        let places = entry.places.prefix(3).map(\.description).joined(separator: ", ")
        findings.append(
          CheckFinding(
            level: .warning, stage: name,
            text:
              "\(part.name): \(entry.action.rawValue) \(entry.count) \(entry.unit.rawValue): \(entry.reason) (\(places))",
            advice: "Correct the file at these places, or leave it so."))
      }
    }
    return findings
  }
}
