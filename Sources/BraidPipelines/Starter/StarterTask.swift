/// A task of a starter pipeline, over all corpora that have what it learns.
struct StarterTask {
  /// Its name.
  var name: String
  /// Its kind.
  var head: String
  /// What else it is told, a `key: value` each.
  var options: [String]
  /// What it learns and writes, which no other task does.
  var layer = ""
  /// What it learns, in words.
  var what = ""
  /// The translation that it writes and that has a vocabulary of its own; nil for none.
  var target: String?
  /// The stages whose documents it learns from.
  var stages: [String] = []
  /// Their corpora.
  var corpora: [String] = []

  /// The stages as YAML.
  var stageList: String { stages.count == 1 ? stages[0] : "[\(stages.joined(separator: ", "))]" }

  /// The stage of the vocabulary that it writes with.
  var vocabulary: String { "\(stages[0])-\(name)" }

  /// Its options as YAML, without the braces.
  var line: String {
    (["head: \(head)", "of: \(stageList)"] + options + (target == nil ? [] : ["vocabulary: \(vocabulary)"]))
      .joined(separator: ", ")
  }

  /// What it learns and of which corpora, for the user.
  var note: String { "task \(name): \(what) of \(corpora.joined(separator: ", "))" }
}
