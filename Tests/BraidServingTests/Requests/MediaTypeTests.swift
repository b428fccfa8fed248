import BraidServing
import Testing

@Suite("A media type")
struct MediaTypeTests {
  @Test(
    "is read with white space where RFC 9110 has it, names in any case, values in quotes",
    arguments: [
      ("text/plain", "text/plain", [], true), ("Text/PLAIN ; Charset=UTF-8", "text/plain", ["charset=UTF-8"], true),
      ("application/json;charset=\"utf-8\"", "application/json", ["charset=utf-8"], true),
      ("text/plain\t;\tcharset=us-ascii ;", "text/plain", ["charset=us-ascii"], true),
      ("text/plain; charset=latin1", "text/plain", ["charset=latin1"], false),
      ("text/plain; charset=utf-8; charset=latin1", "text/plain", ["charset=utf-8", "charset=latin1"], false),
      ("a/b; x=\"; charset=latin1\"", "a/b", ["x=; charset=latin1"], true),
      ("a/b; x=\"a\\\"b\"", "a/b", ["x=a\"b"], true),
    ] as [(String, String, [String], Bool)])
  func types(text: String, name: String, parameters: [String], isUTF8: Bool) {
    let type = MediaType(text)
    #expect(type?.name == name)
    #expect(type?.parameters.map { "\($0.name)=\($0.value)" } == parameters)
    #expect(type?.isUTF8 == isUTF8)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "missing", "text", "text/", "/plain", "text /plain", "text/plain charset=utf-8", "text/plain; charset",
      "text/plain; charset=", "text/plain; charset =utf-8", "text/plain; charset=\"utf-8", "text/plain, text/plain",
    ])
  func others(text: String) { #expect(MediaType(text) == nil) }
}
