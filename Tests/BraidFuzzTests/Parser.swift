import BraidCorpora
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation

/// A parser that gets inputs, and what must be true of what it gives; both the fuzzer and the tests give it some.
///
/// It keeps the input in a file of its own, and belongs to one thread at a time.
final class Parser {
  private enum Kind {
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
  }

  /// A promise that a parser did not keep.
  struct Broken: Error, CustomStringConvertible {
    var description: String
  }

  private let kind: Kind
  private let path = FileManager.default.temporaryDirectory.appending(path: "braid-fuzz-\(UUID().uuidString)").path
  private lazy var fast = Result { try TextSegmenter() }
  private lazy var slow = Result { try TextSegmenter(SegmenterOptions(fastPath: false)) }

  /// The parser of a name; nil for one that nobody knows.
  init?(_ name: String) {
    switch name {
    case "rewriter": kind = .rewriter
    case "segmenter": kind = .segmenter
    case "vocabulary": kind = .vocabulary
    case "bpe": kind = .bpe
    case "vectors": kind = .vectors
    case "tensors": kind = .tensors
    default:
      guard let format = CorpusFormat(rawValue: name) else { return nil }
      kind = .format(format)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Gives one input to the parser, which may refuse it with an error of its module.
  ///
  /// - Parameters:
  ///   - input: the bytes.
  ///   - choice: chooses among the options of a corpus reader.
  /// - Throws: `Broken` when what the parser gives does not hold together, or its error says nothing.
  func take(_ input: Data, choice: UInt8) throws {
    do {
      switch kind {
      case .format(let format): try read(input, format, choice)
      case .rewriter: try rewrite(input)
      case .segmenter: try segment(input)
      case .vocabulary:
        let text = String(decoding: input, as: UTF8.self)
        let vocabulary = try Vocabulary(serialized: text, path: "input")
        try again("vocabulary") { try Vocabulary(serialized: vocabulary.serialized, path: "input") == vocabulary }
      case .bpe:
        let model = try BPE(serialized: String(decoding: input, as: UTF8.self), path: "input")
        try again("BPE") { try BPE(serialized: model.serialized, path: "input") == model }
      case .vectors:
        let vocabulary = Vocabulary(words: ["the", "a", "é"])
        let vectors = try PretrainedVectors(contentsOf: file(input), vocabulary: vocabulary)
        try Self.expect(vectors.dimensions > 0, "vectors have no dimensions")
      case .tensors: _ = try SafeTensors(contentsOf: file(input))
      }
    } catch let broken as Broken {
      throw broken
    } catch {
      // An error is an answer, when it says something.
      try Self.expect(!error.localizedDescription.isEmpty, "\(error) has no description")
    }
  }

  /// Throws `Broken` when a promise is not kept.
  static func expect(_ isKept: Bool, _ what: String) throws {
    if !isKept { throw Broken(description: what) }
  }

  /// What was written must be read again, as the same.
  private func again(_ what: String, _ isSame: () throws -> Bool) throws {
    do {
      try Self.expect(isSame(), "\(what) that was written is read as something else")
    } catch let broken as Broken {
      throw broken
    } catch {
      throw Broken(description: "\(what) that was written can't be read: \(error.localizedDescription)")
    }
  }

  /// The input as a file.
  private func file(_ input: Data) throws -> String {
    try input.write(to: URL(filePath: path))
    return path
  }

  private func documents(_ paths: [String], _ options: ReadOptions) throws -> [Document] {
    let reader = try CorpusReader(paths, options: options)
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return documents
  }

  /// Documents hold together, and JSONL gives the same ones back.
  private func read(_ input: Data, _ format: CorpusFormat, _ choice: UInt8) throws {
    let path = try file(input)
    var options = ReadOptions(format: format)
    options.replaceInvalid = choice & 1 == 1
    options.documents = choice & 2 == 0 ? .sentence : .marker
    options.pretokenized = choice & 4 != 0
    options.phrases = choice & 8 != 0
    options.strictTags = choice & 16 != 0
    options.dropUnused()
    switch format {
    case .xml:
      options.fields = ["document": "review", "text": "body", "id": "@id", "label": "@score", "spans.bold": "b"]
    case .columns: options.columns = ["form": 1, "pos": 2, "entity:bio": 3]
    default: break
    }
    let documents = try documents(format == .parallel ? [path, path] : [path], options)
    try Self.expect(documents.allSatisfy(\.isConsistent), "a document points at what is not there")
    let writer = try CorpusWriter(path, options: WriteOptions(format: .jsonl))
    for document in documents { try writer.write(document) }
    try writer.close()
    try again("JSONL") { try self.documents([path], ReadOptions(format: .jsonl)) == documents }
  }

  /// The file with words and sentences in it still is XML with the same text.
  private func rewrite(_ input: Data) throws {
    let options = ReadOptions(format: .tei)
    let rewriter = try XMLRewriter(bytes: Array(input), file: "input", options: options)
    let segmenter = try fast.get()
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
      try again("XML") {
        let again = try XMLRewriter(bytes: result.bytes, file: "output", options: options)
        return again.documents.map(\.text) == rewriter.documents.map(\.text)
      }
    }
  }

  /// The fast path finds what ICU finds.
  private func segment(_ input: Data) throws {
    let text = String(decoding: input, as: UTF8.self)
    var document = Document(text: text)
    var reference = document
    try fast.get().segment(&document)
    try slow.get().segment(&reference)
    try Self.expect(document.isConsistent, "a token or sentence leaves the text")
    try Self.expect(document == reference, "the fast path and ICU differ")
  }
}
