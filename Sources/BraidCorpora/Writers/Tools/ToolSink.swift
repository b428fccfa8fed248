import BraidText

/// Writes documents as objects that an annotation tool imports: doccano and Prodigy take one a line, Label Studio an array.
///
/// Offsets count code points. Spans of all layers are given, and labels of the label layer, or of the only one there is;
/// Label Studio takes all label layers. Other layers have no place.
struct ToolSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  private var count = 0
  /// Documents whose relations, or whose annotations of a tool, are not written as they were.
  private(set) var lost: [DocumentContent: Int] = [:]

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    self.options = options
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    var output = JSONOutput()
    var task = ToolTask(document, labelLayer: options.labelLayer)
    switch options.format {
    case .prodigy: task.writeProdigy(&output)
    case .labelStudio:
      try file.append(count == 0 ? "[\n" : ",\n")
      task.writeLabelStudio(&output)
    default: task.writeDoccano(&output)
    }
    for name in task.lostFields { lost[.layer(.field(name)), default: 0] += 1 }
    count += 1
    if options.format != .labelStudio { output.endLine() }
    try file.append(output.bytes)
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    if options.format == .labelStudio { try file.append(count == 0 ? "[]\n" : "\n]\n") }
    return [file]
  }
}
