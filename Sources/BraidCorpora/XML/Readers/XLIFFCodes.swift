import BraidFiles

/// The inline codes and markers of one XLIFF 2.x unit: identifiers that are there and unique, references that lead
/// somewhere, starts and ends that belong together.
///
/// What only an editor needs is not looked at: which codes may be moved, copied or deleted, and what they look like.
///
/// Source: XLIFF 2.1, sections 4.3.1.1 and 4.7.2, <https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html>.
struct XLIFFCodes {
  private var data: Set<ExactString> = []
  /// Identifiers of the codes in the sources, and in the targets.
  private var ids: [Set<ExactString>] = [[], []]
  /// Starts that wait for their end, `sc` and `sm` apart, with the side they are on.
  private var open: Set<ExactString> = []
  private var isTarget = false

  /// Takes the identifier of a piece of original data.
  mutating func addData(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    try XLIFFChecks.unique(element.attributes["id"], in: &data, element, at: location)
  }

  /// Says that a source or a target begins.
  mutating func begin(target: Bool) { isTarget = target }

  /// Takes an element inside of a source or a target.
  mutating func start(
    _ tag: XLIFFReader.Tag, _ element: XMLElement, at location: XMLLocation
  ) throws(CorpusError) {
    let attributes = element.attributes
    let side = isTarget ? 1 : 0
    switch tag {
    case .ph, .pc, .mrk: try XLIFFChecks.unique(attributes["id"], in: &ids[side], element, at: location)
    case .sc, .sm:
      try XLIFFChecks.unique(attributes["id"], in: &ids[side], element, at: location)
      if attributes["isolated"] != "yes" { open.insert(key(tag, attributes["id"] ?? "")) }
    case .ec where attributes["isolated"] == "yes":
      guard attributes["startRef"] == nil else {
        throw .unexpected(location.place, found: "isolated <ec> with startRef", expected: "id instead of startRef")
      }
      try XLIFFChecks.unique(attributes["id"], in: &ids[side], element, at: location)
    case .ec, .em:
      guard let reference = attributes["startRef"], attributes["id"] == nil else {
        throw .unexpected(
          location.place, found: "<\(element.name)> that names no start", expected: "startRef and no id")
      }
      guard open.remove(key(tag == .ec ? .sc : .sm, reference)) != nil else {
        throw .unexpected(
          location.place, found: "<\(element.name) startRef=\"\(reference)\">",
          expected: "a start with this id before it in the unit")
      }
    default: break
    }
    for reference in [attributes["dataRef"], attributes["dataRefStart"], attributes["dataRefEnd"]] {
      guard let reference, !data.contains(ExactString(reference)) else { continue }
      throw .unexpected(
        location.place, found: "reference to \"\(reference)\"", expected: "the id of a <data> of this unit")
    }
    if let original = attributes["copyOf"], !ids[side].contains(ExactString(original)),
      !ids[0].contains(ExactString(original))
    {
      throw .unexpected(
        location.place, found: "copy of \"\(original)\"", expected: "the id of a code before it in the unit")
    }
  }

  /// Checks that every start found its end.
  func end(at location: XMLLocation) throws(CorpusError) {
    guard let key = open.min() else { return }
    let parts = key.string.split(separator: " ", maxSplits: 2)
    throw .unexpected(
      location.place, found: "<\(parts[1]) id=\"\(parts[2])\"/> without an end",
      expected: "an end with this startRef in the unit")
  }

  private func key(_ tag: XLIFFReader.Tag, _ id: String) -> ExactString {
    ExactString("\(isTarget ? 1 : 0) \(tag.rawValue) \(id)")
  }
}
