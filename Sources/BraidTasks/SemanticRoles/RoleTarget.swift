/// One frame inside a semantic-roles target.
///
/// A target is the number of tokens, then a run of frames: predicate token, sense class, first token of the sentence, tokens in the sentence,
/// then one role tag for each of these.
struct RoleTarget {
  /// Token of the document.
  let predicate: Int
  /// Sense class; negative when unknown.
  let sense: Int32
  /// Tokens of the document.
  let sentence: Range<Int>
  /// One tag a token of the sentence; negative when unknown.
  let tags: ArraySlice<Int32>

  /// The frames of `target`.
  static func all(_ target: [Int32]) -> [RoleTarget] {
    var frames: [RoleTarget] = []
    var next = 1
    while next < target.count {
      let start = Int(target[next + 2])
      let count = Int(target[next + 3])
      let tags = next + 4
      frames.append(
        RoleTarget(
          predicate: Int(target[next]), sense: target[next + 1], sentence: start..<start + count,
          tags: target[tags..<tags + count]))
      next = tags + count
    }
    return frames
  }
}
