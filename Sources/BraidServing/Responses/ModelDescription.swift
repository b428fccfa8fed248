import BraidCorpora
import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies

/// The description of a model for clients.
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
      output.array { output in for task in model.tasks { Self.append(task, to: &output) } }
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
      output.name("readsPairs")
      output.bool(model.readsPairs)
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
    let kind = task.options.kind
    output.object { output in
      output.member("name", task.name)
      output.member("kind", type(of: kind).name)
      if let layer = kind.annotationLayers.first { output.member("layer", layer.name) }
      output.list("labels", kind.labels(task.resources))
      output.name("options")
      output.append(task.options.node)
    }
  }
}

extension JSONOutput {
  /// Options, plain scalars as numbers and truth values.
  fileprivate mutating func append(_ node: OptionNode) {
    switch node.value {
    case .map(let members):
      object { output in
        for member in members {
          output.name(member.key)
          output.append(member.value)
        }
      }
    case .list(let items): array { output in for item in items { output.append(item) } }
    case .scalar(let text, let isPlain):
      if isPlain, let flag = Bool(text) {
        bool(flag)
      } else if isPlain, let value = Int(text) {
        number(value)
      } else if isPlain, let value = Double(text) {
        number(value)
      } else {
        string(text)
      }
    }
  }

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
