import BraidFiles

/// Finds several mistakes in options, by reading them again without what is wrong.
enum MistakeFinder {
  /// Reads something, and where that fails again without the key or value that is wrong.
  ///
  /// - Parameters:
  ///   - node: what is read.
  ///   - mistakes: gets what is wrong.
  ///   - body: reads it.
  /// - Returns: what `body` made of what is right; nil when it made nothing.
  static func read<Result>(
    _ node: OptionNode, _ mistakes: inout [PipelineError], _ body: (OptionNode) throws(PipelineError) -> Result
  ) -> Result? {
    var node = node
    var isFirst = true
    while true {
      do throws(PipelineError) { return try body(node) } catch {
        let isTakenOut = node.takeOut(error)
        // What else is not there may be so because of what was taken out.
        if isFirst || isTakenOut { mistakes.append(error) }
        if !isTakenOut { return nil }
        isFirst = false
      }
    }
  }
}

extension OptionNode {
  /// Takes out an unknown key, or the option of a stage that has a wrong value in it: what stands beside that may depend on it.
  ///
  /// - Returns: whether there is such a key.
  fileprivate mutating func takeOut(_ error: PipelineError) -> Bool {
    switch error {
    case .options(.unknownKey(let place, _, _, _, _)): removeKey(.max) { $0.place == place }
    case .options(.badValue(let place, _, _, _, _)), .options(.notAMap(let place, _, _)):
      // What is wrong with it as a whole stays so.
      self.place != place && removeKey(1) { $0.hasValue(at: place) }
    default: false
    }
  }

  /// Takes out the first key that is meant; of one that is deeper than some levels the key of that level that it is in.
  private mutating func removeKey(_ levels: Int, where isMeant: (OptionMember) -> Bool) -> Bool {
    guard case .map(var members) = value else { return false }
    if let index = members.firstIndex(where: isMeant) {
      members.remove(at: index)
    } else if let index = members.firstIndex(where: { $0.value.hasKey(where: isMeant) }) {
      if levels == 0 {
        members.remove(at: index)
      } else {
        _ = members[index].value.removeKey(levels - 1, where: isMeant)
      }
    } else {
      return false
    }
    value = .map(members)
    return true
  }

  /// Whether a key in it, however deep, is meant.
  private func hasKey(where isMeant: (OptionMember) -> Bool) -> Bool {
    guard case .map(let members) = value else { return false }
    return members.contains { isMeant($0) || $0.value.hasKey(where: isMeant) }
  }
}

extension OptionMember {
  /// Whether its value or an item of that stands at a place.
  fileprivate func hasValue(at place: SourceLocation) -> Bool {
    if value.place == place { return true }
    guard case .list(let items) = value.value else { return false }
    return items.contains { $0.place == place }
  }
}
