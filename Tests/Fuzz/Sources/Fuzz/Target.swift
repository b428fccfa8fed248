import BraidCorpora
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation

/// A parser that gets inputs, and what must be true of what it gives.
enum Target {
  /// The reader of a corpus format.
  case format(CorpusFormat)
  /// XML written back with annotations.
  case rewriter
  /// Words and sentences, beside those of ICU.
  case segmenter
  /// A vocabulary file.
  case vocabulary
  /// A file of subwords.
  case bpe
  /// Pretrained vectors of any format.
  case vectors
  /// A weights file.
  case tensors

  /// The target of a name; nil for one that nobody knows.
  init?(_ name: String) {
    switch name {
    case "rewriter": self = .rewriter
    case "segmenter": self = .segmenter
    case "vocabulary": self = .vocabulary
    case "bpe": self = .bpe
    case "vectors": self = .vectors
    case "tensors": self = .tensors
    default:
      guard let format = CorpusFormat(rawValue: name) else { return nil }
      self = .format(format)
    }
  }

  private static let path =
    FileManager.default.temporaryDirectory.path
    + "/braid-fuzz-\(ProcessInfo.processInfo.processIdentifier)"

  /// Gives one input to the parser.
  func run(_ input: Data) {
    do {
      switch self {
      case .format(let format): try read(input, format)
      case .rewriter: try rewrite(input)
      case .segmenter: try segment(input)
      case .vocabulary:
        let text = String(decoding: input, as: UTF8.self)
        let vocabulary = try Vocabulary(serialized: text, path: "input")
        let again = try Vocabulary(serialized: vocabulary.serialized, path: "input")
        precondition(again == vocabulary)
      case .bpe:
        let model = try BPE(serialized: String(decoding: input, as: UTF8.self), path: "input")
        let again = try BPE(serialized: model.serialized, path: "input")
        precondition(again == model)
      case .vectors:
        let vocabulary = Vocabulary(words: ["the", "a", "é"])
        let vectors = try PretrainedVectors(contentsOf: file(input), vocabulary: vocabulary)
        precondition(vectors.dimensions > 0)
      case .tensors: _ = try SafeTensors(contentsOf: file(input))
      }
    } catch {
      // An error is an answer, when it says something.
      precondition(!error.localizedDescription.isEmpty)
    }
  }

  /// The input as a file.
  private func file(_ input: Data) throws -> String {
    try input.write(to: URL(filePath: Self.path))
    return Self.path
  }

  private func documents(_ paths: [String], _ options: ReadOptions) throws -> [Document] {
    let reader = try CorpusReader(paths, options: options)
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return documents
  }

  /// Documents hold together, and JSONL gives the same ones back.
  private func read(_ input: Data, _ format: CorpusFormat) throws {
    let path = try file(input)
    // The first byte chooses among the options, so that every input has its own.
    let choice = input.first ?? 0
    var options = ReadOptions(format: format)
    options.invalidUTF8 = choice & 1 == 0 ? .refuse : .replace
    options.documents = choice & 2 == 0 ? .sentence : .marker
    options.pretokenized = choice & 4 != 0
    options.phrases = choice & 8 != 0
    options.strictTags = choice & 16 != 0
    switch format {
    case .xml:
      options.fields = ["document": "review", "text": "body", "id": "@id", "label": "@score", "spans.bold": "b"]
    case .columns: options.columns = ["form": 1, "pos": 2, "entity:bio": 3]
    default: break
    }
    let documents = try documents(format == .parallel ? [path, path] : [path], options)
    precondition(documents.allSatisfy(\.isConsistent))
    let writer = try CorpusWriter(path, options: WriteOptions(format: .jsonl))
    for document in documents { try writer.write(document) }
    try writer.close()
    let again: [Document]
    do {
      again = try self.documents([path], ReadOptions(format: .jsonl))
    } catch {
      preconditionFailure("JSONL that was written can't be read: \(error.localizedDescription)")
    }
    precondition(again == documents)
  }

  /// The file with words and sentences in it still is XML with the same text.
  private func rewrite(_ input: Data) throws {
    let options = ReadOptions(format: .tei)
    let rewriter = try XMLRewriter(bytes: Array(input), file: "input", options: options)
    let segmenter = try Self.fast.get()
    let annotated = try rewriter.documents.map { document in
      var document = document
      try segmenter.segment(&document)
      if !document.tokens.isEmpty, document.spans.isEmpty {
        document.spans["x"] = [LabeledSpan(0..<(document.tokens.count + 1) / 2, label: "half")]
      }
      return document
    }
    for style in RewriteOptions.Style.allCases {
      let result = try rewriter.rewritten(with: annotated, options: RewriteOptions(style: style))
      do {
        let again = try XMLRewriter(bytes: result.bytes, file: "output", options: options)
        precondition(again.documents.map(\.text) == rewriter.documents.map(\.text))
      } catch {
        preconditionFailure("XML that was written can't be read: \(error.localizedDescription)")
      }
    }
  }

  // One thread only, the fuzzer's.
  nonisolated(unsafe) private static let fast = Result { try TextSegmenter() }
  nonisolated(unsafe) private static let slow = Result { try TextSegmenter(SegmenterOptions(fastPath: false)) }

  private func segment(_ input: Data) throws {
    let text = String(decoding: input, as: UTF8.self)
    var document = Document(text: text)
    var reference = document
    try Self.fast.get().segment(&document)
    try Self.slow.get().segment(&reference)
    precondition(document.isConsistent)
    precondition(document == reference)
  }
}
