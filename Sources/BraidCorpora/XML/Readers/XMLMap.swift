/// Which elements and attributes of an XML format hold what, from the option `fields`.
///
/// | key | path to |
/// |---|---|
/// | `document` | the element of one document; without it the root |
/// | `text` | the elements with its text, joined by line feeds; without it the document element |
/// | `skip` | elements that are passed over |
/// | `sentence`, `token` | elements of sentences and tokens in the text; without `token`, rules cut sentences into tokens |
/// | `tags.LAYER` | an attribute of the token, or an element in it |
/// | `spans.LAYER` | elements in the text that are spans; with an attribute, which is the label |
/// | `id`, `language` | their values |
/// | `label`, `labels.LAYER` | document labels |
/// | `translation`, `translations.NAME` | aligned texts |
/// | `space` | not a path: `collapse` (usual), `unwrap` or `keep` |
/// | anything else | a field of that name; several values are joined by spaces |
struct XMLMap: Sendable {
  /// Where a value of the document goes.
  enum Goal: Hashable, Sendable {
    case id
    case language
    case label(String)
    case translation(String)
    case field(String)
  }

  var document: [XMLPath] = []
  var text: [XMLPath] = []
  var skip: [XMLPath] = []
  var sentence: [XMLPath] = []
  var token: [XMLPath] = []
  var tags: [(layer: String, path: XMLPath)] = []
  var spans: [(layer: String, path: XMLPath)] = []
  var values: [(goal: Goal, path: XMLPath)] = []
  var whitespace = XMLText.Whitespace.collapse

  /// The map that reading options declare.
  ///
  /// - Parameter options: Their `fields`, `labelLayer` and `targetLanguage`.
  /// - Throws: `badOption` for a path that is none.
  init(_ options: ReadOptions) throws(CorpusError) {
    for (key, value) in options.fields.sorted(by: { $0.key < $1.key }) {
      let paths = key == "space" ? [] : try XMLPath.list(value, key: key)
      let name = key.firstIndex(of: ".").map { String(key[key.index(after: $0)...]) } ?? ""
      switch key.prefix(while: { $0 != "." }) {
      case "document": document = paths
      case "text": text = paths
      case "skip": skip = paths
      case "sentence": sentence = paths
      case "token": token = paths
      case "space":
        guard let space = XMLText.Whitespace(rawValue: value) else {
          throw .badOption(name: "space", found: value, expected: "collapse, unwrap or keep")
        }
        whitespace = space
      case "tags" where !name.isEmpty: tags += paths.map { (name, $0) }
      case "spans" where !name.isEmpty: spans += paths.map { (name, $0) }
      case "id": values += paths.map { (.id, $0) }
      case "language": values += paths.map { (.language, $0) }
      case "label", "labels": values += paths.map { (.label(name.isEmpty ? options.labelLayer : name), $0) }
      case "translation", "translations":
        values += paths.map { (.translation(name.isEmpty ? options.targetName : name), $0) }
      default: values += paths.map { (.field(key), $0) }
      }
    }
    for path in document + text + skip + sentence + token where path.attribute != nil {
      throw .badOption(name: "fields", found: "an attribute @\(path.attribute ?? "")", expected: "a path to elements")
    }
  }
}
