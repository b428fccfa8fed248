public import BraidCorpora
public import BraidTasks
import BraidText

/// Annotates any number of documents with a model: all heads from one encoding, memory bounded by one batch.
///
/// Documents come out in the order they went in, each once; what one gets does not depend on its neighbours.
public final class BatchAnnotator {
  private let predictor: Predictor
  private let tasks: [Int]
  private let segmenter: TextSegmenter
  private let batchDocuments: Int

  /// An annotator with `model`.
  ///
  /// - Throws: `AnnotationError.unknownTask`, or `TextError` for a locale without rules.
  public init(_ model: JointModel, options: AnnotationOptions = AnnotationOptions()) throws {
    let names = model.heads.map(\.name)
    for task in options.tasks where !names.contains(task) {
      throw AnnotationError.unknownTask(task, known: names)
    }
    tasks = names.indices.filter { options.tasks.isEmpty || options.tasks.contains(names[$0]) }
    predictor = Predictor(model, threads: options.threads)
    segmenter = try TextSegmenter(SegmenterOptions(locale: options.locale))
    batchDocuments = options.batchDocuments
  }

  /// Annotates everything a reader gives and closes the writer.
  ///
  /// - Parameters:
  ///   - reader: raw or tokenized documents; raw ones are split into sentences and tokens first.
  ///   - writer: where they go.
  ///   - onProgress: told how many documents are written, after each batch.
  /// - Returns: how many documents were written.
  /// - Throws: what reading or writing throws; the output file is then as it was.
  public func run(
    _ reader: CorpusReader, _ writer: CorpusWriter, onProgress: (Int) -> Void = { _ in }
  ) throws -> Int {
    var count = 0
    var isOpen = true
    while isOpen {
      var batch: [Document] = []
      while batch.count < batchDocuments {
        guard var document = try reader.next() else {
          isOpen = false
          break
        }
        try segmenter.segment(&document)
        batch.append(document)
      }
      for document in predictor.annotate(batch, tasks: tasks) { try writer.write(document) }
      count += batch.count
      onProgress(count)
    }
    try writer.close()
    return count
  }
}
