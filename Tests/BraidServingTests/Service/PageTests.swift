import BraidServing
import Foundation
import Testing

@Suite("The page")
struct PageTests {
  @Test("is one file that asks for nothing else, under a policy that lets only its own script and style run")
  func policy() async throws {
    try await Service.run { service in
      let reply = try await service.ask("GET", "/")
      let policy = try #require(reply.headers["content-security-policy"])
      let nonce = try #require(policy.firstMatch(of: #/script-src 'nonce-([0-9a-z]+)'/#)?.output.1)
      #expect(policy.hasPrefix("default-src 'none';"))
      #expect(!policy.contains("unsafe"))
      #expect(reply.text.matches(of: #/<(script|style) nonce="([0-9a-z]+)">/#).map(\.output.2) == [nonce, nonce])
      #expect(reply.text.matches(of: #/<(script|style|link|img|iframe)\b[^>]*(src|href)="(?!data:)/#).isEmpty)
      #expect(!reply.text.contains("NONCE"))
      let again = try await service.ask("GET", "/")
      #expect(again.headers["content-security-policy"] != policy)
    }
  }

  @Test(
    "works in a browser by keyboard, in both colour schemes and at every width",
    .enabled(if: Browser.isPresent, "python3 or Chromium is not installed"), arguments: [nil, "s3cret"])
  func browser(token: String?) async throws {
    var options = ServerOptions()
    options.token = token
    try await Service.run(options) { service in
      let (status, output) = try await Browser.use(port: service.port, token: token)
      #expect(status == 0, "\(output)")
    }
  }
}
