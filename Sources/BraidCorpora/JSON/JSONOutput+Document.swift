package import BraidText

extension Document {
  /// The document as one line of Braid's JSON, without the line end.
  package var jsonLine: [UInt8] {
    var output = JSONOutput()
    output.append(self)
    return output.bytes
  }
}

extension JSONOutput {
  /// Writes a document as an object.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - offsets: What its offsets count; in another unit than bytes the member `offsets` says so.
  package mutating func append(_ document: Document, offsets: OffsetUnit = .bytes) {
    let document = offsets == .bytes ? document : document.withOffsets(in: offsets)
    object { output in
      if !document.id.isEmpty { output.member("id", document.id) }
      if let language = document.language { output.member("language", language) }
      output.member("text", document.text)
      if offsets != .bytes { output.member("offsets", offsets.rawValue) }
      output.tokens(document.tokens)
      output.list("sentences", document.sentences) { $0.sentence($1) }
      guard document.isAnnotated else { return }
      output.layers(document, of: document.tokens)
      output.map("predictions", document.predictions) { output, prediction in
        output.object {
          $0.layers(prediction.annotation, of: document.tokens)
          $0.list("missing", prediction.missing) { $0.string($1.code) }
        }
      }
    }
  }

  /// Writes a document as a line of its own.
  mutating func appendLine(_ document: Document, offsets: OffsetUnit) {
    let size = document.text.utf8.count
    if size > Self.largeText { buffer.reserveExactly(Self.expectedBytes(document, size)) }
    append(document, offsets: offsets)
    endLine()
  }

  /// Bytes of text from which on space is reserved for the whole line, since growing copies much.
  private static let largeText = 64 << 10

  /// About as many bytes as a document takes without its layers, rather more than less.
  private static func expectedBytes(_ document: Document, _ size: Int) -> Int {
    func digits(_ number: Int) -> Int { String(number).utf8.count }
    return 1024 + size + size / 16 + document.tokens.count * (2 * digits(size) + 5)
      + document.sentences.count * (2 * digits(document.tokens.count) + 15) + 2 * DecimalDigits.longest * 64
  }

  /// Writes the layers of an annotation of some tokens as members.
  private mutating func layers(_ annotation: Document, of tokens: [Token]) {
    let packed = annotation.packed ?? PackedLayers()
    let document = annotation.withoutPacked
    map("labels", document.labels) { output, labels in
      output.array { output in
        for label in labels {
          output.object {
            $0.member("name", label.name)
            $0.score(label.score)
            $0.score(label.deviation, name: "deviation")
          }
        }
      }
    }
    map("probabilities", document.probabilities) { output, labels in
      output.object { output in
        for label in labels {
          output.name(label.name)
          output.number(label.score ?? 0)
        }
      }
    }
    values("tags", document.tags, packed.tags) { output, tag in
      if let tag { output.string(tag) } else { output.null() }
    }
    values("tagScores", document.tagScores, packed.tagScores) { output, score in
      if let score { output.number(score) } else { output.null() }
    }
    map("tagAlternatives", document.tagAlternatives) { output, alternatives in
      output.array { output in
        for alternative in alternatives {
          output.object {
            $0.key("tokens")
            $0.range(alternative.tokens)
            $0.list("tags", alternative.tags) { $0.string($1) }
            $0.score(alternative.score)
          }
        }
      }
    }
    values("spans", document.spans, packed.spans) { output, span in
      output.object {
        $0.member("label", span.label)
        $0.extent(span.tokens, of: tokens)
        $0.score(span.score)
      }
    }
    if let frames = packed.frames {
      key("frames")
      array { output in frames.forEach { output.frame($0, of: tokens) } }
    } else if let frames = document.frames {
      key("frames")
      array { output in for frame in frames { output.frame(frame, of: tokens) } }
    }
    map("translations", document.translations) { output, translation in
      output.object {
        $0.member("text", translation.text)
        $0.tokens(translation.tokens)
        $0.score(translation.score)
        $0.list("alternatives", translation.alternatives) { output, alternative in
          output.object {
            $0.member("text", alternative.text)
            $0.score(alternative.score)
          }
        }
        $0.list("attention", translation.attention) { output, weights in
          output.array { output in for weight in weights { output.number(weight) } }
        }
      }
    }
    map("fields", document.fields) { $0.string($1) }
  }

  /// Writes layers of values that are held in arrays, or packed.
  private mutating func values<Codec: PackedCodec>(
    _ name: StaticString, _ layers: [String: [Codec.Element]], _ packed: [String: PackedValues<Codec>],
    _ body: (inout JSONOutput, Codec.Element) -> Void
  ) {
    guard !packed.isEmpty else {
      map(name, layers) { output, values in
        output.array { output in for value in values { body(&output, value) } }
      }
      return
    }
    key(name)
    object { output in
      for layer in Set(layers.keys).union(packed.keys).sorted() {
        output.name(layer)
        output.array { output in
          if let values = packed[layer] {
            values.forEach { body(&output, $0) }
          } else {
            for value in layers[layer] ?? [] { body(&output, value) }
          }
        }
      }
    }
  }

  private mutating func frame(_ frame: Frame, of tokens: [Token]) {
    object { output in
      output.key("predicate")
      output.number(frame.predicate)
      if let extent = frame.extent {
        output.key("extent")
        output.range(extent)
      }
      if let sense = frame.sense { output.member("sense", sense) }
      output.score(frame.senseScore, name: "senseScore")
      output.score(frame.score)
      output.key("arguments")
      output.array { output in
        for argument in frame.arguments {
          output.object {
            $0.member("role", argument.role)
            $0.extent(argument.tokens, of: tokens)
            $0.score(argument.score)
          }
        }
      }
    }
  }

  private mutating func sentence(_ sentence: Sentence) {
    object { output in
      output.key("tokens")
      output.range(sentence.tokens)
      guard sentence.hasMore else { return }
      output.list("comments", sentence.comments) { $0.string($1) }
      output.list("multiwords", sentence.multiwords) { output, multiword in
        output.object {
          $0.key("tokens")
          $0.range(multiword.tokens)
          $0.member("form", multiword.form)
          $0.map("tags", multiword.tags) { $0.string($1) }
        }
      }
      output.list("emptyNodes", sentence.emptyNodes) { output, node in
        output.object {
          $0.key("position")
          $0.number(node.position)
          $0.key("index")
          $0.number(node.index)
          $0.member("form", node.form)
          $0.map("tags", node.tags) { $0.string($1) }
        }
      }
    }
  }

  private mutating func tokens(_ tokens: [Token]) {
    guard !tokens.isEmpty else { return }
    key("tokens")
    array { $0.ranges(tokens) }
    guard tokens.contains(where: { $0.kind != .word }) else { return }
    key("kinds")
    kinds(tokens)
  }

  private mutating func extent(_ range: Range<Int>, of tokens: [Token]) {
    key("tokens")
    self.range(range)
    if !range.isEmpty, range.upperBound <= tokens.count {
      key("start")
      number(Int(tokens[range.lowerBound].start))
      key("end")
      number(Int(tokens[range.upperBound - 1].end))
    }
  }

  mutating func member(_ name: StaticString, _ text: String) {
    key(name)
    string(text)
  }

  mutating func score(_ score: Double?, name: StaticString = "score") {
    guard let score else { return }
    key(name)
    number(score)
  }

  private mutating func list<Element>(
    _ name: StaticString, _ list: [Element], _ body: (inout JSONOutput, Element) -> Void
  ) {
    guard !list.isEmpty else { return }
    key(name)
    array { output in for element in list { body(&output, element) } }
  }

  private mutating func map<Value>(
    _ name: StaticString, _ map: [String: Value], _ body: (inout JSONOutput, Value) -> Void
  ) {
    guard !map.isEmpty else { return }
    key(name)
    object { output in
      guard map.count > 1 else {
        for (key, value) in map {
          output.name(key)
          body(&output, value)
        }
        return
      }
      for (key, value) in map.sorted(by: { $0.key < $1.key }) {
        output.name(key)
        body(&output, value)
      }
    }
  }
}
