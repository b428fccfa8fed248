/// The description of a field for help texts and the JSON Schema.
package struct FieldDescription {
  /// The kinds of value that a field takes.
  package enum Kind {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case flag
    case text
    case texts
    case textsByName
    case textListsByName
    case numbersByName
    case choice([String])
    case choices([String])
    case object([FieldDescription])
    case objects([FieldDescription])
    /// A word that chooses a kind of options, and the fields that stand beside each word.
    case variant([(word: String, about: String, fields: [FieldDescription])])
  }

  /// The name that it is written with.
  package var name: String
  /// What values it takes.
  package var kind: Kind
  /// Whether it must be given.
  package var isRequired = false
  /// Its value when it is not given; nil when it is absent then.
  package var standard: OptionNode.Value?
  /// What it means.
  package var about: String

  /// The name of the flag that sets it: words in lower case with hyphens between, in the singular where the flag may be given
  /// several times.
  package var flag: String {
    var words = name.reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1) }
    switch kind {
    case .texts, .textsByName, .textListsByName, .numbersByName, .choices:
      if words.hasSuffix("s") { words.removeLast() }
    default: break
    }
    return words
  }

  /// What it means, as a sentence of a help text.
  package var help: String {
    let opening = ["whether to ", "whether "].first(where: about.hasPrefix) ?? ""
    let phrase = about.dropFirst(opening.count)
    return "\(phrase.prefix(1).uppercased())\(phrase.dropFirst())."
  }

  /// The default as help texts show it; nil for none, and for an empty one.
  package var standardText: String? {
    switch standard {
    case .scalar(let text, _): text.isEmpty ? nil : text
    case .list(let items):
      items.isEmpty
        ? nil : items.map { if case .scalar(let text, _) = $0.value { text } else { "…" } }.joined(separator: ",")
    case .map, nil: nil
    }
  }
}

/// Describes the fields of options.
package struct FieldCollector: FieldVisitor {
  private var fields: [FieldDescription] = []

  /// The fields of `object`, in the order in which they are declared.
  ///
  /// - Throws: nothing; the declaration of fields is the same for every use.
  package static func fields(of object: some Configurable) throws(OptionError) -> [FieldDescription] {
    var object = object
    var collector = FieldCollector()
    try object.fields(&collector)
    return collector.fields
  }

  private mutating func add(
    _ name: String, _ kind: FieldDescription.Kind, _ about: String, _ standard: OptionNode.Value?,
    required: Bool = false
  ) {
    fields.append(
      FieldDescription(
        name: name, kind: kind, isRequired: required, standard: required ? nil : standard, about: about))
  }

  private static func list(_ texts: [String]) -> OptionNode.Value {
    .list(texts.map { OptionNode(value: .scalar($0, isPlain: false)) })
  }

  package mutating func field(_ name: String, _ value: inout Int, _ range: ClosedRange<Int>, _ about: String) {
    add(name, .integer(range), about, .scalar("\(value)", isPlain: true))
  }
  package mutating func field(_ name: String, _ value: inout Int?, _ range: ClosedRange<Int>, _ about: String) {
    add(name, .integer(range), about, value.map { .scalar("\($0)", isPlain: true) })
  }
  package mutating func field(_ name: String, _ value: inout Double, _ range: ClosedRange<Double>, _ about: String) {
    add(name, .number(range), about, .scalar("\(value)", isPlain: true))
  }
  package mutating func field(_ name: String, _ value: inout Bool, _ about: String) {
    add(name, .flag, about, .scalar("\(value)", isPlain: true))
  }
  package mutating func field(_ name: String, _ value: inout Bool?, _ about: String) {
    add(name, .flag, about, value.map { .scalar("\($0)", isPlain: true) })
  }
  package mutating func field(_ name: String, _ value: inout String, required: Bool, _ about: String) {
    add(name, .text, about, .scalar(value, isPlain: false), required: required)
  }
  package mutating func field(_ name: String, _ value: inout String?, _ about: String) {
    add(name, .text, about, value.map { .scalar($0, isPlain: false) })
  }
  package mutating func field(_ name: String, _ value: inout [String], required: Bool, _ about: String) {
    add(name, .texts, about, Self.list(value), required: required)
  }
  package mutating func field(_ name: String, _ value: inout [String: String], _ about: String) {
    add(name, .textsByName, about, nil)
  }
  package mutating func field(_ name: String, _ value: inout [String: [String]], _ about: String) {
    add(name, .textListsByName, about, nil)
  }
  package mutating func field(_ name: String, _ value: inout ExactDictionary<Double>, _ about: String) {
    add(name, .numbersByName, about, nil)
  }
  package mutating func choice(
    _ name: String, _ value: inout String?, of words: [String], required: Bool, _ about: String
  ) {
    add(name, .choice(words), about, value.map { .scalar($0, isPlain: false) }, required: required)
  }
  package mutating func choices(_ name: String, _ value: inout [String], of words: [String], _ about: String) {
    add(name, .choices(words), about, Self.list(value))
  }
  package mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object, _ about: String
  ) throws(OptionError) {
    add(name, .object(try Self.fields(of: value)), about, nil)
  }
  package mutating func object<Object: Configurable>(
    _ name: String, _ value: inout Object?, _ about: String
  ) throws(OptionError) {
    add(name, .object(try Self.fields(of: value ?? Object())), about, nil)
  }
  package mutating func objects<Object: Configurable>(
    _ name: String, _ value: inout [Named<Object>], new: () -> Object, required: Bool, _ about: String
  ) throws(OptionError) {
    add(name, .objects(try Self.fields(of: new())), about, nil, required: required)
  }
  package mutating func variant(
    _ name: String, _ word: inout String?, _ value: inout (any Configurable)?, of variants: [OptionVariant],
    _ about: String
  ) throws(OptionError) {
    var described: [(word: String, about: String, fields: [FieldDescription])] = []
    for variant in variants {
      described.append((variant.word, variant.about, try Self.fields(of: variant.make())))
    }
    add(
      name, .variant(described), about, word.map { .scalar($0, isPlain: false) }, required: word == nil)
  }
}

/// Describes options as a JSON Schema.
package enum OptionSchema {
  /// The schema of some fields: one object, or one for each kind where a word chooses among kinds.
  package static func schema(_ fields: [FieldDescription]) -> [String: Any] {
    for (index, field) in fields.enumerated() {
      guard case .variant(let variants) = field.kind else { continue }
      let others = fields[..<index] + fields[(index + 1)...]
      return [
        "oneOf": variants.map { variant in
          var branch = object(others + variant.fields)
          var properties = branch["properties"] as? [String: Any] ?? [:]
          properties[field.name] = ["const": variant.word, "description": "\(field.about): \(variant.about)"]
          branch["properties"] = properties
          if field.isRequired || variant.word != field.standardText {
            branch["required"] = (branch["required"] as? [String] ?? []) + [field.name]
          }
          return branch
        }
      ]
    }
    return object(fields[...])
  }

  private static func object(_ fields: ArraySlice<FieldDescription>) -> [String: Any] {
    var properties: [String: Any] = [:]
    for field in fields {
      var property = value(field.kind)
      property["description"] = field.about
      if let standard = field.standard { property["default"] = plain(standard) }
      properties[field.name] = property
    }
    var schema: [String: Any] = ["type": "object", "properties": properties, "additionalProperties": false]
    let required = fields.filter(\.isRequired).map(\.name)
    if !required.isEmpty { schema["required"] = required }
    return schema
  }

  private static var texts: [String: Any] {
    ["oneOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]]
  }

  private static func value(_ kind: FieldDescription.Kind) -> [String: Any] {
    switch kind {
    case .integer(let range):
      ["type": "integer", "minimum": range.lowerBound].merging(
        range.upperBound < .max ? ["maximum": range.upperBound] : [:]
      ) { first, _ in first }
    case .number(let range):
      ["type": "number", "minimum": range.lowerBound].merging(
        range.upperBound < .infinity ? ["maximum": range.upperBound] : [:]
      ) { first, _ in first }
    case .flag: ["type": "boolean"]
    case .text: ["type": "string"]
    case .texts: texts
    case .textsByName: ["type": "object", "additionalProperties": ["type": ["string", "integer"]]]
    case .textListsByName: ["type": "object", "additionalProperties": texts]
    case .numbersByName: ["type": "object", "additionalProperties": ["type": "number"]]
    case .choice(let words): ["enum": words]
    case .choices(let words): ["oneOf": [["enum": words], ["type": "array", "items": ["enum": words]]]]
    case .object(let fields): schema(fields)
    case .objects(let fields): ["type": "object", "additionalProperties": schema(fields)]
    case .variant(let variants): ["enum": variants.map(\.word)]
    }
  }

  private static func plain(_ value: OptionNode.Value) -> Any {
    switch value {
    case .scalar(let text, let isPlain):
      if isPlain, let flag = Bool(text) { return flag }
      if isPlain, let number = Int(text) { return number }
      if isPlain, let number = Double(text) { return number }
      return text
    case .list(let items): return items.map { plain($0.value) }
    case .map(let members):
      return Dictionary(members.map { ($0.key, plain($0.value.value)) }) { first, _ in first }
    }
  }
}
