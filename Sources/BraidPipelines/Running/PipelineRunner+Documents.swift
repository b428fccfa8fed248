import BraidCorpora
import BraidText
import BraidTensors
import BraidVocabularies
import Foundation

extension PipelineRunner {
  func read(_ name: String, _ stage: ReadStage) throws -> (output: StageOutput, summary: String) {
    var parts: [String: DocumentFlow] = [:]
    var summary: [String] = []
    for (part, patterns) in stage.parts {
      let paths = FileList.expand(patterns)
      let options = stage.options
      // Read once now: what is wrong with the files is known before anything is built on them.
      let reader = try CorpusReader(paths, options: options)
      var count = 0
      var dropped = 0
      while let document = try reader.next() {
        if stage.renamed(document) == nil { dropped += 1 } else { count += 1 }
        if count % 1000 == 0 { onEvent(.progress(stage: name, documents: count)) }
      }
      onEvent(.ledger(stage: name, part: part, reader.ledger))
      summary.append("\(part) \(count)" + (dropped > 0 ? " (\(dropped) with other labels left out)" : ""))
      parts[part] = DocumentFlow {
        let reader = try CorpusReader(paths, options: options)
        return {
          while let document = try reader.next() {
            if let document = stage.renamed(document) { return document }
          }
          return nil
        }
      }
    }
    return (.documents(parts), summary.joined(separator: ", ") + " documents")
  }

  func tokenize(_ stage: TokenizeStage) throws -> (output: StageOutput, summary: String) {
    let splitting = SentenceSplitting(rawValue: stage.sentences) ?? .icu
    let options = SegmenterOptions(locale: stage.locale, sentences: splitting)
    let targetOptions = SegmenterOptions(locale: stage.targetLocale, sentences: .none)
    _ = try TextSegmenter(options)
    var parts: [String: DocumentFlow] = [:]
    for part in ["train", "dev", "test"] {
      let flows = flow(stage.of, part: part)
      guard !flows.isEmpty else { continue }
      let joined = Self.joined(flows)
      parts[part] = joined.map {
        let segmenter = try TextSegmenter(options)
        let targetSegmenter = try TextSegmenter(targetOptions)
        return { document in
          var document = document
          try segmenter.segment(&document)
          if let target = stage.target, var text = document.translations[target] {
            try targetSegmenter.segment(&text)
            document.translations[target] = text
          }
          return document
        }
      }
    }
    return (.documents(parts), "documents are tokenized as they are read")
  }

  static func joined(_ flows: [DocumentFlow]) -> DocumentFlow {
    if flows.count == 1 { return flows[0] }
    return DocumentFlow {
      var rest = flows[...]
      var next: (() throws -> Document?)?
      return {
        while true {
          if let document = try next?() { return document }
          guard let flow = rest.popFirst() else { return nil }
          next = try flow.start()
        }
      }
    }
  }

  func split(_ stage: SplitStage) throws -> (output: StageOutput, summary: String) {
    var parts = documents(stage.of)
    guard let whole = parts["train"] else {
      throw PipelineError.stage(
        name: stage.of, reason: "it has no training part to cut", advice: "Give it `train` files.")
    }
    var count = 0
    try whole.forEach { _ in count += 1 }
    var order = Array(0..<count)
    var stream = Random(seed: pipeline.seed).stream("split.\(stage.of)")
    stream.shuffle(&order)
    let dev = Int((Double(count) * stage.dev).rounded())
    let test = Int((Double(count) * stage.test).rounded())
    guard dev + test < count else {
      throw PipelineError.stage(
        name: stage.of, reason: "\(count) documents leave none for training",
        advice: "Lower the shares of `dev` and `test`.")
    }
    var owner = [UInt8](repeating: 0, count: count)
    for index in order[..<dev] { owner[index] = 1 }
    for index in order[dev..<dev + test] { owner[index] = 2 }
    let owners = owner
    for (number, part) in ["train", "dev", "test"].enumerated() where number == 0 || owners.contains(UInt8(number)) {
      parts[part] = whole.filter { owners[$0] == UInt8(number) }
    }
    return (.documents(parts), "train \(count - dev - test), dev \(dev), test \(test) documents")
  }

  func vocabulary(_ name: String, _ stage: VocabularyStage) throws -> (output: StageOutput, summary: String) {
    var counter = WordCounter()
    for flow in flow(stage.of, part: "train") {
      try flow.forEach { document in
        func add(_ word: String) throws { try counter.add(stage.lowercase ? word.lowercased() : word) }
        if stage.side == "source" {
          for index in document.tokens.indices { try add(document.word(index)) }
        } else if let text = document.translations[stage.side] {
          for word in text.words { try add(word) }
        }
      }
    }
    let specials =
      stage.side == "source"
      ? [Vocabulary.unknown] : [Vocabulary.unknown, Vocabulary.start, Vocabulary.end]
    let vocabulary = try VocabularyBuilder(
      specials: specials, minimumCount: stage.minimumCount, maximumSize: stage.size
    ).build(counter)
    if let path = stage.path { try vocabulary.write(to: path) }
    return (.vocabulary(vocabulary), "\(vocabulary.count) entries of \(counter.total) words")
  }

  func write(_ name: String, _ stage: WriteStage) throws -> (output: StageOutput, summary: String) {
    guard let flow = documents(stage.of)[stage.part] else {
      throw PipelineError.stage(
        name: name, reason: "stage `\(stage.of)` has no part `\(stage.part)`", advice: "Name a part that it has.")
    }
    let writer = try CorpusWriter(
      stage.path, options: WriteOptions(format: CorpusFormat(rawValue: stage.format) ?? .jsonl))
    var count = 0
    try flow.forEach { document in
      try writer.write(document)
      count += 1
      if count % 1000 == 0 { onEvent(.progress(stage: name, documents: count)) }
    }
    try writer.close()
    return (.done, "\(count) documents in \(stage.path)")
  }
}
