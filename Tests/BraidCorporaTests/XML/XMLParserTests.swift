import BraidFiles
import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Files that ask for more than an untrusted one may, or that are broken.
@Suite struct XMLParserTests {
  /// What a TIGER file with `before` the root and `inside` it ends with.
  private func failure(
    _ before: String, _ inside: String = "", encoding: String = "UTF-8", limits: XMLLimits? = nil
  ) throws -> CorpusError? {
    let text = "<?xml version=\"1.0\" encoding=\"\(encoding)\"?>\n\(before)<corpus>\(inside)</corpus>"
    guard let limits else { return try failure(Data(text.utf8)) }
    do throws(CorpusError) {
      let parser = try XMLPushParser(
        file: "input.xml", handler: TIGERReader(options: ReadOptions(format: .tiger)), limits: limits)
      var problem: CorpusError?
      Array(text.utf8).withUnsafeBufferPointer { bytes in
        do throws(CorpusError) { try parser.feed(bytes) } catch { problem = error }
      }
      if let problem { throw problem }
      try parser.finish()
      return nil
    } catch {
      return error
    }
  }

  private func failure(_ data: Data) throws -> CorpusError? {
    let scratch = try Scratch()
    do {
      _ = try BraidCorporaTests.read([scratch.file("input.xml", data)], ReadOptions(format: .tiger))
      return nil
    } catch let error as CorpusError {
      return error
    }
  }

  private func isRefused(_ error: CorpusError?, _ found: String) -> Bool {
    if case .refusedXML(_, let text, _) = error { return text.contains(found) }
    return false
  }

  private func isMalformed(_ error: CorpusError?) -> Bool {
    if case .malformedXML = error { return true }
    return false
  }

  // The guards are tried with inputs that no other software minds: limits that a kilobyte passes, one refused declaration. With the
  // limits that the readers have, what was refused besides, where it was tried: entities of ten uses of the one before, twelve deep,
  // in text and in an attribute; one of 100,000 characters used 30,000 times; parameter entities of eight uses of the one before,
  // eight deep; entities for files and addresses, which were not opened; 100,000 elements inside each other; a tag with 200,000
  // attributes; 2,000 default attributes of 20,000 elements; JSON nested 200,000 deep.

  @Test func `text that entities expand to more than the limit is refused`() throws {
    var limits = XMLLimits()
    (limits.amplification, limits.amplificationFloor) = (1, 600)
    let declarations = "<!DOCTYPE corpus [<!ENTITY a \"twenty bytes of text\"><!ENTITY b \"&a;&a;\">]>"
    func text(_ count: Int) -> String { "<s>" + String(repeating: "&b;", count: count) + "</s>" }
    func attributes(_ count: Int) -> String { String(repeating: "<s id=\"&b;\"/>", count: count) }
    for inside in [text, attributes] {
      #expect(try failure(declarations, inside(2), limits: limits) == nil)
      #expect(isRefused(try failure(declarations, inside(30), limits: limits), "entities that expand"))
      // The same is nothing much for the limits that readers have.
      #expect(try failure(declarations, inside(30)) == nil)
    }
    #expect(XMLLimits().amplification == 8 && XMLLimits().amplificationFloor == 8 << 20)
  }

  @Test func `an external entity is refused where it is declared`() throws {
    for kind in ["SYSTEM \"nothing.txt\"", "PUBLIC \"x\" \"nothing.txt\""] {
      #expect(isRefused(try failure("<!DOCTYPE corpus [<!ENTITY x \(kind)>]>"), "an external entity"))
    }
    let unparsed = "<!DOCTYPE corpus [<!NOTATION n SYSTEM \"n\"><!ENTITY x SYSTEM \"nothing.txt\" NDATA n>]>"
    #expect(isRefused(try failure(unparsed), "an external entity"))
  }

  @Test(arguments: ["\"<!ENTITY a 'b'>\"", "SYSTEM \"nothing.dtd\""])
  func `a parameter entity is refused where it is declared`(entity: String) throws {
    #expect(isRefused(try failure("<!DOCTYPE corpus [<!ENTITY % p \(entity)>]>"), "a parameter entity"))
  }

  @Test func `a DTD is named, not loaded, and gives no attributes`() throws {
    #expect(try failure("<!DOCTYPE corpus SYSTEM \"nothing.dtd\">") == nil)
    #expect(try failure("<!DOCTYPE corpus PUBLIC \"-//X//Y\" \"nothing.dtd\">") == nil)
    let missing = try failure("<!DOCTYPE corpus SYSTEM \"x.dtd\">", "<s>&nbsp;</s>")
    #expect(isRefused(missing, "entity &nbsp;") || isMalformed(missing))
    let (documents, _) = try read(
      "<!DOCTYPE corpus [<!ATTLIST t pos CDATA \"DT\">]><corpus><s id=\"1\"><t word=\"a\"/></s></corpus>",
      ReadOptions(format: .tiger))
    #expect(documents.map(\.tags) == [[:]])
  }

  @Test func `default attributes that multiply are refused`() throws {
    var limits = XMLLimits()
    (limits.amplification, limits.amplificationFloor) = (1, 2_000)
    let list = "<!DOCTYPE corpus [<!ATTLIST x a CDATA \"v\" b CDATA \"v\" c CDATA \"v\" d CDATA \"v\">]>"
    #expect(try failure(list, String(repeating: "<x/>", count: 4), limits: limits) == nil)
    let error = try failure(list, String(repeating: "<x/>", count: 40), limits: limits)
    #expect(isRefused(error, "entities that expand"))
  }

  @Test func `too many entities are refused`() throws {
    let limits = XMLLimits(entities: 5)
    func declarations(_ count: Int) -> String {
      "<!DOCTYPE corpus [" + (0..<count).map { "<!ENTITY e\($0) \"v\">" }.joined() + "]>"
    }
    #expect(try failure(declarations(5), limits: limits) == nil)
    #expect(isRefused(try failure(declarations(6), limits: limits), "6 entities declared"))
    #expect(XMLLimits().entities == 4_096)
  }

  @Test func `deep nesting is refused`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    // One of the 256 is the root.
    #expect(try failure("", nested(255)) == nil)
    #expect(isRefused(try failure("", nested(256)), "257 elements inside each other"))
  }

  @Test func `a tag, a comment or a name that does not end is refused`() throws {
    var limits = XMLLimits()
    (limits.silence, limits.nameLength, limits.names) = (1_000, 20, 5)
    // What comes is looked at by pieces of 32 KB.
    let long = String(repeating: "x", count: 100_000)
    for tag in ["<s id=\"\(long)\"/>", "<!--\(long)-->"] {
      #expect(isRefused(try failure("", tag, limits: limits), "without an element or text"))
      #expect(try failure("", tag) == nil)
    }
    #expect(isRefused(try failure("", "<" + String(repeating: "x", count: 21) + "/>", limits: limits), "element names"))
    #expect(isRefused(try failure("", (0..<5).map { "<a\($0)/>" }.joined(), limits: limits), "element names"))
    #expect(try failure("", (0..<4).map { "<a\($0)/>" }.joined(), limits: limits) == nil)
    #expect(XMLLimits().silence == 256 << 10 && XMLLimits().nameLength == 1_024 && XMLLimits().names == 65_536)
  }

  @Test(arguments: [
    ("<corpus>\n <s id=\"1\"/>\n <s\n   id=\"2\">\n  <graph>\n", 5, 3, "graph"),
    ("<corpus>\n <s id=\"1\"><graph", 2, 12, "graph"),
    ("<corpus><!-- a comment", 1, 1, "corpus"),
  ])
  func `a file that ends inside an element says which, and where it begins`(
    text: String, line: Int, column: Int, name: String
  ) throws {
    guard case .malformedXML(let place, let reason)? = try failure(Data(text.utf8)) else {
      throw try #require(try failure(Data(text.utf8)))
    }
    #expect(place.line == line && place.column == column, "\(place)")
    #expect(reason == "the file ends inside <\(name)>, which begins here")
  }

  @Test func `a file that ends inside a tag says where the tag begins`() throws {
    guard case .malformedXML(let place, let reason)? = try failure(Data("<corpus>\n <s id=\"1".utf8)) else {
      Issue.record("the file is read")
      return
    }
    #expect(place.line == 2 && place.column == 2, "\(place)")
    #expect(reason == "the file ends inside a tag, which begins here")
  }

  @Test(arguments: [("", "the file is empty"), ("  \n", "there is no root element")])
  func `a file without an element is said to be so`(text: String, expected: String) throws {
    guard case .malformedXML(_, let reason)? = try failure(Data(text.utf8)) else {
      Issue.record("the file is read")
      return
    }
    #expect(reason == expected)
  }

  @Test func `a truncated file is an error wherever it ends`() throws {
    let whole = Array("<corpus><s id=\"s1\"><graph><t word=\"é&amp;\" pos=\"X\"/></graph></s><!-- c --></corpus>".utf8)
    #expect(try failure(Data(whole)) == nil)
    for count in 0..<whole.count { #expect(try failure(Data(whole[..<count])) != nil, "\(count) bytes") }
  }

  @Test func `bad encodings are errors, other encodings are read`() throws {
    #expect(isMalformed(try failure("", "", encoding: "no-such-encoding")))
    #expect(isMalformed(try failure(Data("<corpus><s id=\"".utf8 + [0xFF, 0xFE] + "\"/></corpus>".utf8))))
    #expect(isMalformed(try failure(Data("<corpus>\u{0}</corpus>".utf8))))
    let latin = Data(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><corpus><s id=\"".utf8 + [0xE9] + "\"/></corpus>".utf8)
    let utf16 = "\u{FEFF}<corpus><s id=\"é\"/></corpus>".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let scratch = try Scratch()
    for (name, data) in [("latin", latin), ("utf16", Data(utf16))] {
      #expect(try read([scratch.file(name, data)], ReadOptions(format: .tiger)).documents.map(\.id) == ["é"])
    }
  }

  @Test func `undeclared prefixes and mismatched tags name their place`() throws {
    #expect(isMalformed(try failure("", "<x:a/>")))
    let error = try failure("", "\n<s>\n</t>")
    guard case .malformedXML(let place, _)? = error else { throw try #require(error) }
    #expect(place.line == 4 && place.file.hasSuffix("input.xml"))
  }

  @Test func `documents before an error are given out`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("x.xml", "<corpus><s id=\"1\"/><s id=\"2\"/><s")
    let reader = try CorpusReader([path], options: ReadOptions(format: .tiger))
    #expect(try reader.next()?.id == "1")
    #expect(try reader.next()?.id == "2")
    #expect(throws: CorpusError.self) { try reader.next() }
  }
}
