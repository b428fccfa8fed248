/// Text of an HTML page, put together from elements; whatever comes from outside is escaped.
///
/// What it gives is well-formed XML too: every element is closed, every attribute quoted.
package struct HTML {
  /// The text so far.
  package private(set) var text = ""

  /// Nothing yet.
  package init() {}

  /// Adds an element.
  ///
  /// - Parameters:
  ///   - name: the element's name.
  ///   - attributes: its attributes; those that are nil are left out.
  ///   - body: writes what is inside.
  package mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ body: (inout HTML) -> Void
  ) {
    open(name, attributes)
    text += ">"
    body(&self)
    text += "</\(name)>"
  }

  /// Adds an element that holds only text.
  package mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String?>, _ content: String) {
    element(name, attributes) { $0.add(content) }
  }

  /// Adds an element without attributes that holds only text.
  package mutating func element(_ name: String, _ content: String) { element(name, [:], content) }

  /// Adds an element that can't hold anything, such as `meta`.
  package mutating func void(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
    open(name, attributes)
    text += "/>"
  }

  /// Adds text, escaped.
  package mutating func add(_ content: String) { text += Self.escaped(content) }

  /// Adds HTML as it is; for text of the program's own only.
  package mutating func addRaw(_ html: String) { text += html }

  private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
    text += "<\(name)"
    for case let (key, value?) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
  }

  /// The text with everything escaped that means something in HTML, in elements and in attributes.
  ///
  /// Characters that HTML and XML can't hold are shown by their control pictures.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: needsEscape) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n": result.append(scalar)
      case "\r": result.append(" ")
      default:
        if scalar.value < 0x20 {
          result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        } else {
          result.append(needsEscape(scalar) ? "\u{FFFD}" : scalar)
        }
      }
    }
    return String(result)
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "&", "<", ">", "\"", "'": true
    default: scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
    }
  }
}
