import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

@Suite struct CorpusSplitterTests {
  /// A small generator of our own.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 33
    }
  }

  static let parts = [("train", 0.8), ("dev", 0.1), ("test", 0.1)].map { CorpusSplitter.Part(name: $0.0, share: $0.1) }

  static func assignment(
    _ documents: [Document], _ unit: CorpusSplitter.Unit, seed: UInt64 = 1
  ) throws -> [Int] {
    var splitter = try CorpusSplitter(parts: parts, unit: unit)
    for document in documents { splitter.add(document) }
    var generator = Generator(state: seed)
    return splitter.assignment(using: &generator)
  }

  static func sizes(_ assignment: [Int]) -> [Int] { (0..<3).map { part in assignment.count { $0 == part } } }

  @Test(arguments: [(100, [80, 10, 10]), (10, [8, 1, 1]), (14, [11, 2, 1]), (1, [1, 0, 0]), (0, [0, 0, 0])])
  func `shares are met as exactly as whole documents allow`(_ count: Int, _ sizes: [Int]) throws {
    let documents = (0..<count).map { Document(text: "\($0)") }
    #expect(try Self.sizes(Self.assignment(documents, .documents)) == sizes)
  }

  @Test func `the same seed gives the same split, another seed another`() throws {
    let documents = (0..<50).map { Document(text: "\($0)") }
    let first = try Self.assignment(documents, .documents, seed: 3)
    #expect(try Self.assignment(documents, .documents, seed: 3) == first)
    #expect(try Self.assignment(documents, .documents, seed: 4) != first)
  }

  @Test func `labels keep their proportion in every part, rare ones too over all`() throws {
    var documents: [Document] = []
    for (label, count) in [("a", 70), ("b", 20), ("c", 10), ("d", 5), ("e", 5)] {
      for number in 0..<count {
        var document = Document(text: "\(label)\(number)")
        document.labels["label"] = [Label(label)]
        documents.append(document)
      }
    }
    let assignment = try Self.assignment(documents, .stratified(layer: "label"))
    #expect(Self.sizes(Array(assignment[..<70])) == [56, 7, 7])
    #expect(Self.sizes(Array(assignment[70..<90])) == [16, 2, 2])
    #expect(Self.sizes(Array(assignment[90..<100])) == [8, 1, 1])
    #expect(Self.sizes(assignment) == [88, 11, 11])
  }

  @Test(arguments: ["author", "source"])
  func `documents of one group stay together`(_ field: String) throws {
    let documents = (0..<200).map { number in
      var document = Document(id: "book\(number % 23)-\(number)", text: "\(number)")
      document.fields["author"] = "author \(number % 23)"
      return document
    }
    let assignment = try Self.assignment(documents, .grouped(by: field))
    for group in 0..<23 { #expect(Set((0..<200).filter { $0 % 23 == group }.map { assignment[$0] }).count == 1) }
    for (size, share) in zip(Self.sizes(assignment), [160, 20, 20]) { #expect(abs(size - share) <= 9) }
  }

  @Test func `a message and its plural, and the segments of a unit, are never parted`() throws {
    let scratch = try Scratch()
    var catalogue = "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n"
    var units = ""
    for number in 0..<40 {
      catalogue += "\nmsgid \"\(number) file\"\nmsgid_plural \"\(number) files\"\n"
      catalogue += "msgstr[0] \"Datei\"\nmsgstr[1] \"Dateien\"\n"
      catalogue += "\nmsgid \"text \(number)\"\nmsgstr \"Text\"\n"
      units += "<unit id=\"u\(number)\"><segment id=\"a\"><source>A</source></segment>"
      units += "<segment><source>B</source></segment></unit>"
      units += "<unit id=\"v\(number)\"><segment><source>C</source></segment></unit>"
    }
    let head = "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\"><file id=\"f\">"
    for (path, format) in [
      (try scratch.file("a.po", catalogue), CorpusFormat.po),
      (try scratch.file("a.xlf", head + units + "</file></xliff>"), .xliff),
    ] {
      for unit in [CorpusSplitter.Unit.documents, .stratified(layer: "none"), .grouped(by: "references")] {
        var splitter = try CorpusSplitter(parts: Self.parts, unit: unit)
        let reader = try CorpusReader([path], options: ReadOptions(format: format))
        var count = 0
        while let document = try reader.next() {
          splitter.add(document, continuesRecord: reader.continuesRecord)
          count += 1
        }
        #expect(count == 120)
        var generator = Generator(state: 1)
        let assignment = splitter.assignment(using: &generator)
        for first in stride(from: 0, to: count, by: 3) { #expect(assignment[first] == assignment[first + 1]) }
        guard unit == .documents else { continue }
        // Of 80 records; the first of each three documents and the third stand for one each.
        let records = assignment.enumerated().filter { $0.offset % 3 != 1 }.map(\.element)
        #expect(Self.sizes(records) == [64, 8, 8])
      }
    }
  }

  @Test func `a splitter knows whether any document has what it is to go by`() throws {
    var document = Document(text: "x")
    document.labels["tone"] = [Label("calm")]
    for (unit, isFound) in [
      (CorpusSplitter.Unit.stratified(layer: "tone"), true), (.stratified(layer: "tune"), false),
      (.grouped(by: "author"), false), (.documents, true),
    ] {
      var splitter = try CorpusSplitter(parts: Self.parts, unit: unit)
      splitter.add(document)
      #expect(splitter.isUnitFound == isFound)
    }
  }

  @Test func `bad parts are refused`() {
    for parts in [[], [("a", 0.0)], [("a", -1)], [("a", .nan)], [("a", 1), ("a", 2)]] as [[(String, Double)]] {
      #expect(throws: CorpusError.self) {
        try CorpusSplitter(parts: parts.map { CorpusSplitter.Part(name: $0.0, share: $0.1) })
      }
    }
  }
}
