import BraidServing
import Testing

@Suite("A bearer token")
struct BearerTokenTests {
  @Test(
    "is carried by the header with its scheme in any case, and by nothing else",
    arguments: [
      ("Bearer s3cret", true), ("bearer s3cret", true), ("BEARER  s3cret", true), ("Bearer s3cre", false),
      ("Bearer s3crets", false), ("Bearer S3cret", false), ("Bearer s3crets3cret", false), ("Bearer", false),
      ("Bearer ", false), ("Basic s3cret", false), ("s3cret", false), ("", false),
    ])
  func carried(header: String, isRight: Bool) throws {
    #expect(try BearerToken("s3cret").isCarried(by: header) == isRight)
  }

  @Test("has visible ASCII characters, at least one", arguments: ["", "a b", "ä", "a\n"])
  func bad(text: String) {
    #expect(throws: ServingError.badToken) { try BearerToken(text) }
  }
}
