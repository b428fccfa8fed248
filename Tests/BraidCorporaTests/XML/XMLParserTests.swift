import BraidFiles
import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Files that try to read other files, to use up memory or time, or that are broken.
@Suite struct XMLParserTests {
  /// What a TIGER file with `before` the root and `inside` it ends with.
  private func failure(_ before: String, _ inside: String = "", encoding: String = "UTF-8") throws -> CorpusError? {
    try failure(Data("<?xml version=\"1.0\" encoding=\"\(encoding)\"?>\n\(before)<corpus>\(inside)</corpus>".utf8))
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

  @Test func `a billion laughs is refused`() throws {
    var declarations = "<!ENTITY a0 \"lol\">"
    for level in 1...12 {
      declarations += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
    }
    let text = try failure("<!DOCTYPE corpus [\(declarations)]>", "<s>&a12;</s>")
    #expect(isRefused(text, "entities that expand") || isMalformed(text))
    let attribute = try failure("<!DOCTYPE corpus [\(declarations)]>", "<s id=\"&a12;\"/>")
    #expect(isRefused(attribute, "entities that expand") || isMalformed(attribute))
  }

  @Test func `quadratic blow-up is refused`() throws {
    let long = String(repeating: "x", count: 100_000)
    let uses = String(repeating: "&a;", count: 30_000)
    let declaration = "<!DOCTYPE corpus [<!ENTITY a \"\(long)\">]>"
    #expect(isRefused(try failure(declaration, "<s>\(uses)</s>"), "entities that expand"))
    let many = String(repeating: "<s id=\"&a;\"/>", count: 3_000)
    let attribute = try failure(declaration, many)
    #expect(isRefused(attribute, "entities that expand") || isMalformed(attribute))
  }

  @Test func `external entities and the files behind them are never read`() throws {
    let scratch = try Scratch()
    let secret = try scratch.file("secret.txt", "SECRET")
    for kind in ["SYSTEM \"file://\(secret)\"", "PUBLIC \"x\" \"file://\(secret)\"", "SYSTEM \"http://127.0.0.1:9/x\""]
    {
      let error = try failure("<!DOCTYPE corpus [<!ENTITY x \(kind)>]>", "<s id=\"s1\">&x;</s>")
      #expect(isRefused(error, "an external entity"))
    }
    let unparsed = "<!DOCTYPE corpus [<!NOTATION n SYSTEM \"n\"><!ENTITY x SYSTEM \"file://\(secret)\" NDATA n>]>"
    #expect(isRefused(try failure(unparsed), "an external entity"))
  }

  @Test func `parameter entities are refused, nested ones too`() throws {
    #expect(isRefused(try failure("<!DOCTYPE corpus [<!ENTITY % p \"<!ENTITY a 'b'>\">%p;]>"), "a parameter entity"))
    #expect(isRefused(try failure("<!DOCTYPE corpus [<!ENTITY % p SYSTEM \"p.dtd\">%p;]>"), "a parameter entity"))
    var nest = "<!ENTITY % a0 '<!ENTITY x \"y\">'>"
    for level in 1...8 { nest += "<!ENTITY % a\(level) '" + String(repeating: "%a\(level - 1);", count: 8) + "'>" }
    #expect(isRefused(try failure("<!DOCTYPE corpus [\(nest)%a8;]>"), "a parameter entity"))
  }

  @Test func `a DTD is named, not loaded, and gives no attributes`() throws {
    #expect(try failure("<!DOCTYPE corpus SYSTEM \"file:///etc/passwd\">") == nil)
    #expect(try failure("<!DOCTYPE corpus PUBLIC \"-//X//Y\" \"http://127.0.0.1:9/x.dtd\">") == nil)
    let missing = try failure("<!DOCTYPE corpus SYSTEM \"x.dtd\">", "<s>&nbsp;</s>")
    #expect(isRefused(missing, "entity &nbsp;") || isMalformed(missing))
    let (documents, _) = try read(
      "<!DOCTYPE corpus [<!ATTLIST t pos CDATA \"DT\">]><corpus><s id=\"1\"><t word=\"a\"/></s></corpus>",
      ReadOptions(format: .tiger))
    #expect(documents.map(\.tags) == [[:]])
  }

  @Test func `default attributes that multiply are refused`() throws {
    let list = (0..<2_000).map { "a\($0) CDATA \"v\"" }.joined(separator: " ")
    let error = try failure("<!DOCTYPE corpus [<!ATTLIST x \(list)>]>", String(repeating: "<x/>", count: 20_000))
    #expect(isRefused(error, "entities that expand"))
  }

  @Test func `too many entities are refused`() throws {
    let declarations = (0..<5_000).map { "<!ENTITY e\($0) \"v\">" }.joined()
    #expect(isRefused(try failure("<!DOCTYPE corpus [\(declarations)]>"), "entities declared"))
  }

  @Test func `deep nesting is refused`() throws {
    let open = String(repeating: "<a>", count: 100_000)
    #expect(isRefused(try failure("", open), "257 elements inside each other"))
    let fits = String(repeating: "<a>", count: 255) + String(repeating: "</a>", count: 255)
    #expect(try failure("", fits) == nil)
  }

  @Test func `a tag with 200,000 attributes is refused`() throws {
    let attributes = (0..<200_000).map { " a\($0)=\"\"" }.joined()
    #expect(isRefused(try failure("", "<s\(attributes)/>"), "without an element or text"))
  }

  @Test func `an endless comment, name or list of names is refused`() throws {
    #expect(isRefused(try failure("", "<!--" + String(repeating: "x", count: 1 << 20) + "-->"), "without an element"))
    #expect(isRefused(try failure("", "<" + String(repeating: "x", count: 5_000) + "/>"), "element names"))
    let names = (0..<70_000).map { "<a\($0)/>" }.joined()
    #expect(isRefused(try failure("", names), "element names"))
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
