import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// What is written to more than one file.
@Suite struct SeveralFilesTests {
  let scratch: Scratch
  let document: Document

  init() throws {
    scratch = try Scratch()
    var document = Document(text: "the bridge")
    document.translations["de"] = AlignedText("die Brücke")
    self.document = document
  }

  /// Puts a folder in the way of a file that is about to be put in its place.
  func obstruct(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: scratch.path(name), withIntermediateDirectories: false)
  }

  @Test func `the sides of parallel text are replaced together, or neither is`() throws {
    var options = WriteOptions(format: .parallel)
    options.language = "en"
    options.targetLanguage = "de"
    try scratch.file("x.en", "old\n")
    func write(_ body: () throws -> Void = {}) throws {
      let writer = try CorpusWriter(scratch.path("x"), options: options)
      try writer.write(document)
      try body()
      try writer.close()
    }
    #expect(throws: CorpusError.self) { try write { try obstruct("x.de") } }
    #expect(try scratch.text("x.en") == "old\n")
    try FileManager.default.removeItem(atPath: scratch.path("x.de"))
    try write()
    #expect(try [scratch.text("x.en"), scratch.text("x.de")] == ["the bridge\n", "die Brücke\n"])
    #expect(try scratch.names == ["x.de", "x.en"])
  }

  @Test func `writers that are closed together put all their files in place, or none`() throws {
    func writers() throws -> [CorpusWriter] {
      let writers = try ["train", "dev"].map {
        try CorpusWriter(scratch.path($0), options: WriteOptions(format: .text))
      }
      for writer in writers { try writer.write(document) }
      return writers
    }
    do {
      let writers = try writers()
      try obstruct("dev")
      #expect(throws: CorpusError.self) { try CorpusWriter.close(writers) }
    }
    #expect(try scratch.names == ["dev"])
    try FileManager.default.removeItem(atPath: scratch.path("dev"))
    try CorpusWriter.close(writers())
    #expect(try scratch.names == ["dev", "train"])
  }
}
