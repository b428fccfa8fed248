import BraidFiles
import BraidText

/// The types of a folder of brat standoff, for its `annotation.conf`.
struct BratTypes {
  private var entities: Set<ExactString> = []
  private var roles: Set<ExactString> = []
  private var hasFrames = false
  private var relations: Set<ExactString> = []
  /// Attributes with their values.
  private var attributes: [ExactString: Set<ExactString>] = [:]
  /// Types of events with their roles.
  private var events: [ExactString: Set<ExactString>] = [:]
  /// The first line of a file that Braid may replace.
  static let mark = "# Written by Braid.\n"

  /// Adds the types of a document, and those of the lines that it keeps of its file.
  mutating func add(_ document: Document, _ kept: BratKeptLines?) {
    for line in kept?.lines ?? [] { add(line) }
    let frames = document.frames?.enumerated().filter { kept?.hasFrame($0.offset) != true }.map(\.element) ?? []
    for layer in document.spans.values { entities.formUnion(layer.map { ExactString(BratStandoff.name($0.label)) }) }
    hasFrames = hasFrames || !frames.isEmpty
    for frame in frames {
      roles.formUnion(frame.arguments.map { ExactString(BratStandoff.name($0.role)) })
    }
  }

  private mutating func add(_ line: BratFile.Line) {
    let fields = line.text.utf8.split(separator: .tab, maxSplits: 2, omittingEmptySubsequences: false)
    let words = (fields.count > 1 ? fields[1] : Substring("").utf8).split(separator: .space).map {
      String(Substring($0))
    }
    guard let first = words.first else { return }
    switch line.text.utf8.first {
    case UInt8(ascii: "R"): relations.insert(ExactString(first))
    case UInt8(ascii: "A"), UInt8(ascii: "M"):
      attributes[ExactString(first), default: []].formUnion(words.dropFirst(2).map { ExactString($0) })
    case UInt8(ascii: "E"):
      let names = words.map { word in
        ExactString(String(Substring(word.utf8.prefix { $0 != .colon })))
      }
      events[names[0], default: []].formUnion(names.dropFirst())
    default: break
    }
  }

  /// The file.
  var configuration: String {
    let names = entities.sorted().map(\.string) + (roles.isEmpty ? [] : ["Argument"])
    var text = Self.mark + "[entities]\n" + names.map { $0 + "\n" }.joined() + "\n[relations]\n"
    text += relations.sorted().map { "\($0.string)\tArg1:<ANY>, Arg2:<ANY>\n" }.joined() + "\n[events]\n"
    if hasFrames {
      text += "Predicate\t" + roles.sorted().map { "\($0.string)*:Argument" }.joined(separator: ", ") + "\n"
    }
    for (name, roles) in events.sorted(by: { $0.key < $1.key }) where !hasFrames || name.string != "Predicate" {
      text += "\(name.string)\t" + roles.sorted().map { "\($0.string)*:<ANY>" }.joined(separator: ", ") + "\n"
    }
    text += "\n[attributes]\n"
    for (name, values) in attributes.sorted(by: { $0.key < $1.key }) {
      let list = values.isEmpty ? "" : ", Value:" + values.sorted().map(\.string).joined(separator: "|")
      text += "\(name.string)\tArg:<ANY>\(list)\n"
    }
    return text
  }
}
