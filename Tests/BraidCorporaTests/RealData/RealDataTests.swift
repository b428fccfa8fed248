import BraidFiles
import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// The corpora of `../shared/data`, read whole: their sizes are those of its README, and nothing in the ledger is
/// unexplained. Skipped where they are not.
@Suite(.enabled(if: RealCorpus.arePresent, "there is no ../shared/data"))
struct RealDataTests {
  @Test(arguments: RealCorpus.all)
  func `a corpus is read whole, and everything in the ledger has its reason`(corpus: RealCorpus) throws {
    let reader = try CorpusReader(corpus.paths, options: corpus.options)
    var consistent = true
    while let document = try reader.next() { consistent = consistent && document.isConsistent }
    #expect(consistent)
    for (unit, count) in corpus.counts { #expect((reader.ledger.read[unit] ?? 0) == count, "\(unit)") }
    let entries = reader.ledger.entries.filter { $0.action != .recognized }
    let found = Dictionary(entries.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
    #expect(found == corpus.explained)
  }

  @Test(arguments: [("train", 81_415, 59), ("dev", 9_583, nil)] as [(String, Int, Int?)])
  func `the roles of the PropBank release are as many as its README says`(
    split: String, spans: Int, labels: Int?
  ) throws {
    let (documents, _) = try read(
      [RealCorpus.folder + "/srl-propbank-ewt/\(split).gold_conll.gz"], ReadOptions(format: .conll2012))
    let frames = documents.flatMap { $0.frames ?? [] }
    // The README does not count the predicates' own spans.
    #expect(frames.reduce(0) { $0 + $1.arguments.count } == spans)
    if let labels { #expect(Set(frames.flatMap { $0.arguments.map(\.role) }).union(["V"]).count == labels) }
  }

  @Test(arguments: [
    ("ud-english-ewt/dev.conllu.gz", CorpusFormat.conllu), ("ud-english-ewt/train.conllu.gz", .conllu),
    ("srl-propbank-ewt/dev.gold_conll.gz", .conll2012), ("srl-propbank-ewt/train.gold_conll.gz", .conll2012),
  ])
  func `what was read is written back byte for byte`(file: String, format: CorpusFormat) throws {
    let scratch = try Scratch()
    let path = RealCorpus.folder + "/" + file
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: format))
    for document in try read([path], ReadOptions(format: format)).documents { try writer.write(document) }
    try writer.close()
    let original = try run("gzip", "-dc", path)
    #expect(try Data(contentsOf: URL(filePath: scratch.path("out"))) == original)
  }

  // How many characters of <text> are no white space: Python's ElementTree, `"".join(text.itertext())`.
  @Test(arguments: [
    ("afinogenov-mashenka", 78_344), ("andreyev-mysl", 74_191), ("blok-neznakomka", 23_744), ("bulgakov-beg", 91_650),
    ("the-tempest", 79_717),
  ])
  func `every character of a play is in one of its documents`(play: String, count: Int) throws {
    let (documents, _) = try read([RealCorpus.folder + "/xml/tei/\(play).xml"], ReadOptions(format: .tei))
    let characters = documents.map { $0.text.unicodeScalars.count { !$0.properties.isWhitespace } }
    #expect(characters.reduce(0, +) == count)
  }

  @Test func `an alignment of treebanks names nodes that the treebanks have`() throws {
    let options = RealCorpus.all.first { $0.files == ["xml/tiger/alignments_banana_de_en.xml"] }
    let alignments = try #require(options)
    let documents = try read(alignments.paths, alignments.options).documents
    #expect(documents.allSatisfy { $0.fields["nodes"]?.split(separator: " ").count == 2 })
    // `grep -o 'type="[a-z]*"' | sort | uniq -c`
    for (type, count) in [("good", 1_727), ("fuzzy", 225), ("comment", 6)] {
      #expect(documents.count { $0.labels["label"] == [Label(type)] } == count)
    }
  }

  @Test func `388 languages are read, and their text is what the files hold`() throws {
    let scratch = try unpacked("text/udhr.tar.gz")
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("udhr")).sorted()
    #expect(names.count == 388)
    for name in names {
      let path = scratch.path("udhr/" + name)
      let (documents, ledger) = try read([path], ReadOptions(format: .text))
      #expect(documents.map(\.text).joined().utf8.elementsEqual(try Data(contentsOf: URL(filePath: path))), "\(name)")
      #expect(ledger.losses.isEmpty, "\(name)")
    }
  }

  @Test func `a sample that was cut off in a row is refused there`() throws {
    let path = RealCorpus.folder + "/srl-formats/CoNLL-11_eng_0001.v2_gold_skel.sample.conll"
    #expect(throws: CorpusError.raggedColumns(BraidFiles.SourceLocation(file: path, line: 266), found: 5, expected: 8))
    {
      try read([path], ReadOptions(format: .conll2012))
    }
  }

  @Test func `valid XLIFF files are read but a broken one, and the invalid ones whose texts can be relied on`() throws {
    let scratch = try unpacked("xml/xliff/xliff-suites.tar.gz")
    var refusedValid: [String] = []
    var readInvalid: Set<String> = []
    var (valid, invalid) = (0, 0)
    for file in try files(of: scratch, ".xlf") {
      let name = String(file.split(separator: "/").last?.dropLast(4) ?? "")
      let isValid = !file.contains("/invalid/")
      if isValid { valid += 1 } else { invalid += 1 }
      do {
        _ = try read([scratch.path(file)], ReadOptions(format: .xliff))
        if !isValid { readInvalid.insert(name) }
      } catch is CorpusError {
        if isValid { refusedValid.append(name) }
      }
    }
    #expect(valid == 138)
    #expect(invalid == 324)
    // It has `</segment>text<target>` and no end of that element.
    #expect(refusedValid == ["Good-pgs_plural"])
    #expect(readInvalid == XLIFFFaults.allNames)
  }

  @Test func `frame files are read, but for the three that are no XML`() throws {
    let scratch = try unpacked("xml/propbank-frames/propbank-frames.tar.gz")
    let names = try files(of: scratch, ".xml")
    #expect(names.count == 7_567)
    var broken: [String] = []
    var (rolesets, documents) = (0, 0)
    for name in names {
      do {
        let path = scratch.path(name)
        rolesets += try Roleset.read([path]).count
        documents += try read([path], ReadOptions(format: .propbankFrames)).documents.count
      } catch CorpusError.malformedXML {
        broken.append(name)
      }
    }
    #expect(broken == ["AMR-UMR-91-rolesets.xml", "frames/check.xml", "frames/rend.xml"])
    // `grep -o` of both elements over the other files.
    #expect(rolesets == 11_198)
    #expect(documents == 23_407)
  }

  @Test func `brat's own examples are read whole, and what has no layer is counted`() throws {
    let scratch = try unpacked("annotation-tools/brat/brat-example-data.tar.gz")
    let (documents, ledger) = try read([scratch.path("example-data")], ReadOptions(format: .brat))
    #expect(documents.count == 152)
    // `grep -c` of the first letters; of 4,905 text-bound annotations 532 are triggers, of 700 events.
    #expect(ledger.read[.spans] == 4_373 && ledger.read[.frames] == 700)
    let ignored = ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.reason)" }
    #expect(
      ignored.sorted()
        == [
          "1 normalizations (N)", "1173 notes (#)", "1227 relations (R)", "3802 attributes (A, M)",
          "92 equivalences (*)",
        ].map { "\($0), kept in the field brat" })
    #expect(ledger.count(.dropped, .spans) == 0)
  }

  @Test func `GUM and the suite of INCEpTION are read from WebAnno TSV 3`() throws {
    let scratch = try unpacked("annotation-tools/webanno-tsv-gum/gum-dev-tsv.tar.gz")
    let gum = try files(of: scratch, ".tsv").map(scratch.path)
    let (documents, ledger) = try read(gum, ReadOptions(format: .webanno))
    #expect(documents.count == 30)
    #expect(ledger.losses.isEmpty)
    // A line such as `1-2`, of all files.
    #expect(documents.reduce(0) { $0 + $1.tokens.count } == 28119)
    let suite = try unpacked("annotation-tools/inception-tsv3/inception-webanno-tsv-suite.tar.gz")
    let inception = try files(of: suite, ".tsv").filter { !$0.contains("tsv2") }.map(suite.path)
    let all = try read(inception, ReadOptions(format: .webanno))
    #expect(all.documents.count == inception.count && all.documents.allSatisfy(\.isConsistent))
    #expect(all.ledger.count(.dropped, .spans) == 0)
  }

  /// The files of a folder that end in `ending`.
  private func files(of scratch: Scratch, _ ending: String) throws -> [String] {
    let all = FileManager.default.enumerator(atPath: scratch.folder.path)?.allObjects as? [String] ?? []
    return all.filter { $0.hasSuffix(ending) }.sorted()
  }

  private func unpacked(_ archive: String) throws -> Scratch {
    let scratch = try Scratch()
    _ = try run("tar", "xzf", RealCorpus.folder + "/" + archive, "-C", scratch.folder.path)
    return scratch
  }

  /// What a program prints.
  private func run(_ arguments: String...) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return output
  }
}
