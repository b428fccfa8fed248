import BraidText

/// Text that must not be translated, made one piece with the mark-up in it.
extension InlineContent {
  /// The pieces with those together that no translation changes.
  ///
  /// An element in whose content some text may be translated and some must not keeps its tags beside the pieces. Where one has
  /// a tag within such a part and the other outside of it, they are tangled.
  ///
  /// - Parameter text: The document's text.
  /// - Returns: The pieces; bounds and stand-ins are those of the new ones.
  mutating func protectedPieces(of text: [UInt8]) -> [Piece] {
    var parts = [Int?](repeating: nil, count: pieces.count)
    for (number, protection) in protections.enumerated() {
      for index in protection.pieces { parts[index] = number }
    }
    let runs = runs(of: parts)
    var result: [Piece] = []
    var index = 0
    while index < pieces.count {
      guard let run = runs[index], let protection = protected(run, of: text) else {
        result.append(pieces[index])
        index += 1
        continue
      }
      for case .mark(_, let element) in pieces[run] { standIns[element] = nil }
      let element = bounds.count
      bounds.append(result.count...result.count)
      standIns[element] = String(decoding: text[protection.text], as: UTF8.self)
      result.append(.protected(protection.bytes, element: element))
      index = run.upperBound
    }
    var found: Set<Int> = []
    for (index, piece) in result.enumerated() {
      guard case .mark(_, let element) = piece else { continue }
      bounds[element] = (found.insert(element).inserted ? index : bounds[element].lowerBound)...index
    }
    return result
  }

  /// The runs of pieces in a part, by their first piece; a run has no element that it has not whole.
  private mutating func runs(of parts: [Int?]) -> [Int: Range<Int>] {
    var split: Set<Int> = []
    while true {
      var (runs, run): ([Int: Range<Int>], Int?) = ([:], nil)
      // For each element the run that its tags are in; -1 in none.
      var places: [Int: Int] = [:]
      let count = split.count
      for (index, piece) in pieces.enumerated() {
        var element: Int?
        if case .mark(_, let marked) = piece { element = marked }
        let isIn = parts[index] != nil && !(element.map(split.contains) ?? false)
        if !isIn || (index > 0 && parts[index - 1] != parts[index]) { run = nil }
        if isIn {
          let first = run ?? index
          run = first
          runs[first] = first..<index + 1
        }
        guard let element else { continue }
        if places.updateValue(run ?? -1, forKey: element).map({ $0 != run ?? -1 }) ?? false {
          split.insert(element)
          let isOutside = (parts[bounds[element].lowerBound] == nil) != (parts[bounds[element].upperBound] == nil)
          if isOutside { isTangled = true }
        }
      }
      if split.count == count { return runs }
    }
  }

  /// The bytes and the text of a run of pieces; nil when there is nothing to keep from translation.
  private func protected(_ run: Range<Int>, of text: [UInt8]) -> (bytes: Range<Int>, text: Range<Int>)? {
    guard let part = protections.first(where: { $0.pieces.contains(run.lowerBound) }),
      pieces[run].contains(where: { if case .text = $0 { true } else { false } })
    else { return nil }
    var (bytes, words) = (part.bytes, part.text)
    if run.lowerBound > part.pieces.lowerBound, case .mark(let tag, _) = pieces[run.lowerBound - 1] {
      bytes = tag.upperBound..<max(tag.upperBound, bytes.upperBound)
      if let end = positions[run.lowerBound - 1]?.upperBound { words = end..<max(end, words.upperBound) }
    }
    if run.upperBound < part.pieces.upperBound, case .mark(let tag, _) = pieces[run.upperBound] {
      bytes = bytes.lowerBound..<max(bytes.lowerBound, tag.lowerBound)
      if let start = positions[run.upperBound]?.lowerBound { words = words.lowerBound..<max(words.lowerBound, start) }
    }
    words = words.clamped(to: text.indices)
    return String(decoding: text[words], as: UTF8.self).unlessBlank == nil ? nil : (bytes, words)
  }
}
