import BraidText

/// The content of an element for another text.
extension InlineContent {
  /// Where a stand-in stands in another text.
  struct Place {
    var range: Range<Int>
    /// Whether it stands there without the white space at its ends.
    var isTrimmed = false
  }

  /// What goes into a text, in the place of a part of it or between two bytes.
  private struct Insertion {
    var range: Range<Int>
    var bytes: ArraySlice<UInt8>
  }

  /// The content of an element for another text: what stands around all of the text stands around the other one too, codes
  /// inside of it come behind the other, since nothing says where in it they belong, but for those whose stand-ins the other text has
  /// and those beside text that must not be translated.
  ///
  /// - Parameters:
  ///   - text: the other text, escaped.
  ///   - file: the bytes of the file.
  ///   - codeName: the name of elements that stand in the text for characters that XML cannot hold.
  /// - Returns: the content, and how many codes and protected texts have lost their place.
  func content(
    around text: [UInt8], in file: [UInt8], codeName: String? = nil
  ) -> (bytes: [UInt8], moved: Int, movedTexts: Int) {
    content(around: text, in: file) { text in
      var escaped: [UInt8] = []
      XMLEscape.append(text, to: &escaped, codeName: codeName)
      return escaped
    }
  }

  /// The content of an element for another text in any mark-up, whose bytes `escape` makes of a text.
  func content<Failure>(
    around text: [UInt8], in file: [UInt8], _ escape: (String) throws(Failure) -> [UInt8]
  ) throws(Failure) -> (bytes: [UInt8], moved: Int, movedTexts: Int) {
    let placed = try places(of: text, escape)
    let texts = pieces.indices.filter { if case .mark = pieces[$0] { false } else { true } }
    let first = texts.first ?? pieces.count
    let last = texts.last ?? pieces.count
    let anchors = anchors(beside: placed, end: text.count)
    var (before, moved, behind): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    var (count, countOfTexts) = (0, 0)
    var insertions: [Insertion] = []
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .text: continue
      case .protected(let range, let element):
        if let place = placed[element] {
          insertions.append(
            Insertion(range: place.range, bytes: place.isTrimmed ? Self.trimmed(file[range]) : file[range]))
        } else {
          if let end = moved.last ?? text.last, !XMLText.isSpace(end) { moved.append(.space) }
          moved += Self.trimmed(file[range])
          countOfTexts += 1
        }
      case .mark(let range, let element):
        if let place = placed[element] {
          // Both tags of an element go where its stand-in stands.
          let end = place.range.upperBound
          let isSecond = index > bounds[element].lowerBound
          insertions.append(Insertion(range: isSecond ? end..<end : place.range, bytes: file[range]))
          continue
        }
        let bound = bounds[element]
        let isAround = bound.lowerBound < first && bound.upperBound > last
        if index < first, isAround || bound.upperBound < first {
          before += file[range]
        } else if index > last, isAround || bound.lowerBound > last {
          behind += file[range]
        } else if let anchor = anchors[index] {
          insertions.append(Insertion(range: anchor..<anchor, bytes: file[range]))
        } else {
          moved += file[range]
          count += index == bound.lowerBound ? 1 : 0
        }
      }
    }
    return (before + Self.text(text, with: insertions) + moved + behind, count, countOfTexts)
  }

  /// A text with insertions, which stand in the order of the source where several are in one place.
  private static func text(_ text: [UInt8], with insertions: [Insertion]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    // Between two bytes before what takes the place of the second.
    let sorted = insertions.enumerated().sorted { first, second in
      (first.element.range.lowerBound, first.element.range.isEmpty ? 0 : 1, first.offset)
        < (second.element.range.lowerBound, second.element.range.isEmpty ? 0 : 1, second.offset)
    }
    for (_, insertion) in sorted {
      result += text[position..<insertion.range.lowerBound] + insertion.bytes
      position = insertion.range.upperBound
    }
    return result + text[position...]
  }

  /// Where tags go that stand beside text that must not be translated, by their pieces; none where the other text has that in
  /// another order than the source.
  private func anchors(beside placed: [Int: Place], end: Int) -> [Int: Int] {
    var texts: [(piece: Int, place: Range<Int>?)] = []
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .text: texts.append((index, nil))
      case .protected(_, let element): texts.append((index, placed[element]?.range))
      case .mark: continue
      }
    }
    let places = texts.compactMap(\.place)
    guard !places.isEmpty, zip(places, places.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else {
      return [:]
    }
    var anchors: [Int: Int] = [:]
    for (index, piece) in pieces.enumerated() {
      guard case .mark(_, let element) = piece, placed[element] == nil else { continue }
      let next = texts.partitioningIndex { $0.piece > index }
      let before = next > 0 ? texts[next - 1].place?.upperBound : nil
      let after = next < texts.count ? texts[next].place?.lowerBound : nil
      anchors[index] = before ?? after ?? (next == 0 ? 0 : next == texts.count ? end : nil)
    }
    // An element keeps both of its tags together, and some text if it had any.
    return anchors.filter { index, _ in
      guard case .mark(_, let element) = pieces[index], bounds[element].count > 1,
        let start = anchors[bounds[element].lowerBound], let end = anchors[bounds[element].upperBound]
      else { return false }
      return start < end || texts.allSatisfy { !bounds[element].contains($0.piece) }
    }
  }

  /// Where the stand-ins of inline elements stand in another text, each in a place of its own.
  private func places<Failure>(
    of text: [UInt8], _ escape: (String) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [Int: Place] {
    var places: [Int: Place] = [:]
    var standIns = standIns
    for piece in pieces {
      switch piece {
      case .text: continue
      case .mark(_, let element):
        guard let standIn = standIns.removeValue(forKey: element) else { continue }
        let escaped = try escape(standIn)
        let free = text.ranges(of: escaped).first { range in !places.values.contains { $0.range.overlaps(range) } }
        places[element] = free.map { Place(range: $0) }
      case .protected(_, let element):
        guard let standIn = standIns.removeValue(forKey: element) else { continue }
        places[element] = try Self.place(of: standIn, in: text, beside: places.values.map(\.range), escape)
      }
    }
    return places
  }

  /// Where a text that must not be translated stands in a translation, best as a word of its own.
  static func place<Failure>(
    of wanted: String, in text: [UInt8], beside taken: [Range<Int>], _ escape: (String) throws(Failure) -> [UInt8]
  ) throws(Failure) -> Place? {
    let trimmed = String(decoding: trimmed(Array(wanted.utf8)[...]), as: UTF8.self)
    for (wanted, isTrimmed) in [(wanted, false), (trimmed, true)] {
      let wanted = try escape(wanted)
      let found = text.ranges(of: wanted).filter { range in !taken.contains { $0.overlaps(range) } }
      if let range = found.first(where: { isApart($0, in: text) }) ?? found.first {
        return Place(range: range, isTrimmed: isTrimmed)
      }
    }
    return nil
  }

  /// Bytes without the white space at their ends; as they are when there is nothing else.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = bytes.firstIndex(where: { !XMLText.isSpace($0) }),
      let last = bytes.lastIndex(where: { !XMLText.isSpace($0) })
    else { return bytes }
    return bytes[first...last]
  }

  /// Whether no letter or digit of ASCII stands beside a part of a text.
  private static func isApart(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    func isWord(_ index: Int) -> Bool {
      text.indices.contains(index) && (48...57 ~= text[index] || 97...122 ~= text[index] | 0x20)
    }
    return !isWord(range.lowerBound - 1) && !isWord(range.upperBound)
  }
}
