import Foundation

/// What a server answered.
struct Reply: Sendable {
  let status: Int
  /// By lower-cased name.
  let headers: [String: String]
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The media type, without its parameters.
  var type: String? { headers["content-type"]?.split(separator: ";").first.map(String.init) }

  /// The body as JSON.
  func object() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
  }

  /// A member of a problem.
  func member(_ name: String) throws -> String? { try object()[name] as? String }
}
