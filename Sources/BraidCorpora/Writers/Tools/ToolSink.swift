import BraidText

/// Writes documents as objects that an annotation tool imports: doccano and Prodigy take one a line, Label Studio an array.
///
/// Offsets count code points. Spans of all layers are given, and labels of the label layer, or of the only one there is;
/// Label Studio takes all label layers, and results under the names of the controls that its tasks have. Other layers have no
/// place.
struct ToolSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  private var count = 0
  /// The controls of Label Studio that tasks have shown so far.
  private var controls = LabelStudioControls()
  /// Tasks that wait for one with annotations, which names the controls that their results are written under.
  private var waiting: [Document] = []
  private var waitingBytes = 0
  /// Whether tasks wait no longer: as many have gone by as are looked at.
  private var isTired = false
  /// Documents whose relations, or whose annotations of a tool, are not written as they were.
  private(set) var lost: [DocumentContent: Int] = [:]

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    self.options = options
  }

  /// Tasks that wait at most, and the bytes of their texts.
  private static let mostWaiting = (tasks: 1000, bytes: 16 << 20)

  mutating func write(_ document: Document) throws(CorpusError) {
    guard options.format == .labelStudio else { return try put(document, nil) }
    let kept = KeptTask(document)
    controls.see(kept?.annotations ?? [])
    if !isTired, lacksControl(document) || waiting.contains(where: lacksControl) {
      waiting.append(document)
      waitingBytes += document.text.utf8.count
      isTired = waiting.count >= Self.mostWaiting.tasks || waitingBytes >= Self.mostWaiting.bytes
      return isTired ? try endWaiting() : ()
    }
    try endWaiting()
    try put(document, kept)
  }

  /// Whether a document has results of a kind of which no control is known.
  private func lacksControl(_ document: Document) -> Bool {
    if !controls.knows(spans: true), document.spans.contains(where: { !$0.value.isEmpty }) { return true }
    if !controls.knows(spans: false), document.labels.contains(where: { !$0.value.isEmpty }) { return true }
    return document.predictions.values.contains { prediction in
      prediction.layers.contains { layer in
        switch layer {
        case .spans: !controls.knows(spans: true)
        case .labels: !controls.knows(spans: false)
        default: false
        }
      }
    }
  }

  private mutating func endWaiting() throws(CorpusError) {
    for document in waiting { try put(document, KeptTask(document)) }
    (waiting, waitingBytes) = ([], 0)
  }

  private mutating func put(_ document: Document, _ kept: KeptTask?) throws(CorpusError) {
    var output = JSONOutput()
    var task = ToolTask(document, labelLayer: options.labelLayer)
    switch options.format {
    case .prodigy: task.writeProdigy(&output)
    case .labelStudio:
      try file.append(count == 0 ? "[\n" : ",\n")
      task.writeLabelStudio(&output, kept, controls)
    default: task.writeDoccano(&output)
    }
    for name in task.lostFields { lost[.layer(.field(name)), default: 0] += 1 }
    count += 1
    if options.format != .labelStudio { output.endLine() }
    try file.append(output.bytes)
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    try endWaiting()
    if options.format == .labelStudio { try file.append(count == 0 ? "[]\n" : "\n]\n") }
    return [file]
  }
}
