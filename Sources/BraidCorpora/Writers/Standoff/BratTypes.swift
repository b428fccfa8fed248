import BraidFiles
import BraidText

/// The types of a folder of brat standoff, for its `annotation.conf`.
struct BratTypes {
  private var entities: Set<ExactString> = []
  private var roles: Set<ExactString> = []
  private var hasFrames = false
  /// The first line of a file that Braid may replace.
  static let mark = "# Written by Braid.\n"

  /// Adds the types of a document.
  mutating func add(_ document: Document) {
    for layer in document.spans.values { entities.formUnion(layer.map { ExactString(BratStandoff.name($0.label)) }) }
    hasFrames = hasFrames || document.frames?.isEmpty == false
    for frame in document.frames ?? [] {
      roles.formUnion(frame.arguments.map { ExactString(BratStandoff.name($0.role)) })
    }
  }

  /// The file.
  var configuration: String {
    let names = entities.sorted().map(\.string) + (roles.isEmpty ? [] : ["Argument"])
    var text = Self.mark + "[entities]\n" + names.map { $0 + "\n" }.joined() + "\n[relations]\n\n[events]\n"
    if hasFrames {
      text += "Predicate\t" + roles.sorted().map { "\($0.string)*:Argument" }.joined(separator: ", ") + "\n"
    }
    return text + "\n[attributes]\n"
  }
}
