import BraidCorpora
import BraidTasks
import BraidTensors
import BraidVocabularies

/// What a client may want to know of a model before it sends texts.
struct ModelDescription {
  let model: JointModel
  /// Of the rules that split texts, unless a request names another.
  let locale: String
  let limits: ServerLimits

  /// The tasks with their labels, the sizes, and the service's limits.
  var json: [UInt8] {
    var output = JSONOutput()
    output.object { output in
      output.name("tasks")
      output.array { output in for head in model.heads { Self.append(head.configuration, to: &output) } }
      output.name("words")
      output.number(model.features.words.count)
      output.name("weights")
      output.number(model.weights.storage.count)
      output.name("encoder")
      output.object { output in
        let encoder = model.encoder.options
        output.member("embedding", encoder.embedding)
        output.member("layers", encoder.lstm.layers)
        output.member("units", encoder.lstm.units)
        output.name("bidirectional")
        output.bool(encoder.lstm.bidirectional)
      }
      output.name("locale")
      output.string(locale)
      output.name("limits")
      output.object { output in
        output.member("bodyBytes", limits.bodyBytes)
        output.member("texts", limits.texts)
        output.member("textBytes", limits.textBytes)
        output.member("attentionBytes", limits.attentionBytes)
      }
    }
    return output.bytes + [10]
  }

  private static func append(_ task: TaskConfiguration, to output: inout JSONOutput) {
    output.object { output in
      output.member("name", task.options.name)
      switch task.options.head {
      case .classification(let options):
        output.member("kind", "classification")
        output.member("layer", options.label)
        output.name("multiLabel")
        output.bool(options.multiLabel)
        output.list("labels", task.labels["labels"]?.names ?? [])
      case .tagging(let options):
        output.member("kind", "tagging")
        switch options.source {
        case .tags(let layer):
          output.member("layer", layer)
          output.list("labels", task.labels["tags"]?.names ?? [])
        case .spans(let layer):
          output.member("layer", layer)
          output.list("labels", spans(task.labels["tags"]?.names ?? []))
        }
      case .semanticRoles(let options):
        output.member("kind", "semantic-roles")
        let roles = task.labels["roles"]?.names ?? []
        output.list("labels", options.style == .span ? spans(roles) : roles.filter { $0 != "O" })
      case .translation(let options):
        output.member("kind", "translation")
        output.member("layer", options.target)
      case .custom(let options):
        output.member("kind", options.kind)
      }
    }
  }

  /// The labels of BIO tags.
  private static func spans(_ tags: [String]) -> [String] {
    tags.filter { $0.hasPrefix("B-") }.map { String($0.dropFirst(2)) }
  }
}

extension JSONOutput {
  fileprivate mutating func member(_ name: String, _ text: String) {
    self.name(name)
    string(text)
  }

  fileprivate mutating func member(_ name: String, _ number: Int) {
    self.name(name)
    self.number(number)
  }

  fileprivate mutating func list(_ name: String, _ texts: [String]) {
    self.name(name)
    array { output in for text in texts { output.string(text) } }
  }
}
