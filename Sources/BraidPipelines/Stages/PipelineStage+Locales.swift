extension ArraySlice<PipelineStage> {
  /// What the stages say of the locale of the documents of one of them: itself, or those that its documents come from.
  ///
  /// - Parameters:
  ///   - source: the stage's name.
  ///   - name: the aligned text that is meant; nil for the documents' own.
  /// - Returns: the locales in the order of the stages that say them; none where nothing is said.
  func locales(of source: String, aligned name: String? = nil) -> [StatedLocale] {
    guard let index = lastIndex(where: { $0.name == source }) else { return [] }
    let stage = self[index]
    if let stated = stage.options.statedLocale(ofAligned: name) {
      return [StatedLocale(tag: stated.tag, place: "\(stage.place(of: stated.option))")]
    }
    return stage.options.references.filter { $0.kind == .documents }.flatMap {
      self[..<index].locales(of: $0.name, aligned: name)
    }
  }

  /// Whether a stage and all that its documents come from are among these: one with a mistake may be missing.
  func isKnown(_ source: String) -> Bool {
    guard let index = lastIndex(where: { $0.name == source }) else { return false }
    return self[index].options.references.allSatisfy { $0.kind != .documents || self[..<index].isKnown($0.name) }
  }

  /// What the first of a stage and those that its documents come from says of which something is known.
  func first<Value>(of source: String, _ value: (any Stage) -> Value?) -> Value? {
    guard let index = lastIndex(where: { $0.name == source }) else { return nil }
    let options = self[index].options
    return value(options)
      ?? options.references.first { $0.kind == .documents }.flatMap { self[..<index].first(of: $0.name, value) }
  }
}
