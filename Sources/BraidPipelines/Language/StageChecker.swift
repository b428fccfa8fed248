import BraidFiles

/// Checks stages one below the other: references point upwards, at stages with the right output, every task has what its head
/// needs, and each file is written once.
struct StageChecker {
  /// The files that the pipeline is read from, links followed.
  let files: Set<String>
  /// The parts of each stage that gives documents; none of one whose sources have mistakes.
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
  ///   - unread: the names of stages above it that can't be read; what is said of them elsewhere is not said again here.
  /// - Returns: all that is wrong, each mistake with its place.
  mutating func mistakes(
    of stage: PipelineStage, below above: ArraySlice<PipelineStage>, unread: Set<String>
  ) -> [PipelineError] {
    var mistakes: [PipelineError] = []
    for reference in stage.options.references where !unread.contains(reference.name) {
      let place = stage.place(of: reference.option, naming: reference.name)
      guard let target = above.first(where: { $0.name == reference.name }) else {
        mistakes.append(
          .unknownStage(
            place, name: reference.name,
            nearest: SpellingSuggestion.name(for: reference.name, among: above.map(\.name)),
            known: above.map(\.name)))
        continue
      }
      let found = type(of: target.options).output
      guard found != reference.kind else { continue }
      mistakes.append(
        .wrongOutput(
          place, name: reference.name, found: found.rawValue, expected: reference.kind.rawValue))
    }
    for (name, part) in stage.options.neededParts {
      guard let known = parts[name], !known.contains(part) else { continue }
      let option = stage.options.references.first { $0.name == name }?.option ?? []
      let place = stage.written["part"]?.place ?? stage.place(of: option, naming: name)
      mistakes.append(.noPart(place, name: name, part: part, known: known))
    }
    // A part may be missing because of a mistake.
    if let documents = stage.options as? any DocumentStage, mistakes.isEmpty {
      let sources = documents.references.filter { $0.kind == .documents }.map { parts[$0.name] }
      let all = Set(sources.flatMap { $0 ?? [] } + documents.ownParts)
      if !all.isEmpty, !sources.contains(nil) { parts[stage.name] = ["train", "dev", "test"].filter(all.contains) }
    }
    stage.options.check(in: stage, mistakes: &mistakes)
    mistakes += outputMistakes(of: stage, below: above)
    for file in stage.writtenPaths { writers[Paths.real(file)] = stage.name }
    return mistakes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Files that a stage would write and that another one reads or writes.
  private func outputMistakes(of stage: PipelineStage, below above: ArraySlice<PipelineStage>) -> [PipelineError] {
    stage.writtenPaths.compactMap { file in
      let real = Paths.real(file)
      if files.contains(real) {
        return .overwritesOwn(stage.placeOfOutput, file: file, use: "the pipeline is read from")
      }
      if let other = writers[real] { return .sameFile(stage.placeOfOutput, file: file, other: other) }
      // What a stage below reads may be what this one wrote.
      let names = stage.names(of: file)
      return (above + [stage]).first { reader in names.contains { reader.options.reads($0) } }
        .map { .overwritesInput(stage.placeOfOutput, file: file, reader: $0.name) }
    }
  }
}
