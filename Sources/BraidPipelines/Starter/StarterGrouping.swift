import BraidCorpora
import BraidFiles
import Foundation

/// Finds out which files belong together: parts of one corpus, and the two sides of parallel text.
enum StarterGrouping {
  private static let partNames: [String: String] = [
    "train": "train", "training": "train", "dev": "dev", "devel": "dev", "development": "dev", "val": "dev",
    "valid": "dev", "validation": "dev", "test": "test", "testing": "test", "eval": "test",
  ]

  /// One file: where it belongs.
  private struct Member {
    var path: String
    var part: String
    /// The name without the part and endings; with the folder it says which corpus the file belongs to.
    var stem: String
    /// The last ending, packing aside.
    var ending: String
  }

  /// The corpora that files make up, in the order in which they are first met.
  ///
  /// - Throws: what guessing a format throws.
  static func corpora(_ files: [String]) throws -> [StarterCorpus] {
    var corpora: [StarterCorpus] = []
    var keys: [String] = []
    let members = files.map(member)
    let pairs = pairs(members)
    for member in members {
      let pair = pairs[member.path]
      if let pair, pair.1.path == member.path { continue }
      let guess =
        pair == nil
        ? try FormatGuess(member.path)
        : FormatGuess(format: .parallel, reason: "two files that differ only in their language")
      let key = "\(member.stem) \(guess.format) \(guess.columns.sorted { $0.key < $1.key }) \(pair?.1.ending ?? "")"
      let paths = pair.map { [$0.0.path, $0.1.path] } ?? [member.path]
      if let index = keys.firstIndex(of: key) {
        corpora[index].parts[member.part, default: []] += paths
      } else {
        keys.append(key)
        let languages = pair.map { (source: $0.0.ending, target: $0.1.ending) }
        corpora.append(
          StarterCorpus(
            name: unused(name(member), corpora.map(\.name)), guess: guess, parts: [member.part: paths],
            languages: languages))
      }
    }
    // Learning needs a training part, whatever its file is called.
    for index in corpora.indices where corpora[index].parts["train"] == nil {
      let part = corpora[index].parts["dev"] == nil ? "test" : "dev"
      corpora[index].parts["train"] = corpora[index].parts.removeValue(forKey: part)
    }
    return corpora
  }

  private static func member(_ path: String) -> Member {
    var words = Paths.name(path).split(separator: ".").map(String.init)
    if words.last == "gz" { words.removeLast() }
    let ending = words.count > 1 ? words.removeLast() : ""
    var part = "train"
    var rest: [String] = []
    for word in words.joined(separator: ".").split(whereSeparator: { "._-".contains($0) }) {
      if let name = partNames[word.lowercased()] { part = name } else { rest.append(String(word)) }
    }
    let folder = Paths.folder(path)
    return Member(path: path, part: part, stem: "\(folder)/\(rest.joined(separator: "-"))", ending: ending)
  }

  /// Files that differ only in an ending of two or three letters that names a language, by the path of each.
  private static func pairs(_ members: [Member]) -> [String: (Member, Member)] {
    let known: Set = ["tsv", "csv", "txt", "po", "pot", "xml", "tmx", "xlf", "tei"]
    var pairs: [String: (Member, Member)] = [:]
    let groups = Dictionary(
      grouping: members.filter { (2...3).contains($0.ending.count) && !known.contains($0.ending) }
    ) {
      "\($0.stem) \($0.part)"
    }
    // The languages of the pair that comes first say which one is the source of all.
    var sources: [Set<String>: String] = [:]
    for member in members {
      guard let group = groups["\(member.stem) \(member.part)"], group.count == 2,
        group[0].ending != group[1].ending, pairs[member.path] == nil
      else { continue }
      let languages = Set(group.map(\.ending))
      let source = sources[languages] ?? group[0].ending
      sources[languages] = source
      let pair = group[0].ending == source ? (group[0], group[1]) : (group[1], group[0])
      for member in group { pairs[member.path] = pair }
    }
    return pairs
  }

  /// A name for the stages of a file's corpus: its stem, or its folder's name.
  private static func name(_ member: Member) -> String {
    let stem = Paths.name(member.stem)
    let isBare = member.stem.hasSuffix("/")
    let folder = Paths.name(Paths.folder(member.path))
    let name = isBare ? folder : stem
    let allowed = name.unicodeScalars.map {
      $0.isASCII && ($0.properties.isAlphabetic || (48...57).contains($0.value)) ? Character($0) : "-"
    }
    let trimmed = String(allowed).split(separator: "-").joined(separator: "-").lowercased()
    return trimmed.isEmpty ? "data" : trimmed
  }

  /// `name`, with a number when it is in use.
  static func unused(_ name: String, _ used: [String]) -> String {
    guard used.contains(name) else { return name }
    var number = 2
    while used.contains("\(name)-\(number)") { number += 1 }
    return "\(name)-\(number)"
  }
}
