import BraidFiles
import BraidText

extension ToolTask {
  /// A task for Prodigy's `ner.manual`, `spans.manual` or `textcat` views. It has an answer only if it was read with one. Words of a
  /// multiword token are one token, as no two have the same characters; white space is a token where spaCy, which Prodigy builds
  /// its documents with, has one.
  func writeProdigy(_ output: inout JSONOutput) {
    let (tokens, numbers) = surfaceTokens()
    output.object { output in
      writeId(&output)
      output.member("text", document.text)
      if !tokens.isEmpty { write(tokens, &output) }
      writeRejected(&output)
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
              $0.number(numbers[span.tokens.lowerBound])
              $0.name("token_end")
              $0.number(numbers[span.tokens.upperBound - 1])
              $0.member("label", span.label)
              $0.score(span.score)
            }
          }
          if document.fields["answer"] == "accept" {
            for span in members?.value("spans")?.elements ?? [] { output.value(span) }
          }
        }
      }
      let categories = categories
      if let categories {
        output.name("cats")
        output.value(categories)
        writeLabel(&output)
      } else if isChoice, document.labels[labelLayer] != nil {
        output.name("accept")
        output.array { output in for label in labels { output.string(label.name) } }
        writeLabel(&output)
      } else if labels.count == 1 {
        output.member("label", labels[0].name)
        output.score(labels[0].score)
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
      writeFields(&output, of: .prodigy, except: categories == nil ? [] : ["cats"])
    }
  }

  /// Writes what people rejected or skipped as it was, unless something else is marked now.
  private func writeRejected(_ output: inout JSONOutput) {
    guard let members, let answer = document.fields["answer"], answer != "accept", document.spans.isEmpty,
      document.labels[labelLayer] == nil
    else { return }
    for name in KeptMembers.rejected {
      guard let value = members.value(name) else { continue }
      output.name(name)
      output.value(value)
    }
  }

  /// Writes the label that stood beside others, if it is still among them.
  private func writeLabel(_ output: inout JSONOutput) {
    guard let value = members?.value("label"), labels.contains(where: { value.scalar?.isExactly($0.name) == true })
    else { return }
    output.name("label")
    output.value(value)
  }

  /// Whether a task of Prodigy has choices, which are a field, or had its labels in `accept`.
  private var isChoice: Bool {
    document.fields["options"] != nil || members?.value("accept") != nil && labels.allSatisfy { $0.score == nil }
  }

  /// What `cats` was, with the labels that there are now; nil for labels of another member, and for those with scores.
  private var categories: JSONValue? {
    guard document.labels[labelLayer] != nil, labels.allSatisfy({ $0.score == nil }), let kept = members?.value("cats")
    else { return nil }
    guard let categories = kept.members else { return .array(labels.map { .string($0.name) }) }
    let areTruthValues = categories.contains { if case .bool = $0.value { true } else { false } }
    func member(_ name: String, _ isLabel: Bool) -> JSONValue.Member {
      JSONValue.Member(name: name, value: areTruthValues ? .bool(isLabel) : .number(isLabel ? "1.0" : "0.0"))
    }
    let known = categories.map { category in
      let isLabel = labels.contains { $0.name.isExactly(category.name) }
      return ToolReader.isLabel(category.value) == isLabel ? category : member(category.name, isLabel)
    }
    let added = labels.filter { label in !categories.contains { $0.name.isExactly(label.name) } }
    return .object(known + added.map { member($0.name, true) })
  }

  /// A token of Prodigy: its bytes, and whether exactly one space stands between it and what follows.
  private struct SurfaceToken {
    var bytes: Range<Int>
    var hasSpace = false
  }

  /// The tokens as spaCy cuts a text, and the number of each of the document's among them: words that share a text are one, one
  /// space belongs to the token before it, and what else stands between two tokens, or before the first one, is a token.
  private func surfaceTokens() -> (tokens: [SurfaceToken], numbers: [Int]) {
    guard !document.tokens.isEmpty else { return ([], []) }
    var tokens: [SurfaceToken] = []
    var numbers: [Int] = []
    var end = 0
    func close(before start: Int) {
      guard end < start else { return }
      if let last = tokens.indices.last, map.isSpace(at: end) {
        tokens[last].hasSpace = true
        end += 1
      }
      if end < start { tokens.append(SurfaceToken(bytes: end..<start)) }
    }
    for (index, token) in document.tokens.enumerated() {
      if !document.sharesText(index) {
        close(before: token.range.lowerBound)
        tokens.append(SurfaceToken(bytes: token.range))
        end = token.range.upperBound
      }
      numbers.append(tokens.count - 1)
    }
    close(before: document.text.utf8.count)
    return (tokens, numbers)
  }

  private func write(_ tokens: [SurfaceToken], _ output: inout JSONOutput) {
    output.name("tokens")
    output.array { output in
      for (number, token) in tokens.enumerated() {
        let characters = map.characters(token.bytes)
        output.object {
          $0.member("text", map.string(characters))
          $0.name("start")
          $0.number(characters.lowerBound)
          $0.name("end")
          $0.number(characters.upperBound)
          $0.name("id")
          $0.number(number)
          $0.name("ws")
          $0.bool(token.hasSpace)
        }
      }
    }
  }
}
