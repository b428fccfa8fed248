import BraidFiles
import BraidText

/// brat standoff: a `.txt` with the text, and an `.ann` beside it with the annotations; one document.
///
/// The id is the path below the folder that was named, without its ending. Text-bound annotations are spans of the layer
/// `entity`, but for the triggers of events: an event is a frame, its type the sense (events of type `Predicate`, as Braid writes
/// them, have none), its arguments text-bound annotations or the triggers of other events. Notes that Braid writes are scores and
/// labels again. Lines that say more (relations, attributes, equivalences, normalizations, notes, spans in pieces) are counted; a document that
/// has some keeps all lines in the field `brat`, so that they are written again; a mention whose text is not what stands at its
/// offsets with the text there. A text without an `.ann` is not annotated, which is
/// counted; an `.ann` without a text is an error, and so is a folder with neither.
struct BratSource: DocumentSource {
  private let text: String
  private let annotations: String?
  private let options: ReadOptions
  private let placer: SpanPlacer
  private let id: String
  private var isRead = false

  /// The pair that a path to either file stands for; `folder` is what its id leaves out of the path.
  init(_ files: [String], folder: String, options: ReadOptions) {
    text = files[0]
    id = DocumentPaths.id(text, below: folder, endings: [".txt"])
    annotations = files.count > 1 ? files[1] : nil
    var options = options
    options.format = .text
    options.maximumDocumentBytes = 1 << 30
    options.spanOffsets = options.spanOffsets ?? .characters
    self.options = options
    placer = SpanPlacer(options)
  }

  /// The texts of a folder, or of paths to texts or annotations, each with its annotations where there are some; annotations
  /// in a folder that have no text are alone.
  ///
  /// - Throws: `unexpected` for a folder without any.
  static func pairs(_ path: String) throws(CorpusError) -> [[String]] {
    let texts =
      FileList.isFolder(path)
      ? FileList.contents(of: path) { $0.hasSuffix(".txt") } ?? []
      : [path.hasSuffix(".ann") ? path.dropLast(4) + ".txt" : path]
    if !FileList.isFolder(path), path.hasSuffix(".ann"), FileSystem.exists(path), !FileSystem.exists(texts[0]) {
      return [[path]]
    }
    let pairs = texts.map { text in
      let annotations = (text.hasSuffix(".txt") ? String(text.dropLast(4)) : text) + ".ann"
      return FileSystem.exists(annotations) ? [text, annotations] : [text]
    }
    guard FileList.isFolder(path) else { return pairs }
    let known = Set(pairs.joined())
    let all =
      pairs + (FileList.contents(of: path) { $0.hasSuffix(".ann") } ?? []).filter { !known.contains($0) }.map { [$0] }
    guard !all.isEmpty else {
      throw .unexpected(
        SourceLocation(file: path), found: "a folder without texts",
        expected: "texts such as a.txt, with their annotations in a.ann")
    }
    return all
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard !isRead else { return nil }
    isRead = true
    guard !text.hasSuffix(".ann") else {
      throw .unexpected(
        SourceLocation(file: text), found: "annotations without their text",
        expected: "the text beside them, in \(text.dropLast(4)).txt")
    }
    var source = try TextSource(text, options: options)
    var document = try source.next(into: &ledger) ?? Document(text: "")
    document.id = id
    guard let annotations else {
      ledger.note(
        .recognized, .documents, "text without an .ann beside it, not annotated", at: SourceLocation(file: text))
      return document
    }
    let file = try BratFile(try LineSource(annotations, options: options), into: &ledger)
    try place(file, in: &document, into: &ledger)
    return document
  }

  private func place(
    _ file: BratFile, in document: inout Document, into ledger: inout Ledger
  ) throws(CorpusError) {
    // Events of other types than Braid's are written as such again.
    var hasMore = file.hasMore || file.events.contains { !$0.value.isPredicate }
    let map = OffsetMap(document.text, options.spanOffsets ?? .characters)
    let bytes = Array(document.text.utf8)
    for (_, annotation) in file.textBounds where annotation.hasGap(in: bytes, map) {
      ledger.note(.repaired, .spans, CharacterSpan.discontinuous, at: annotation.place)
      hasMore = true
    }
    for (_, annotation) in file.textBounds where annotation.misquotes(bytes, map) {
      ledger.note(.ignored, .values, CharacterSpan.misquoted, at: annotation.place)
    }
    let parts = file.partsOfEvents
    let spans = file.textBounds.filter { !parts.contains($0.id) }.map { id, annotation in
      CharacterSpan(
        annotation.offsets, label: annotation.label,
        score: file.notes[id]?.lazy.compactMap { BratStandoff.score(note: $0.text) }.first, place: annotation.place)
    }
    try placer.place(
      [(ToolReader.spanLayer, spans)], in: &document, at: SourceLocation(file: annotations ?? text, line: 1),
      into: &ledger)
    document.frames = file.events.isEmpty ? nil : frames(file, document, map, into: &ledger)
    let predicates = Set(file.events.filter(\.value.isPredicate).map(\.id))
    let notes = file.notes.flatMap { id, notes in
      notes.dropFirst(predicates.contains(id) ? 1 : 0).map { (id: id, text: $0.text, place: $0.place) }
    }
    for note in notes.sorted(by: { $0.place.line < $1.place.line }) where BratStandoff.score(note: note.text) == nil {
      if let (layer, label) = BratStandoff.label(note: note.text) {
        guard label.name.unlessBlank != nil else {
          BlankValues(labels: 1).note(in: &ledger, at: note.place)
          continue
        }
        document.labels[layer, default: []].append(label)
      } else {
        ledger.note(.ignored, .values, "notes (#), kept in the field brat", at: note.place)
        hasMore = true
      }
    }
    if hasMore {
      document.fields[BratFile.field] = file.keptLines(bytes, map)
    }
  }

  private func frames(
    _ file: BratFile, _ document: Document, _ map: OffsetMap, into ledger: inout Ledger
  ) -> [Frame] {
    let aligner = SpanAligner(document.tokens)
    var frames: [Frame] = []
    for (id, event) in file.events {
      let found = file.frame(id, event) { id in
        file.textBound(id).flatMap { map.bytes($0.value.offsets) }.flatMap { aligner.tokens(of: $0)?.tokens }
      }
      guard let (frame, lost) = found else {
        ledger.note(.dropped, .frames, "event without a trigger in the text", at: event.place)
        continue
      }
      ledger.note(.dropped, .arguments, "argument without a place in the text", at: event.place, count: lost)
      frames.append(frame)
    }
    return frames
  }
}
