extension Document {
  /// The form of a word: what it is as a word, such as *de* of *du*, where layer `form` of its tags says so, and otherwise its
  /// text.
  public func form(_ index: Int) -> String {
    guard let forms = tags["form"], index < forms.count, let form = forms[index] else { return word(index) }
    return form
  }
}
