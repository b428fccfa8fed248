import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Inline codes of the source, around a translation and within.
extension TranslationRewriterTests {
  @Test(arguments: [
    (
      CorpusFormat.xliff,
      """
      <xliff version="1.2"><file original="x" source-language="en" target-language="de" datatype="x"><body>
      <trans-unit id="1"><source>%</source></trans-unit></body></file></xliff>
      """, "</source><target state=\"needs-review-translation\" state-qualifier=\"mt-suggestion\">%</target>"
    ),
    (
      .tmx,
      """
      <tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>%</seg></tuv></tu></body></tmx>
      """, "</seg></tuv><tuv xml:lang=\"de\" creationtool=\"Braid\"><seg>%</seg></tuv>"
    ),
  ])
  func `codes go into a target as they stand, whatever is in them`(
    format: CorpusFormat, file: String, target: String
  ) throws {
    // A section, references, a comment, an instruction and another code in a code; a section and a comment in the text.
    let code = "<ph id=\"1\"><![CDATA[<br/>]]>&lt;i&gt;<!-- a --><?b c?><sub>d</sub></ph>"
    for source in ["\(code)Go", "Go\(code)", "G\(code)o", "<![CDATA[G]]><!-- x -->o\(code)"] {
      let text = file.replacing("%", with: source)
      let result = try rewritten(text, format, ["Go": "Los & <weg>"])
      let isBefore = source.hasPrefix("<ph")
      let content = isBefore ? "\(code)Los &amp; &lt;weg&gt;" : "Los &amp; &lt;weg&gt;\(code)"
      #expect(String(decoding: result.bytes, as: UTF8.self).contains(target.replacing("%", with: content)), "\(source)")
      // The same text keeps everything.
      let same = try rewritten(text, format, ["Go": "Go"])
      #expect(String(decoding: same.bytes, as: UTF8.self).contains(target.replacing("%", with: source)))
      let options = ReadOptions(format: format)
      #expect(try TranslationRewriter(bytes: result.bytes, file: "x", options: options).documents.count == 1)
    }
  }

  @Test func `a code whose stand-in a translation has goes where that stands`() throws {
    let file = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1"><source><x id="n" equiv-text="{n}"/> files of <x id="m" equiv-text="&lt;m>"/><x id="k" equiv-text="{k}"/></source></trans-unit>
      </body></file></xliff>
      """
    let result = try rewritten(file, .xliff, ["{n} files of {k}": "Von {k} {n} Dateien"], score: nil)
    #expect(
      String(decoding: result.bytes, as: UTF8.self).contains(
        ">Von <x id=\"k\" equiv-text=\"{k}\"/> <x id=\"n\" equiv-text=\"{n}\"/> Dateien<x id=\"m\" equiv-text=\"&lt;m>\"/></target>"
      ))
  }

  @Test(arguments: [
    (
      CorpusFormat.tmx,
      """
      <tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>%</seg></tuv></tu></body></tmx>
      """, "<ph x=\"1\" type=\"lb\"/>", "<it pos=\"begin\">&lt;br/></it>"
    ),
    (
      .xliff,
      """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1" xml:space="preserve"><source>%</source></trans-unit></body></file></xliff>
      """, "<x id=\"1\" ctype=\"lb\"/>", "<ph id=\"2\">&lt;br/></ph>"
    ),
  ])
  func `a code that breaks a line goes where a translation breaks one`(
    format: CorpusFormat, file: String, first: String, second: String
  ) throws {
    let text = file.replacing("%", with: "a\(first)  b\(second)c")
    let result = try rewritten(text, format, ["a\n  b\nc": "A\n  B\nC"], score: nil)
    #expect(String(decoding: result.bytes, as: UTF8.self).contains(">A\(first)  B\(second)C</"))
    #expect(result.inserted == 1 && result.movedCodes == 0)
    let moved = try rewritten(text, format, ["a\n  b\nc": "A\nB"], score: nil)
    #expect(String(decoding: moved.bytes, as: UTF8.self).contains(">A\(first)B\(second)</"))
    #expect(moved.movedCodes == 1)
  }

  @Test func `a code whose id the unit has in another target is left out and counted`() throws {
    let text = """
      <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f"><unit id="u">
      <segment id="s1"><source>a</source><target>A<ph id="1"/></target></segment>
      <segment id="s2"><source>b<ph id="1"/></source></segment>
      </unit></file></xliff>
      """
    let result = try rewritten(text, .xliff, ["b": "B"])
    #expect(result.lostCodes == 1)
    #expect(
      String(decoding: result.bytes, as: UTF8.self).contains("<source>b<ph id=\"1\"/></source><target>B</target>"))
  }

  @Test func `a code that ends in a segment without words ends there in the translation too`() throws {
    let text = """
      <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f"><unit id="u">
      <segment id="s1"><source><sc id="1"/>a</source></segment><segment id="s2"><source><ec startRef="1"/></source></segment>
      </unit><unit id="v"><segment><source><ph id="1"/></source></segment></unit></file></xliff>
      """
    let result = String(decoding: try rewritten(text, .xliff, ["a": "A"]).bytes, as: UTF8.self)
    #expect(
      result.contains(#"<target><sc id="1"/>A</target>"#) && result.contains(#"<target><ec startRef="1"/></target>"#))
    #expect(result.components(separatedBy: "<target>").count == 3)
    #expect(try read(result, ReadOptions(format: .xliff)).documents.count == 3)
  }

  @Test func `a translation that stands there and is confirmed keeps its codes where they are`() throws {
    let file = Self.xliff("<target state=\"new\"><!-- c --><g id=\"1\">Ein</g> <![CDATA[A]]><x id=\"2\"/> da</target>")
      .replacing("<source>a<", with: "<source>an <g id=\"1\">A</g><x id=\"2\"/><")
    let rewriter = try TranslationRewriter(
      bytes: Array(file.utf8), file: "x", options: ReadOptions(format: .xliff))
    var document = try #require(rewriter.documents.first)
    // Nothing is said against it any more.
    document.fields = [:]
    document.translations["de"] = AlignedText("Ein A da")
    let result = try rewriter.rewritten(with: [document])
    #expect(
      String(decoding: result.bytes, as: UTF8.self) == file.replacing("state=\"new\"", with: "state=\"translated\""))
    #expect(result.inserted == 1 && result.movedCodes == 0)
  }
}
