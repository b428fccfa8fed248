import HTTPTypes
import Hummingbird

/// The page for people: one file, with its style and script inside, that needs nothing from elsewhere.
struct Page: Sendable {
  private let parts: [String]

  /// The page as it is built in.
  init() {
    let style = String(decoding: PackageResources.page_css, as: UTF8.self)
    let script = String(decoding: PackageResources.page_js, as: UTF8.self)
    let html = String(decoding: PackageResources.page_html, as: UTF8.self)
    parts = html.replacing("/*STYLE*/", with: style).replacing("/*SCRIPT*/", with: script).split(
      separator: "NONCE", omittingEmptySubsequences: false
    ).map(String.init)
  }

  /// The page; only the style and script that came with it may run, marked by an unpredictable number.
  var response: Response {
    var random = SystemRandomNumberGenerator()
    // 16 digits each, so that the response to HEAD announces the same length.
    let nonce = [random.next() | 1 << 63, random.next() | 1 << 63].map { String($0, radix: 16) }.joined()
    let policy =
      "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; connect-src 'self'; "
      + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return ServiceResponder.response(
      .ok, "text/html; charset=utf-8", Array(parts.joined(separator: nonce).utf8), [.contentSecurityPolicy: policy])
  }
}
