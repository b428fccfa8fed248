import BraidServing
import Testing

@Suite("A host with its port")
struct AuthorityTests {
  @Test(
    "is read in small letters, without brackets and without a full stop at its end",
    arguments: [
      ("localhost", "localhost", nil), ("LocalHost:8080", "localhost", 8080), ("localhost.", "localhost", nil),
      ("localhost.:80", "localhost", 80), ("localhost:", "localhost", nil), ("127.0.0.1:0", "127.0.0.1", 0),
      ("[::1]", "::1", nil), ("[2001:DB8::1]:65535", "2001:db8::1", 65_535),
      ("a_b.c-d.example", "a_b.c-d.example", nil),
    ] as [(String, String, Int?)])
  func hosts(text: String, host: String, port: Int?) {
    let authority = Authority(text)
    #expect(authority?.host == host)
    #expect(authority?.port == port)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", ".", ":80", "localhost:x", "localhost:99999999", "localhost:65536", "localhost:-1", "localhost:+1", "[::1",
      "[::1]x",
      "[::1]x:80", "[127.0.0.1]", "[localhost]", "::1", "a b", "a,b", "a/b", "a?b", "a@b", "a:1:2", "a..b", ".a",
      "a%41",
      "ä.example", "a\tb", String(repeating: "a", count: 64),
    ])
  func others(text: String) { #expect(Authority(text) == nil) }
}
