import BraidText

/// The vectors of a vocabulary while a file of them is read.
struct WantedVectors {
  /// How many vectors the file has so far.
  var fileCount = 0
  /// Width of a vector.
  var dimensions = 0
  private let vocabulary: Vocabulary
  /// Lower-case forms of words that differ from them, and the ids of those words.
  private var lowered = ByteTable()
  private var loweredIDs: [[Int32]] = []
  private var rows: [Int32]
  /// Whether a row is a word's own, not that of its lower-case form.
  private var isOwn: [Bool]
  private var values: [Float] = []

  /// Nothing yet for `vocabulary`.
  init(_ vocabulary: Vocabulary, lowercase: Bool) {
    self.vocabulary = vocabulary
    rows = [Int32](repeating: -1, count: vocabulary.count)
    isOwn = [Bool](repeating: false, count: vocabulary.count)
    guard lowercase else { return }
    for id in vocabulary.ids where id >= vocabulary.specials {
      let word = vocabulary.word(id)
      let lower = vocabulary.lowerCasing(word)
      guard !lower.utf8.elementsEqual(word.utf8) else { continue }
      let index = lower.withBytes { lowered.insert($0) }
      if index == loweredIDs.count { loweredIDs.append([]) }
      loweredIDs[index].append(id)
    }
  }

  /// The ids that a word of the file has a vector for; nil if not wanted.
  mutating func take(_ word: UnsafeBufferPointer<UInt8>) -> [Int32]? {
    var ids: [Int32] = []
    if let id = vocabulary.id(ofBytes: word), !isOwn[Int(id)] {
      isOwn[Int(id)] = true
      ids.append(id)
    }
    if let index = lowered.index(of: word) {
      for id in loweredIDs[index] where rows[Int(id)] < 0 { ids.append(id) }
    }
    return ids.isEmpty ? nil : ids
  }

  /// Gives a vector to ids that `take` answered.
  mutating func put(_ vector: [Float], _ ids: [Int32]) {
    for id in ids {
      if rows[Int(id)] < 0 {
        rows[Int(id)] = Int32(values.count / vector.count)
        values.append(contentsOf: vector)
      } else {
        let start = Int(rows[Int(id)]) * vector.count
        values.replaceSubrange(start..<start + vector.count, with: vector)
      }
    }
  }

  /// What was found.
  func vectors() -> PretrainedVectors {
    PretrainedVectors(dimensions: dimensions, values: values, rows: rows, fileCount: fileCount)
  }
}
