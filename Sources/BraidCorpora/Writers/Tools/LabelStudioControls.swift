import BraidFiles

/// The controls of a project of Label Studio as its annotations name them: a result is taken only under the name of a control of
/// its kind.
struct LabelStudioControls {
  /// What a control gives: spans, or names for the whole text.
  enum Kind: String {
    case labels
    case choices
    case rating
    case taxonomy
  }

  /// A control.
  struct Control {
    var name: String
    /// The text that it is for.
    var object: String
    var kind: Kind

    /// Writes the type and the value of a result that gives names to the whole text.
    func writeResult(_ names: [String], score: Double?, _ output: inout JSONOutput) {
      let rating = kind == .rating && names.count == 1 ? Int(names[0]) : nil
      // A rating is one number.
      let type = kind == .rating && rating == nil ? Kind.choices : kind
      output.member("type", type.rawValue)
      output.score(score)
      output.name("value")
      output.object { output in
        output.name(type.rawValue)
        if let rating { return output.number(rating) }
        output.array { output in
          for name in names {
            if type == .taxonomy {
              output.array { for step in name.split(separator: "/") { $0.string(String(step)) } }
            } else {
              output.string(name)
            }
          }
        }
      }
    }
  }

  /// The controls that give spans, or names, in the order in which annotations name them.
  private struct Side {
    var controls: [Control] = []
    /// The places of controls by their names, and by each label the first place of one that has had it.
    var places = ExactDictionary<Int>()
    var firstWith = ExactDictionary<Int>()
  }

  private var ofSpans = Side()
  private var ofNames = Side()

  /// Whether a control for spans, or one for names of the whole text, is known.
  func knows(spans: Bool) -> Bool { !(spans ? ofSpans : ofNames).controls.isEmpty }

  /// Takes the controls of a task's annotations.
  mutating func see(_ annotations: [JSONValue]) {
    for result in annotations.flatMap({ $0.member("result")?.elements ?? [] }) {
      guard let name = result.member("from_name")?.string, let value = result.member("value"),
        let kind = Self.kind(of: value)
      else { continue }
      let control = Control(name: name, object: result.member("to_name")?.string ?? "text", kind: kind)
      let labels = LabelStudioReader.labels(of: value)
      if kind == .labels { Self.add(control, labels, to: &ofSpans) } else { Self.add(control, labels, to: &ofNames) }
    }
  }

  private static func add(_ control: Control, _ labels: [String], to side: inout Side) {
    let place = side.places[control.name] ?? side.controls.count
    if place == side.controls.count {
      side.places[control.name] = place
      side.controls.append(control)
    }
    for label in labels { side.firstWith[label] = min(place, side.firstWith[label] ?? place) }
  }

  private static func kind(of value: JSONValue) -> Kind? {
    [Kind.labels, .choices, .rating, .taxonomy].first { value.member($0.rawValue) != nil }
  }

  /// The control that labels are written under.
  ///
  /// - Parameters:
  ///   - name: what it is called where there is one of its kind of that name, or none of its kind at all.
  ///   - labels: the labels, which tell several controls of its kind apart: the first one that has had one of them counts.
  ///   - spans: whether they are those of spans.
  /// - Returns: the control; one that nothing is known of where no annotation has one of its kind.
  func control(called name: String, of labels: [String], spans: Bool) -> Control {
    let (side, other) = spans ? (ofSpans, ofNames) : (ofNames, ofSpans)
    if let own = side.places[name] { return side.controls[own] }
    if let first = side.controls.first {
      return labels.compactMap { side.firstWith[$0] }.min().map { side.controls[$0] } ?? first
    }
    let kind = spans ? Kind.labels : .choices
    // The name may be that of a control of the other kind.
    let free = other.places[name] == nil ? name : spans ? ToolReader.spanLayer : kind.rawValue
    return Control(name: free, object: other.controls.first?.object ?? "text", kind: kind)
  }
}
