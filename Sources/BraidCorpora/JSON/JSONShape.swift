/// What a JSON value looks like, for a JSON Schema.
indirect enum JSONShape: Sendable {
  /// A member of an object.
  struct Member: Sendable {
    var name: StaticString
    var shape: JSONShape
    var isRequired = false
    var about: StaticString?

    /// A member that may be absent.
    init(_ name: StaticString, _ shape: JSONShape, _ about: StaticString? = nil) {
      (self.name, self.shape, self.about) = (name, shape, about)
    }

    /// A member that is always there.
    static func required(_ name: StaticString, _ shape: JSONShape, _ about: StaticString? = nil) -> Member {
      var member = Member(name, shape, about)
      member.isRequired = true
      return member
    }
  }

  case string
  /// A string of these letters only.
  case letters(String)
  case choice([String])
  case number
  /// A number from 0 to 1.
  case probability
  /// A whole number from 0.
  case index
  /// `[first, end]`, a half-open range of whole numbers.
  case range
  case nullable(JSONShape)
  case array(JSONShape)
  /// An object with any names, all of one shape.
  case map(JSONShape)
  case object([Member])
}

extension JSONShape {
  /// Appends the schema of the shape as an object.
  func append(to output: inout JSONOutput) {
    output.object { append(membersTo: &$0) }
  }

  /// Appends the members of the schema.
  func append(membersTo output: inout JSONOutput) {
    switch self {
    case .string: output.member("type", "string")
    case .letters(let letters):
      output.member("type", "string")
      output.member("pattern", "^[\(letters)]*$")
    case .choice(let choices):
      output.key("enum")
      output.array { output in for choice in choices { output.string(choice) } }
    case .number: output.member("type", "number")
    case .probability:
      output.member("type", "number")
      Self.limits(0, 1, &output)
    case .index:
      output.member("type", "integer")
      Self.limits(0, nil, &output)
    case .range:
      output.member("type", "array")
      for name: StaticString in ["minItems", "maxItems"] {
        output.key(name)
        output.number(2)
      }
      output.key("items")
      JSONShape.index.append(to: &output)
    case .nullable(let shape):
      output.key("anyOf")
      output.array { output in
        shape.append(to: &output)
        output.object { $0.member("type", "null") }
      }
    case .array(let shape):
      output.member("type", "array")
      output.key("items")
      shape.append(to: &output)
    case .map(let shape):
      output.member("type", "object")
      output.key("additionalProperties")
      shape.append(to: &output)
    case .object(let members): Self.append(members, to: &output)
    }
  }

  private static func append(_ members: [Member], to output: inout JSONOutput) {
    output.member("type", "object")
    let required = members.filter(\.isRequired)
    if !required.isEmpty {
      output.key("required")
      output.array { output in for member in required { output.string("\(member.name)") } }
    }
    output.key("additionalProperties")
    output.bool(false)
    output.key("properties")
    output.object { output in
      for member in members {
        output.key(member.name)
        output.object {
          if let about = member.about { $0.member("description", "\(about)") }
          member.shape.append(membersTo: &$0)
        }
      }
    }
  }

  private static func limits(_ low: Int, _ high: Int?, _ output: inout JSONOutput) {
    output.key("minimum")
    output.number(low)
    guard let high else { return }
    output.key("maximum")
    output.number(high)
  }
}
