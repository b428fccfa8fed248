import BraidFiles

/// Checks stages one below the other: references point upwards, at stages with the right output, every task has what its head
/// needs, and each file is written once.
struct StageChecker {
  /// The files that the pipeline is read from, links followed.
  let files: Set<String>
  /// The parts of each stage that gives documents.
  private var parts: [String: [String]] = [:]
  /// The stages by the files that they write, links followed.
  private var writers: [String: String] = [:]

  /// A checker of a pipeline that is read from some files.
  init(files: Set<String>) { self.files = files }

  /// Checks a stage.
  ///
  /// - Parameters:
  ///   - stage: the stage.
  ///   - above: those above it, each of which was checked.
  /// - Throws: `PipelineError` with the place of the first thing that is wrong.
  mutating func check(_ stage: PipelineStage, below above: ArraySlice<PipelineStage>) throws(PipelineError) {
    for reference in stage.options.references {
      let place = stage.place(of: reference.option, naming: reference.name)
      guard let target = above.first(where: { $0.name == reference.name }) else {
        throw .unknownStage(
          place, name: reference.name,
          nearest: SpellingSuggestion.name(for: reference.name, among: above.map(\.name)),
          known: above.map(\.name))
      }
      let found = type(of: target.options).output
      guard found == reference.kind else {
        throw .wrongOutput(
          place, name: reference.name, found: found.rawValue, expected: reference.kind.rawValue)
      }
    }
    for (name, part) in stage.options.neededParts {
      let known = parts[name] ?? []
      guard !known.contains(part) else { continue }
      let option = stage.options.references.first { $0.name == name }?.option ?? []
      let place = stage.written["part"]?.place ?? stage.place(of: option, naming: name)
      throw .noPart(place, name: name, part: part, known: known)
    }
    if let documents = stage.options as? any DocumentStage {
      let all = Set(documents.references.flatMap { parts[$0.name] ?? [] } + documents.ownParts)
      parts[stage.name] = ["train", "dev", "test"].filter(all.contains)
    }
    try stage.options.check(in: stage)
    for file in stage.writtenPaths {
      let real = Paths.real(file)
      if files.contains(real) {
        throw .overwritesOwn(stage.placeOfOutput, file: file, use: "the pipeline is read from")
      }
      if let other = writers[real] { throw .sameFile(stage.placeOfOutput, file: file, other: other) }
      // What a stage below reads may be what this one wrote.
      let names = stage.names(of: file)
      if let reader = (above + [stage]).first(where: { reader in names.contains { reader.options.reads($0) } }) {
        throw .overwritesInput(stage.placeOfOutput, file: file, reader: reader.name)
      }
    }
    for file in stage.writtenPaths { writers[Paths.real(file)] = stage.name }
  }
}
