import BraidText
import Foundation

/// Fills a model's configuration with the defaults of options that came after it was written.
enum ConfigurationDefaults {
  /// `config.json` with every option that this version knows.
  ///
  /// - Throws: what the JSON reader throws.
  static func filled(_ data: Data) throws -> Data {
    guard var configuration = try JSONSerialization.jsonObject(with: data) as? [String: Any] else { return data }
    if let encoder = configuration["encoder"] as? [String: Any] {
      var filled = try fill(encoder, EncoderOptions())
      if let lstm = encoder["lstm"] as? [String: Any] { filled["lstm"] = try fill(lstm, LSTMOptions()) }
      if let characters = encoder["characters"] as? [String: Any] {
        filled["characters"] = try fill(characters, CharacterOptions())
      }
      configuration["encoder"] = filled
    }
    if let preparation = configuration["preparation"] as? [String: Any] {
      configuration["preparation"] = try fill(preparation, TextPreparation())
    }
    configuration["tasks"] = try (configuration["tasks"] as? [[String: Any]])?.map(task)
    return try JSONSerialization.data(withJSONObject: configuration)
  }

  private static func task(_ task: [String: Any]) throws -> [String: Any] {
    guard let options = task["options"] as? [String: Any], let head = options["head"] as? [String: [String: Any]] else {
      return task
    }
    var filledHead = head
    for (kind, payload) in head {
      guard let own = payload["_0"] as? [String: Any] else { continue }
      let filled =
        switch kind {
        case "classification": try fill(own, ClassificationOptions())
        case "tagging": try fill(own, TaggingOptions(source: .tags("")))
        case "semanticRoles": try fill(own, SemanticRolesOptions())
        case "translation": try fill(own, TranslationOptions(target: ""))
        default: own
        }
      filledHead[kind] = ["_0": filled]
    }
    var filledOptions = try fill(options, TaskOptions(name: "", head: .semanticRoles(SemanticRolesOptions())))
    filledOptions["head"] = filledHead
    if let layers = options["privateLayers"] as? [String: Any] {
      filledOptions["privateLayers"] = try fill(layers, LSTMOptions())
    }
    var filled = try fill(task, TaskConfiguration(options: TaskOptions(name: "", head: .custom(.init(kind: "")))))
    filled["options"] = filledOptions
    return filled
  }

  private static func fill(_ own: [String: Any], _ defaults: some Encodable) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(defaults))
    return own.merging(object as? [String: Any] ?? [:]) { own, _ in own }
  }
}
