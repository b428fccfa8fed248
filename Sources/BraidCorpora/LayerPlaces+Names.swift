extension LayerPlaces {
  /// Layers of one kind.
  enum Names {
    case all
    case only(Set<String>)
    /// All but those that are called as other parts of the format.
    case allBut(Set<String>)
    /// One, and further forms of it such as `de[2]`.
    case targets(String)
    /// Those whose name is a language tag.
    case languages
    /// Those whose name may be one of an XML attribute.
    case attributes

    static let none = Names.only([])

    func holds(_ name: String) -> Bool {
      switch self {
      case .all: true
      case .only(let names): names.contains(name)
      case .allBut(let names): !names.contains(name)
      case .targets(let target): name == target || name.hasPrefix("\(target)[") && name.hasSuffix("]")
      case .languages: LanguageMatch.isTag(name)
      case .attributes: TIGERSink.holds(tags: name) || name == "parse"
      }
    }
  }
}

extension LayerPlaces.Names {
  /// The names as a list shows them; nil for none.
  func list(_ kind: String) -> String? {
    switch self {
    case .all, .allBut: kind
    case .only(let names): names.isEmpty ? nil : "\(kind) (\(names.sorted().joined(separator: ", ")))"
    case .targets(let target): "\(kind) (\(target), \(target)[2], …)"
    case .languages: "\(kind) (by language)"
    case .attributes: "\(kind) (whose names XML allows)"
    }
  }
}
