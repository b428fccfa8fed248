import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// The corpora in `corpora/`: read whole with nothing in the ledger, as large as their cards say, and free of leaks.
@Suite struct CommittedCorporaTests {
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "corpora")

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func read(_ names: String..., options: ReadOptions) throws -> (documents: [Document], ledger: Ledger) {
    let reader = try CorpusReader(names.map(path), options: options)
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return (documents, reader.ledger)
  }

  private var tables: ReadOptions {
    var options = ReadOptions(format: .tsv)
    options.columns = ["label": .name("label"), "text": .name("text")]
    return options
  }

  private var pairs: ReadOptions {
    var options = ReadOptions(format: .parallel)
    options.language = "en"
    options.targetLanguage = "de"
    return options
  }

  @Test func `reviews are balanced, labelled, and none is in two splits`() throws {
    var seen: Set<String> = []
    for (name, count) in [("train", 2_000), ("dev", 200), ("test", 200)] {
      let (documents, ledger) = try read("reviews/\(name).tsv", options: tables)
      #expect(documents.count == count)
      #expect(ledger.losses.isEmpty)
      let positive = documents.filter { $0.labels["label"]?.first?.name == "positive" }
      let negative = documents.filter { $0.labels["label"]?.first?.name == "negative" }
      #expect(positive.count == count / 2 && negative.count == count / 2)
      for document in documents { #expect(seen.insert(document.text.lowercased()).inserted, "\(document.text)") }
    }
  }

  @Test func `frames have the sizes of their card, and dev holds no label that train lacks`() throws {
    let sizes = [("train", 1_000, 12_490, 1_615, 4_791), ("dev", 150, 1_930, 245, 746)]
    var roles: [Set<String>] = []
    for (name, sentences, tokens, predicates, spans) in sizes {
      let (documents, ledger) = try read("frames/\(name).conll", options: ReadOptions(format: .conll2012))
      #expect(ledger.losses.isEmpty)
      #expect(documents.count == sentences)
      #expect(ledger.read[.tokens] == tokens)
      #expect(ledger.read[.frames] == predicates)
      // The particle of a verb is a span of its frame, whether a reader takes it for an argument or not.
      let particles = documents.flatMap { $0.frames ?? [] }.filter { frame in
        !frame.arguments.contains { $0.role == "C-V" } && (frame.extent.map { $0.count > 1 } ?? false)
      }
      #expect((ledger.read[.arguments] ?? 0) + particles.count == spans)
      roles.append(Set(documents.flatMap { $0.frames ?? [] }.flatMap { $0.arguments.map(\.role) }))
    }
    #expect(roles[1].subtracting(roles[0]).isEmpty)
  }

  @Test func `tagged sentences have the sizes of their card`() throws {
    for (name, sentences, tokens) in [("train", 800, 10_138), ("dev", 150, 1_755)] {
      let (documents, ledger) = try read("tagged/\(name).conllu", options: ReadOptions(format: .conllu))
      #expect(ledger.losses.isEmpty)
      #expect(documents.count == sentences)
      #expect(ledger.read[.tokens] == tokens)
    }
  }

  @Test(arguments: [
    ("frames/dev.conll", CorpusFormat.conll2012), ("frames/train.conll", .conll2012),
    ("tagged/dev.conllu", .conllu), ("tagged/train.conllu", .conllu),
  ])
  func `column corpora are written back byte for byte`(name: String, format: CorpusFormat) throws {
    let scratch = try Scratch()
    let output = scratch.path("copy")
    let writer = try CorpusWriter(output, options: WriteOptions(format: format))
    let reader = try CorpusReader([path(name)], options: ReadOptions(format: format))
    while let document = try reader.next() { try writer.write(document) }
    try writer.close()
    #expect(try Data(contentsOf: URL(fileURLWithPath: output)) == Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  @Test func `every caption has its translation, and none is in two splits`() throws {
    var seen: Set<String> = []
    for (name, count) in [("train", 1_500), ("dev", 150)] {
      let (documents, ledger) = try read("captions/\(name)", options: pairs)
      #expect(documents.count == count)
      #expect(ledger.losses.isEmpty)
      for document in documents {
        #expect(document.translations["de"]?.text.hasSuffix(".") == true)
        #expect(seen.insert(document.text.lowercased()).inserted, "\(document.text)")
      }
    }
  }

  @Test func `the memory has sixty units`() throws {
    var options = ReadOptions(format: .tmx)
    options.language = "en"
    options.targetLanguage = "de"
    let (documents, ledger) = try read("memory/memory.tmx", options: options)
    #expect(documents.count == 60)
    #expect(ledger.losses.isEmpty)
    #expect(documents[0].text == "Open the file.")
    #expect(documents[0].translations["de"]?.text == "Öffnen Sie die Datei.")
  }

  @Test func `the inbox has twenty-five documents`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: path("inbox")).filter { $0.hasSuffix(".txt") }
    #expect(names.count == 25)
    let reader = try CorpusReader(names.sorted().map { path("inbox/\($0)") }, options: ReadOptions(format: .text))
    var count = 0
    while let document = try reader.next() {
      count += 1
      #expect(!document.text.isEmpty)
    }
    #expect(count == 25)
    #expect(reader.ledger.losses.isEmpty)
  }
}
