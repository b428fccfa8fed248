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
    /// Whether its name says its part.
    var hasPart: Bool
    /// Whether it was found in a folder and its name says no part.
    var isOneOfMany = false
    /// Whether it was found in a folder.
    var isFound = false
    /// The folder of the corpus, where the name of a folder above the file says its part.
    var folder: String?
    /// The stem without the number of the file, where that numbers the files of a set.
    var series: String?
  }

  /// What files of one corpus have in common.
  private struct FileSet {
    var stem: String
    var guess: FormatGuess
    var language: String

    func isSame(_ other: FileSet) -> Bool {
      stem == other.stem && language == other.language && guess.format == other.guess.format
        && (columns == other.columns || !guess.names.isEmpty && guess.names == other.guess.names)
    }

    /// Columns that tell corpora apart: what is only kept may differ.
    private var columns: [String: String] {
      guess.columns.filter { $0.key != "id" && !$0.key.hasPrefix("field:") }
    }
  }

  /// The corpora that files make up, in the order in which they are first met, and the files of folders that are left out because
  /// they cannot be read.
  ///
  /// - Throws: what guessing a format throws for a file that is named, or for all files.
  static func corpora(_ files: [String]) throws -> (
    corpora: [StarterCorpus], leftOut: [(path: String, error: CorpusError)]
  ) {
    var corpora: [StarterCorpus] = []
    var leftOut: [(path: String, error: CorpusError)] = []
    var sets: [FileSet] = []
    let placed = numbered(placed(try FileList.expand(files).flatMap(members)))
    let slots = slots(among: placed)
    // The folder stands for the files of a set.
    let members = placed.compactMap { member -> Member? in
      guard slots.contains(Paths.folder(member.path)), ["seq.in", "seq.out", "label"].contains(name(of: member.path))
      else {
        return member
      }
      return name(of: member.path) == "seq.in" ? member : nil
    }
    let pairs = pairs(members)
    let texts = texts(in: members)
    for member in members {
      let pair = pairs[member.path]
      if let pair, pair.1.path == member.path { continue }
      let folder = Paths.folder(member.path)
      let isSlots = name(of: member.path) == "seq.in" && slots.contains(folder)
      var guess =
        isSlots
        ? FormatGuess(format: .aligned, reason: "the names of its files")
        : FormatGuess(format: .parallel, reason: "two files that differ only in their language")
      do {
        if !isSlots, pair == nil { guess = try FormatGuess(member.path) }
      } catch {
        guard member.isFound else { throw error }
        leftOut.append((member.path, error))
        continue
      }
      // Of the texts in a folder each is a document, also one that has no blank line.
      if member.isOneOfMany, member.ending == "txt", guess.format == .lines, let texts { guess = texts }
      let isOneOfMany =
        member.isOneOfMany || isSlots
        || !member.hasPart && single.contains(guess.format)
          && members.contains {
            $0.path != member.path && $0.ending == member.ending
              && Paths.folder($0.path) == folder
          }
      let stem = isOneOfMany ? member.folder ?? folder : member.series ?? member.stem
      let target = guess.format == .po ? CatalogueLanguage.named(in: member.path) : nil
      let declared = guess.format == .xliff ? ReadOptions.target(namedByXLIFF: member.path) : target
      let language = declared.map(LanguageMatch.withoutRegion)
      let set = FileSet(stem: stem, guess: guess, language: pair?.1.ending ?? language ?? "")
      let paths = isSlots ? [folder.isEmpty ? "." : folder] : pair.map { [$0.0.path, $0.1.path] } ?? [member.path]
      if let index = sets.firstIndex(where: set.isSame) {
        // What a column holds is clearer in many rows than in a few.
        if member.part == "train", corpora[index].parts["train"] == nil { corpora[index].guess = guess }
        corpora[index].parts[member.part, default: []] += paths
        if !member.isFound { corpora[index].isFound = false }
        if let declared { corpora[index].targetNames.insert(declared) }
        if target != corpora[index].target { corpora[index].target = language }
      } else {
        sets.append(set)
        let languages = pair.map { (source: $0.0.ending, target: $0.1.ending) }
        var corpus = StarterCorpus(
          name: unused(name(member, stem), corpora.map(\.name)), guess: guess, parts: [member.part: paths],
          languages: languages)
        corpus.target = target
        corpus.isFound = member.isFound
        if let declared { corpus.targetNames = [declared] }
        corpora.append(corpus)
      }
    }
    for index in corpora.indices {
      corpora[index].chooseTraining()
      corpora[index].parts = corpora[index].parts.mapValues(shortened)
    }
    if corpora.isEmpty, let first = leftOut.first { throw first.error }
    return (corpora, leftOut)
  }

  /// Formats of which a file is a document, so that several files named side by side are one corpus.
  private static let single: Set<CorpusFormat> = [.text, .tei, .html, .xml, .brat, .webanno, .xmi]

  /// The folders of slot-filling sets: texts in `seq.in`, tags or labels beside them in `seq.out` and `label`.
  private static func slots(among members: [Member]) -> Set<String> {
    let texts = members.map(\.path).filter { name(of: $0) == "seq.in" }
    let beside = texts.filter { text in
      ["seq.out", "label"].contains { FileSystem.exists(FileSystem.packedOrNot(Paths.sibling(of: text, named: $0))) }
    }
    return Set(beside.map(Paths.folder))
  }

  /// The name of a file that is packed or not.
  private static func name(of path: String) -> String {
    let name = Paths.name(path)
    return name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
  }

  /// What most of the texts of a folder seem to be, where that is plain text; nil for anything else.
  private static func texts(in members: [Member]) -> FormatGuess? {
    let files = members.filter { $0.isOneOfMany && $0.ending == "txt" }
    let guesses = files.prefix(mostTexts).compactMap { try? FormatGuess($0.path) }.filter { $0.format == .text }
    return guesses.count * 2 > min(files.count, mostTexts) ? guesses.first : nil
  }

  /// Files of a folder that are looked at for what most of them are.
  private static let mostTexts = 50

  /// A file, or the data files in a folder.
  ///
  /// - Throws: `CorpusError.unexpected` for a folder without any.
  private static func members(_ path: String) throws -> [Member] {
    guard FileList.isFolder(path) else {
      let member = member(path)
      guard !["yaml", "yml"].contains(member.ending.lowercased()) else {
        throw CorpusError.unexpected(
          SourceLocation(file: path), found: "a pipeline file", expected: "data files; `braid check` takes pipelines")
      }
      return [member]
    }
    let found = FileList.contents(of: path, where: isData) ?? []
    guard !found.isEmpty else {
      throw CorpusError.unexpected(
        SourceLocation(file: path), found: "a folder without data files",
        expected: "files whose names end as those of a format, such as .tsv or .conllu; name others one by one")
    }
    // brat keeps a text beside its annotations, which name it.
    let annotated = Set(found.filter { $0.hasSuffix(".ann") }.map { String($0.dropLast(4)) })
    let files = found.filter { !$0.hasSuffix(".txt") || !annotated.contains(String($0.dropLast(4))) }
    var members = files.map(member)
    let pairs = pairs(members)
    for index in members.indices where pairs[members[index].path] == nil {
      members[index].isOneOfMany = !members[index].hasPart && files.count > 1
    }
    for index in members.indices { members[index].isFound = true }
    return members
  }

  /// Whether a file in a folder may be data, and not what goes with it.
  private static func isData(_ path: String) -> Bool {
    let name = Paths.name(path)
    let bare = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    guard let dot = bare.lastIndex(of: "."), dot > bare.startIndex else { return false }
    let ending = bare[bare.index(after: dot)...].lowercased()
    let stem = bare[..<dot].lowercased()
    if stem.hasPrefix("readme") || stem.hasPrefix("licen") || stem.hasPrefix("requirements") { return false }
    if CorpusFormat(path: bare) != nil { return true }
    return ["xml", "iob", "iob2", "bio", "bioes", "ner", "trees", "tags"].contains(ending)
      || ending.count == 2 && ending.allSatisfy { $0.isASCII && $0.isLetter }
        && !["md", "py", "sh", "gz", "js", "pl", "go", "rb", "cc", "db"].contains(ending)
  }

  /// Many files of one folder as a pattern, where it names them all.
  private static func shortened(_ paths: [String]) -> [String] {
    guard paths.count > 8, let first = paths.first, let dot = Paths.name(first).firstIndex(of: ".") else {
      return paths
    }
    let pattern = Paths.folder(first) + "/*" + Paths.name(first)[dot...]
    return FileList.matches(pattern) == paths ? [pattern] : paths
  }

  private static func member(_ path: String) -> Member {
    var words = Paths.name(path).split(separator: ".").map(String.init)
    if words.last == "gz" { words.removeLast() }
    let ending = words.count > 1 ? words.removeLast() : ""
    var part = "train"
    var hasPart = false
    var rest: [String] = []
    for word in words.joined(separator: ".").split(whereSeparator: { "._-".contains($0) }) {
      if let name = partNames[word.lowercased()] {
        (part, hasPart) = (name, true)
      } else {
        rest.append(String(word))
      }
    }
    let folder = Paths.folder(path)
    return Member(
      path: path, part: part, stem: "\(folder)/\(rest.joined(separator: "-"))", ending: ending,
      hasPart: hasPart)
  }

  /// A folder that is called as a part, above a file: what it is in, the part, and the folders between it and the file.
  private struct PartFolder {
    var above: String
    var part: String
    var between: String

    /// The folder of the corpus where folders of the same name are in several parts.
    var nested: String { between.isEmpty ? above : "\(above)/\(between)" }
  }

  /// The folders above a file that are called as parts, the nearest first.
  private static func partFolders(_ path: String) -> [PartFolder] {
    var found: [PartFolder] = []
    var folder = Paths.folder(path)
    var between: [String] = []
    while !folder.isEmpty, folder != "/" {
      let name = Paths.name(folder)
      if let part = partNames[name.lowercased()] {
        found.append(
          PartFolder(above: Paths.folder(folder), part: part, between: between.reversed().joined(separator: "/")))
      }
      between.append(name)
      folder = Paths.folder(folder)
    }
    return found
  }

  /// Gives files the parts that folders above them are called as, where folders of several parts stand beside each other: of
  /// `train/x.conllu` and `dev/y.conllu` there is one corpus. Files of the same names in several parts are a corpus each, and so are
  /// folders.
  private static func placed(_ members: [Member]) -> [Member] {
    var parts: [String: Set<String>] = [:]
    for member in members {
      for place in partFolders(member.path) { parts[place.above, default: []].insert(place.part) }
    }
    let places = members.map { member in
      partFolders(member.path).first {
        parts[$0.above, default: []].count > 1 && (!member.hasPart || member.part == $0.part)
      }
    }
    var nested: [String: Set<String>] = [:]
    for place in places { if let place { nested[place.nested, default: []].insert(place.part) } }
    let folders = places.map { place in
      place.map { nested[$0.nested, default: []].count > 1 ? $0.nested : $0.above }
    }
    func name(_ index: Int, in folder: String) -> String { "\(folder)/\(Paths.name(members[index].stem))" }
    var named: [String: Set<String>] = [:]
    for (index, place) in places.enumerated() {
      guard let place, let folder = folders[index] else { continue }
      named[name(index, in: folder), default: []].insert(place.part)
    }
    // Where no name is in two parts, names do not tell corpora apart.
    var matched: Set<String> = []
    for (index, folder) in folders.enumerated() {
      if let folder, named[name(index, in: folder), default: []].count > 1 { matched.insert(folder) }
    }
    return members.indices.map { index in
      var member = members[index]
      guard let place = places[index], let folder = folders[index] else { return member }
      if !member.hasPart || !matched.contains(folder) { member.folder = folder }
      if !matched.contains(folder) { member.isOneOfMany = true }
      (member.part, member.hasPart) = (place.part, true)
      member.stem = name(index, in: folder)
      return member
    }
  }

  /// Gives files that are numbered the stem of their set: those whose names say that they are parts of one, and those that differ only
  /// in their numbers. Where several numbers are in several parts, as in `train-1`, `test-1`, `train-2`, `test-2`, they may tell folds
  /// or corpora apart, and the training part of one is the test part of another.
  private static func numbered(_ members: [Member]) -> [Member] {
    let names = members.map { NumberedName(Paths.name($0.stem).split(separator: "-").map(String.init)) }
    func stem(_ index: Int) -> String? {
      let stem = members[index].stem
      return names[index].map { stem.dropLast(Paths.name(stem).count) + $0.rest }
    }
    let groups = Dictionary(grouping: members.indices) { "\(stem($0) ?? "") \(members[$0].ending)" }
    var numbered = members
    for group in groups.values {
      var parts: [String: Set<String>] = [:]
      for index in group {
        if let name = names[index], !name.isPart { parts[name.number, default: []].insert(members[index].part) }
      }
      let isSet = parts.count > 1 && parts.values.count { $0.count > 1 } < 2
      for index in group where isSet || names[index]?.isPart == true { numbered[index].series = stem(index) }
    }
    // What is found beside other parts of its set belongs to these, and not to what else the folder holds.
    let parts = Set(numbered.filter(\.hasPart).map { "\($0.series ?? $0.stem) \($0.ending)" })
    for index in numbered.indices where !numbered[index].hasPart {
      guard let series = numbered[index].series, parts.contains("\(series) \(numbered[index].ending)") else { continue }
      numbered[index].isOneOfMany = false
    }
    return numbered
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
  private static func name(_ member: Member, _ key: String) -> String {
    let stem = Paths.name(key)
    let isBare = key.hasSuffix("/")
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

/// The language that a gettext catalogue names in its header.
enum CatalogueLanguage {
  /// Bytes that are looked at.
  private static let bytes = 64 << 10

  /// The language as a BCP 47 tag; nil when none is named, also where the file is packed.
  ///
  /// Source: GNU gettext manual, section "Filling in the Header Entry", <https://www.gnu.org/software/gettext/manual/>.
  static func named(in path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: bytes) else { return nil }
    let field = #/"Language:\s*(?<locale>[^\s"\\]+)/#
    guard let found = String(decoding: data, as: UTF8.self).firstMatch(of: field) else { return nil }
    return POLanguage.tag(locale: String(found.locale))
  }
}
