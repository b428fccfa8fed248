/// Why a request fails.
package enum RequestError: Error, Sendable, Equatable {
  /// No such path.
  case notFound(path: String)
  /// The path is there, the method does nothing with it.
  case methodNotAllowed(method: String, route: Route)
  /// The request does not say for which host it is.
  case badHost(HostProblem)
  /// The request is for another host.
  case otherHost(String)
  /// A page of another site sends the request.
  case otherOrigin(String)
  /// A token is needed: none or another was sent.
  case unauthorized(sent: Bool)
  /// The body is of a media type, character set or content coding that is not read.
  case unsupported(header: String, found: String)
  /// The headers have more than `limit` bytes, or one of them alone has too many.
  case headersTooLarge(limit: Int)
  /// What was sent is not HTTP; `reason` is the parser's.
  case notHTTP(reason: String)
  /// The body is longer than `limit` bytes.
  case bodyTooLarge(limit: Int)
  /// The body did not arrive within `seconds`.
  case bodyTooSlow(seconds: Double)
  /// A byte of the body that is not UTF-8.
  case invalidUTF8(TextPosition, byte: UInt8)
  /// The body is not JSON.
  case malformedJSON(TextPosition, found: String, expected: String)
  /// A member that is absent or of another type, or unknown; `pointer` is a JSON Pointer.
  case wrongMember(pointer: String, found: String, expected: String)
  /// More than `limit` texts.
  case tooManyTexts(limit: Int)
  /// A text longer than `limit` bytes.
  case textTooLong(pointer: String, bytes: Int, limit: Int)
  /// Attention was asked for, and the texts have more than `limit` bytes in all.
  case tooLongForAttention(bytes: Int, limit: Int)
  /// A text whose tokens would have to be compared in more than `limit` pairs by the tasks that read all of a sentence for
  /// each of its tokens; `index` is its place among the texts.
  case tooCostly(index: Int, pairs: Int, limit: Int)
  /// The model has no such task.
  case unknownTask(pointer: String, name: String, known: [String])
  /// No rules to split text by for this locale.
  case unknownLocale(pointer: String, name: String)
  /// More requests than are worked on at once.
  case busy(limit: Int)
  /// The model is not read yet.
  case loading
  /// The service is about to end.
  case stopping
  /// The model did not finish within `seconds`.
  case notInTime(seconds: Double)

  /// What is wrong with the header `Host`.
  package enum HostProblem: Sendable, Equatable {
    /// There is none.
    case missing
    /// There are several.
    case repeated
    /// What it says is no host, or one with a port that is none.
    case invalid(String)
  }
}
