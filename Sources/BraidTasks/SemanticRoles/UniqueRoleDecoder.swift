import BraidFiles
package import BraidLayers

/// Decodes role tags so that no core argument is given twice to one predicate.
///
/// The best sequence is found first. Where it gives a core role twice, each of the places is tried as the only one,
/// the best of these counts, and so on until no core role is left twice: the constraint of Punyakanok et al. 2008,
/// section 3.4, without a solver. Where it stands in more than `mostPlaces` places, the most promising of them are tried, so
/// that decoding takes time by the tokens, whatever the scores.
package struct UniqueRoleDecoder: Sendable {
  /// Places of a role that are tried as the only one.
  static let mostPlaces = 4

  /// What may follow what.
  package var chain: ChainScores { decoder.chain }
  private let decoder: ChainDecoder
  /// For each tag the core role that it begins, as a number from 0; -1 for the others.
  private let core: [Int]
  /// For each core role its tags.
  private let tags: [[Int]]

  /// A decoder of the tags `roles`: `B-X` and `I-X` for spans, `X` for single tokens.
  package init(chain: ChainScores, roles: [String]) {
    decoder = ChainDecoder(chain)
    var numbers = ExactDictionary<Int>()
    var core = [Int](repeating: -1, count: roles.count)
    var tags: [[Int]] = []
    for (tag, name) in roles.enumerated() {
      let isInside = name.utf8.starts(with: "I-".utf8)
      let role = isInside || name.utf8.starts(with: "B-".utf8) ? String(Substring(name.utf8.dropFirst(2))) : name
      guard Self.isCore(role) else { continue }
      let number = numbers[role] ?? tags.count
      if number == tags.count {
        numbers[role] = number
        tags.append([])
      }
      tags[number].append(tag)
      if !isInside { core[tag] = number }
    }
    self.core = core
    self.tags = tags
  }

  /// Whether a role is a numbered or agent argument: `ARG0`, `A0`, `ARGA`, …
  package static func isCore(_ role: some StringProtocol) -> Bool {
    guard role.hasPrefix("A") else { return false }
    let rest = role.dropFirst(role.hasPrefix("ARG") ? 3 : 1)
    return rest.count == 1 && (rest.first == "A" || rest.first?.isNumber == true)
  }

  /// The best sequence of tags.
  ///
  /// - Parameter emissions: one row of scores a token.
  /// - Returns: a tag for each token.
  package func best(_ emissions: [[Float]]) -> [Int] {
    var emissions = emissions
    var path = decoder.best(emissions)
    while let (role, starts) = repeated(path) {
      var choice: (score: Float, path: [Int], emissions: [[Float]])?
      for start in promising(starts, of: role, emissions) {
        // The role may stand here only: it may not begin elsewhere, which forbids its inside tags as well.
        var allowed = emissions
        for token in allowed.indices where token != start {
          for tag in tags[role] where core[tag] == role { allowed[token][tag] = -.infinity }
        }
        let path = decoder.best(allowed)
        let score = chain.score(path, allowed)
        if choice.map({ score > $0.score }) ?? true { choice = (score, path, allowed) }
      }
      guard let choice else { break }
      path = choice.path
      emissions = choice.emissions
    }
    return path
  }

  /// At most `mostPlaces` of the places where a role begins, in order: those that score best as the only one.
  private func promising(_ starts: [Int], of role: Int, _ emissions: [[Float]]) -> [Int] {
    guard starts.count > Self.mostPlaces, let first = tags[role].first(where: { core[$0] == role }) else {
      return starts
    }
    let scores = decoder.scores(ofOnly: first, emissions)
    return starts.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(Self.mostPlaces).sorted()
  }

  /// The first core role that begins twice or more, and where.
  private func repeated(_ path: [Int]) -> (role: Int, starts: [Int])? {
    var starts = [[Int]](repeating: [], count: tags.count)
    for (token, tag) in path.enumerated() where core[tag] >= 0 { starts[core[tag]].append(token) }
    return starts.firstIndex { $0.count > 1 }.map { ($0, starts[$0]) }
  }
}
