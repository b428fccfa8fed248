import BraidText

/// A document as annotation tools see it: a text with spans by code points and labels.
struct ToolTask {
  /// A span by code points.
  struct Span {
    var layer: String
    var characters: Range<Int>
    var tokens: Range<Int>
    var label: String
    var score: Double?
  }

  let document: Document
  /// The labels of the label layer, or of the only other layer there is.
  let labels: [Label]
  /// The layer of `labels`.
  let labelLayer: String
  /// The spans of all layers, in text order.
  let spans: [Span]
  private let map: CharacterMap

  init(_ document: Document, labelLayer: String) {
    self.document = document
    let only = document.labels.count == 1 ? document.labels.keys.first : nil
    self.labelLayer = document.labels[labelLayer] == nil ? only ?? labelLayer : labelLayer
    labels = document.labels[self.labelLayer] ?? []
    let map = CharacterMap(document.text)
    self.map = map
    let all = document.spans.sorted { $0.key < $1.key }.flatMap { layer, spans in
      spans.compactMap { span -> Span? in
        guard !span.tokens.isEmpty else { return nil }
        let bytes =
          document.tokens[span.tokens.lowerBound].range
          .lowerBound..<document.tokens[span.tokens.upperBound - 1].range.upperBound
        return Span(
          layer: layer, characters: map.characters(bytes), tokens: span.tokens, label: span.label, score: span.score)
      }
    }
    spans = all.sorted {
      ($0.characters.lowerBound, $0.characters.upperBound) < ($1.characters.lowerBound, $1.characters.upperBound)
    }
  }

  /// Whether a model gave the annotations: one of them has a score.
  private var isPredicted: Bool { labels.contains { $0.score != nil } || spans.contains { $0.score != nil } }

  /// doccano's import format: `label` holds spans or names; beside spans the names are in `cats`, as for intents and slots.
  func writeDoccano(_ output: inout JSONOutput) {
    output.object { output in
      if !document.id.isEmpty { output.member("id", document.id) }
      output.member("text", document.text)
      let hasSpans = !document.spans.isEmpty
      if hasSpans {
        output.name(labels.isEmpty ? "label" : "entities")
        output.array { output in
          for span in spans {
            output.array {
              $0.number(span.characters.lowerBound)
              $0.number(span.characters.upperBound)
              $0.string(span.label)
            }
          }
        }
      }
      if !labels.isEmpty {
        output.name(hasSpans ? "cats" : "label")
        output.array { output in for label in labels { output.string(label.name) } }
      }
      writeFields(&output, except: ["id", "text", "label", "entities", "cats"])
    }
  }

  /// A task for Prodigy's `ner.manual`, `spans.manual` or `textcat` views. It has an answer only if it was read with one.
  func writeProdigy(_ output: inout JSONOutput) {
    output.object { output in
      if !document.id.isEmpty { output.member("id", document.id) }
      output.member("text", document.text)
      if !document.tokens.isEmpty { writeTokens(&output) }
      if !document.spans.isEmpty {
        output.name("spans")
        output.array { output in
          for span in spans {
            output.object {
              $0.name("start")
              $0.number(span.characters.lowerBound)
              $0.name("end")
              $0.number(span.characters.upperBound)
              $0.name("token_start")
              $0.number(span.tokens.lowerBound)
              $0.name("token_end")
              $0.number(span.tokens.upperBound - 1)
              $0.member("label", span.label)
              $0.score(span.score)
            }
          }
        }
      }
      // The choices that there were are a field.
      let hasOptions = document.fields["options"] != nil
      if labels.count == 1, !hasOptions {
        output.member("label", labels[0].name)
        output.score(labels[0].score)
      } else if hasOptions, !labels.isEmpty {
        output.name("accept")
        output.array { output in for label in labels { output.string(label.name) } }
      } else if labels.count > 1 {
        output.name("options")
        output.array { output in
          for label in labels {
            output.object {
              $0.member("id", label.name)
              $0.member("text", label.name)
              $0.score(label.score)
            }
          }
        }
        output.name("accept")
        output.array { output in for label in labels { output.string(label.name) } }
      }
      let own = ["id", "text", "tokens", "spans", "label", "accept", "score"] + (hasOptions ? [] : ["options"])
      writeFields(&output, except: Set(own))
    }
  }

  /// A task of Label Studio: what a model gave are predictions, anything else is an annotation.
  func writeLabelStudio(_ output: inout JSONOutput) {
    output.object { output in
      output.name("data")
      output.object { output in
        output.member("text", document.text)
        if !document.id.isEmpty { output.member("id", document.id) }
        writeFields(&output, except: ["text", "id", "meta"])
      }
      guard !document.spans.isEmpty || !document.labels.isEmpty else { return }
      output.name(isPredicted ? "predictions" : "annotations")
      output.array { output in
        output.object { output in
          if isPredicted {
            output.member("model_version", "braid")
            output.score((labels.compactMap(\.score) + spans.compactMap(\.score)).min())
          }
          output.name("result")
          output.array { writeResults(&$0) }
        }
      }
    }
  }

  private func writeResults(_ output: inout JSONOutput) {
    for (index, span) in spans.enumerated() {
      output.object { output in
        output.member("id", "s\(index + 1)")
        output.member("from_name", span.layer == ToolReader.spanLayer ? "label" : span.layer)
        output.member("to_name", "text")
        output.member("type", "labels")
        output.score(span.score)
        output.name("value")
        output.object {
          $0.name("start")
          $0.number(span.characters.lowerBound)
          $0.name("end")
          $0.number(span.characters.upperBound)
          $0.member("text", map.string(span.characters))
          $0.name("labels")
          $0.array { $0.string(span.label) }
        }
      }
    }
    for (index, (layer, labels)) in document.labels.sorted(by: { $0.key < $1.key }).enumerated() {
      output.object { output in
        output.member("id", "c\(index + 1)")
        output.member("from_name", layer)
        output.member("to_name", "text")
        output.member("type", "choices")
        output.score(labels.compactMap(\.score).min())
        output.name("value")
        output.object {
          $0.name("choices")
          $0.array { output in for label in labels { output.string(label.name) } }
        }
      }
    }
  }

  private func writeTokens(_ output: inout JSONOutput) {
    output.name("tokens")
    output.array { output in
      for (index, token) in document.tokens.enumerated() {
        let characters = map.characters(token.range)
        let next = index + 1 < document.tokens.count ? Int(document.tokens[index + 1].start) : Int(token.end)
        output.object {
          $0.member("text", map.string(characters))
          $0.name("start")
          $0.number(characters.lowerBound)
          $0.name("end")
          $0.number(characters.upperBound)
          $0.name("id")
          $0.number(index)
          $0.name("ws")
          $0.bool(next > Int(token.end))
        }
      }
    }
  }

  /// The fields, those that were JSON as JSON again.
  private func writeFields(_ output: inout JSONOutput, except names: Set<String>) {
    for (name, text) in document.fields.sorted(by: { $0.key < $1.key }) where !names.contains(name) {
      output.name(name)
      if let value = Self.json(text, isNumber: name.utf8.starts(with: "_".utf8)) {
        output.value(value)
      } else {
        output.string(text)
      }
    }
  }

  private static func json(_ text: String, isNumber: Bool) -> JSONValue? {
    var text = text
    return text.withUTF8 { bytes -> JSONValue? in
      guard let first = bytes.first, first == .openBrace || first == .openBracket || isNumber else { return nil }
      var cursor = JSONCursor(bytes, name: "field")
      guard let value = try? cursor.readValue(), (try? cursor.finish()) != nil else { return nil }
      return value
    }
  }
}
