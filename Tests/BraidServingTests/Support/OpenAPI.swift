import Foundation

/// The service's description of itself, as far as tests hold it against what happens.
struct OpenAPI {
  private let root: [String: Any]

  init(_ reply: Reply) throws { root = try reply.object() }

  /// Paths, each with its methods in upper case.
  var routes: [String: Set<String>] {
    (root["paths"] as? [String: [String: Any]] ?? [:]).mapValues { Set($0.keys.map { $0.uppercased() }) }
  }

  /// Statuses of an operation, each with the media types of its body.
  func answers(_ method: String, _ path: String) -> [Int: Set<String>] {
    let operation = (root["paths"] as? [String: [String: Any]])?[path]?[method.lowercased()] as? [String: Any]
    var answers: [Int: Set<String>] = [:]
    for (status, response) in operation?["responses"] as? [String: [String: Any]] ?? [:] {
      guard let status = Int(status) else { continue }
      let response = resolved(response)
      answers[status] = Set((response["content"] as? [String: Any] ?? [:]).keys)
    }
    return answers
  }

  /// Names of the members of a schema.
  func members(of schema: String) -> Set<String> {
    let schemas = (root["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]]
    return Set((schemas?[schema]?["properties"] as? [String: Any] ?? [:]).keys)
  }

  private func resolved(_ node: [String: Any]) -> [String: Any] {
    guard let reference = node["$ref"] as? String else { return node }
    let target = reference.split(separator: "/").dropFirst().reduce(root as Any?) { node, key in
      (node as? [String: Any])?[String(key)]
    }
    return target as? [String: Any] ?? [:]
  }
}
