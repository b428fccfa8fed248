import BraidFiles
import BraidCorpora
import BraidText
import HTTPTypes

/// An error as RFC 9457 has it: `application/problem+json` with the members `status`, `title` and `detail`, and ours:
/// `code` for programs, `where` in the request, `advice` what to do.
extension RequestError {
  /// The status of the response.
  var status: HTTPResponse.Status {
    switch self {
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .badHost: .badRequest
    case .otherHost: .misdirectedRequest
    case .otherOrigin: .forbidden
    case .unauthorized: .unauthorized
    case .unsupported: .unsupportedMediaType
    case .headersTooLarge: .requestHeaderFieldsTooLarge
    case .bodyTooLarge: .contentTooLarge
    case .bodyTooSlow: .requestTimeout
    case .notHTTP, .invalidUTF8, .malformedJSON: .badRequest
    case .wrongMember, .tooManyTexts, .textTooLong, .tooLongForAttention, .tooCostly, .unknownTask, .unknownLocale:
      .unprocessableContent
    case .busy, .loading, .stopping: .serviceUnavailable
    case .notInTime: .gatewayTimeout
    }
  }

  /// A name for programs.
  var code: String {
    switch self {
    case .notFound: "not-found"
    case .methodNotAllowed: "method-not-allowed"
    case .badHost: "bad-host"
    case .otherHost: "other-host"
    case .otherOrigin: "other-origin"
    case .unauthorized: "unauthorized"
    case .unsupported: "unsupported-body"
    case .headersTooLarge: "headers-too-large"
    case .notHTTP: "not-http"
    case .bodyTooLarge: "body-too-large"
    case .bodyTooSlow: "body-too-slow"
    case .invalidUTF8: "invalid-utf8"
    case .malformedJSON: "malformed-json"
    case .wrongMember: "wrong-member"
    case .tooManyTexts: "too-many-texts"
    case .textTooLong: "text-too-long"
    case .tooLongForAttention: "too-long-for-attention"
    case .tooCostly: "too-costly"
    case .unknownTask: "unknown-task"
    case .unknownLocale: "unknown-locale"
    case .busy: "busy"
    case .loading: "loading"
    case .stopping: "stopping"
    case .notInTime: "not-in-time"
    }
  }

  /// The part of the request that is meant; nil for the whole.
  var place: String? {
    switch self {
    case .notFound, .methodNotAllowed, .notHTTP, .busy, .loading, .stopping, .notInTime: nil
    case .badHost, .otherHost: "header Host"
    case .otherOrigin: "header Origin"
    case .unauthorized: "header Authorization"
    case .unsupported(let header, _): "header \(header)"
    case .headersTooLarge: "headers"
    case .bodyTooLarge, .bodyTooSlow: "body"
    case .invalidUTF8(let position, _), .malformedJSON(let position, _, _):
      "body, line \(position.line), column \(position.column)"
    case .wrongMember(let pointer, _, _), .textTooLong(let pointer, _, _), .unknownTask(let pointer, _, _),
      .unknownLocale(let pointer, _):
      pointer.isEmpty ? "body" : Self.brief(pointer)
    case .tooManyTexts: "/texts"
    case .tooCostly(let index, _, _): "text \(index + 1)"
    case .tooLongForAttention: "/attention"
    }
  }

  /// What is wrong.
  var detail: String {
    switch self {
    case .notFound(let path): "no resource at \(Self.brief(path))"
    case .methodNotAllowed(let method, let route): "\(Self.brief(method)) is not supported by \(route.rawValue)"
    case .badHost(.missing): "the request has no Host"
    case .badHost(.repeated): "the request has a second Host"
    case .badHost(.invalid("")): "the Host is empty"
    case .badHost(.invalid(let host)): "the Host `\(Self.brief(host))` is no name or address with an optional port"
    case .otherHost(let name): "the request is for the host \(name)"
    case .otherOrigin(let origin): "the request comes from a page of \(Self.brief(origin))"
    case .unauthorized(let sent): sent ? "the token is wrong" : "the request has no token"
    case .unsupported(let header, let found): "\(header) is \(Self.brief(found))"
    case .headersTooLarge(let limit):
      "the first line and the headers have more than \(limit) bytes, or one of them is too long"
    case .notHTTP(let reason): "the request is not HTTP: \(reason)"
    case .bodyTooLarge(let limit): "the body is longer than \(limit) bytes"
    case .bodyTooSlow(let seconds): "the body was not complete within \(Self.text(seconds))"
    case .invalidUTF8(_, let byte): "the byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8"
    case .malformedJSON(_, let found, let expected): "found \(Self.brief(found)), expected \(expected)"
    case .wrongMember(_, let found, let expected): "found \(Self.brief(found)), expected \(expected)"
    case .tooManyTexts(let limit): "more than \(limit) \(limit.noun("text"))"
    case .textTooLong(_, let bytes, let limit): "the text has \(bytes) bytes, more than \(limit)"
    case .tooLongForAttention(let bytes, let limit): "the texts have \(bytes) bytes in all, more than \(limit)"
    case .tooCostly(_, let pairs, let limit):
      "its sentences are too long: \(pairs) pairs of tokens to look at, more than \(limit)"
    case .unknownTask(_, let name, _): "the model has no task `\(Self.brief(name))`"
    case .unknownLocale(_, let name): "no segmentation rules for the locale `\(Self.brief(name))`"
    case .busy(let limit): "\(limit.counted("request")) \(limit == 1 ? "is" : "are") in progress, which is the limit"
    case .loading: "the service is still reading its model"
    case .stopping: "the service is shutting down"
    case .notInTime(let seconds): "the model did not finish within \(Self.text(seconds))"
    }
  }

  /// What to do about it.
  var advice: String {
    switch self {
    case .notFound: "See /openapi.json for the resources."
    case .methodNotAllowed(_, let route): "Use \(route.methods.joined(separator: " or "))."
    case .badHost: "Send one header `Host` with the name or address of the service."
    case .otherHost(let name): "Start the service with `--allowed-host \(name)` if this is a name of it."
    case .otherOrigin: "Send it from a program, or from the service's own page."
    case .unauthorized: "Send `Authorization: Bearer TOKEN` with the token the service was started with."
    case .unsupported(let header, _):
      header == "Content-Encoding"
        ? "Send the body as it is." : "Send UTF-8 with `Content-Type: application/json`, or one text as `text/plain`."
    case .headersTooLarge: "Send shorter headers; texts go into the body."
    case .notHTTP: "Send an HTTP/1.1 request; see /openapi.json."
    case .bodyTooLarge: "Send fewer or shorter texts in a request; `braid annotate` takes texts of any size."
    case .bodyTooSlow: "Send the request again, over a faster connection or with less in it."
    case .invalidUTF8: "Encode the body as UTF-8."
    case .malformedJSON: "Send one JSON object, such as {\"text\": \"…\"}."
    case .wrongMember: "See /openapi.json for the members of a request."
    case .tooManyTexts: "Send them in several requests; concurrent requests are batched."
    case .textTooLong: "Cut the text, or use `braid annotate`, which takes texts of any size."
    case .tooLongForAttention: "Ask for attention with fewer or shorter texts, or leave it out."
    case .tooCostly: "Send it in parts, split its sentences, or use `braid annotate`, which takes texts of any size."
    case .unknownTask(_, _, let known): "It has \(known.joined(separator: ", "))."
    case .unknownLocale(_, let name):
      TextLocale.nearest(to: name).map { "Did you mean \($0)?" } ?? "Give a BCP 47 language tag, such as en or zh."
    case .busy, .loading, .stopping: "Retry later."
    case .notInTime: "Send fewer or shorter texts in a request, or fewer tasks."
    }
  }

  /// Headers that go with the status.
  var headers: HTTPFields {
    switch self {
    case .methodNotAllowed(_, let route): [.allow: route.allow]
    case .unauthorized(let sent):
      [.wwwAuthenticate: sent ? "Bearer realm=\"braid\", error=\"invalid_token\"" : "Bearer realm=\"braid\""]
    case .busy, .loading: [.retryAfter: "1"]
    case .stopping: [.retryAfter: "5"]
    default: [:]
    }
  }

  /// The body of the response.
  var body: [UInt8] {
    var output = JSONOutput()
    output.object { output in
      func member(_ name: String, _ text: String) {
        output.name(name)
        output.string(text)
      }
      output.name("status")
      output.number(status.code)
      member("title", status.reasonPhrase)
      member("code", code)
      member("detail", detail)
      if let place { member("where", place) }
      member("advice", advice)
    }
    return output.bytes + [10]
  }

  /// What a client sent, of which an error repeats no more than a line.
  private static func brief(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(120)
    return shown.endIndex == text.unicodeScalars.endIndex ? text : String(shown) + "…"
  }

  private static func text(_ seconds: Double) -> String {
    Int(exactly: seconds).map { "\($0) \($0.noun("second"))" } ?? "\(seconds) seconds"
  }
}
