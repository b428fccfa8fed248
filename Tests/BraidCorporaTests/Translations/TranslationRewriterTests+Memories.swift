import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Variants of translation memories.
extension TranslationRewriterTests {
  static let memory = """
    <?xml version="1.0"?>
    <!DOCTYPE tmx SYSTEM "tmx14.dtd">
    <tmx version="1.4"><header srclang="en"/><body>
    <tu tuid="1">
      <tuv xml:lang="en"><seg><hi>Open</hi> it<ph x="1"/></seg></tuv>
    </tu>
    <tu><tuv xml:lang="en"><seg>Close</seg></tuv><tuv xml:lang="de-DE"><seg>Schließen</seg></tuv></tu>
    <tu><tuv xml:lang="en"><seg>Cut</seg></tuv><tuv xml:lang="de"><seg/></tuv></tu>
    <tu><tuv xml:lang="fr"><seg>Sans</seg></tuv></tu>
    <tu><tuv xml:lang="en"><seg>Copy</seg></tuv></tu>
    </body></tmx>
    """

  @Test func `a memory gets a variant where it has none in the language`() throws {
    let words = ["Open it": "Öffne es", "Close": "no", "Cut": "Schneiden", "Copy": "Kopie"]
    let result = try rewritten(Self.memory, .tmx, words)
    var expected = Self.memory
    for (old, new) in [
      (
        "it<ph x=\"1\"/></seg></tuv>",
        "it<ph x=\"1\"/></seg></tuv>\n  <tuv xml:lang=\"de\" creationtool=\"Braid\"><seg>Öffne es<hi></hi><ph x=\"1\"/></seg></tuv>"
      ), ("<tuv xml:lang=\"de\"><seg/>", "<tuv xml:lang=\"de\" creationtool=\"Braid\"><seg>Schneiden</seg>"),
      (
        "Copy</seg></tuv>",
        "Copy</seg></tuv><tuv xml:lang=\"de\" creationtool=\"Braid\"><seg>Kopie</seg></tuv>"
      ),
    ] { expected = expected.replacing(old, with: new) }
    #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
    #expect(result.inserted == 3 && result.kept == 1 && result.missing == 0 && result.movedCodes == 1)
  }

  @Test func `a variant that a model wrote is none until somebody changes it, and gives way to another`() throws {
    func file(_ attributes: String, _ text: String = "A") -> String {
      Self.tmx("<tuv xml:lang=\"de\"\(attributes)><seg>\(text)</seg></tuv>")
    }
    let mark = " creationtool=\"Braid\""
    for (attributes, counts) in [
      (mark, false), ("\(mark) changeid=\"ann\"", true), ("\(mark) changedate=\"20261201T120000Z\"", true),
      (" creationtool=\"x\"", true), ("", true),
    ] {
      let (documents, ledger) = try read(file(attributes), ReadOptions(format: .tmx))
      #expect(documents.map { $0.translations["de"]?.text } == [counts ? "A" : nil], "\(attributes)")
      let isTold = ledger.entries.contains { $0.reason.hasPrefix("not confirmed") }
      #expect(isTold != counts, "\(attributes)")
      let result = try rewritten(file(attributes), .tmx, ["a": "B"])
      #expect(String(decoding: result.bytes, as: UTF8.self) == (counts ? file(attributes) : file(mark, "B")))
      #expect(result.replaced == (counts ? 0 : 1) && result.inserted == result.replaced)
      // The same again changes nothing.
      let text = String(decoding: result.bytes, as: UTF8.self)
      #expect(try rewritten(text, .tmx, ["a": counts ? "A" : "B"]).bytes == result.bytes)
    }
    // A person's translation removes the mark. A model's in an empty variant sets it, also where a person had changed the variant.
    let people = try rewritten(file(mark), .tmx, ["a": "C"], score: nil)
    #expect(String(decoding: people.bytes, as: UTF8.self) == file("", "C"))
    let empty = try rewritten(file(" changeid=\"ann\"", ""), .tmx, ["a": "B"])
    #expect(String(decoding: empty.bytes, as: UTF8.self) == file(mark, "B"))
    var options = ReadOptions(format: .tmx)
    options.unconfirmed = true
    #expect(try read(file(mark), options).documents.map { $0.translations["de"]?.text } == ["A"])
    let kept = try TranslationRewriter(bytes: Array(file(mark).utf8), file: "x", options: options)
    var document = kept.documents[0]
    document.translations["de"] = AlignedText("B", score: -1)
    #expect(try kept.rewritten(with: [document]).bytes == Array(file(mark).utf8))
  }
}
