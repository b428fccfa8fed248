extension Document {
  /// The form of a word: what it is as a word, such as *de* of *du*, where layer `form` of its tags says so, and otherwise its
  /// text.
  public func form(_ index: Int) -> String {
    guard let forms = tags["form"], index < forms.count, let form = forms[index] else { return word(index) }
    return form
  }
}

extension Document {
  /// The form of a word before it becomes lower case, which the rest of its text may decide: where tokens are characters, a capital
  /// sigma that ends a word is a final one.
  package func formForLowerCase(_ index: Int) -> String {
    let form = form(index)
    // Nearly every form ends here.
    guard form.utf8.first == 0xCE, form.unicodeScalars.first == "\u{3A3}",
      form.unicodeScalars.dropFirst().allSatisfy(\.properties.isCaseIgnorable)
    else { return form }
    let start = tokens[index].range.lowerBound
    let isFinal = text.utf8.withContiguousStorageIfAvailable { bytes in
      start + 2 <= bytes.count && bytes[start] == 0xCE && bytes[start + 1] == 0xA3
        && CaseStep.isFinalSigma(bytes, start)
    }
    return isFinal == true ? "\u{3C2}" + String(form.unicodeScalars.dropFirst()) : form
  }

  /// The document with these forms; nil where they are the usual ones.
  package var withFormsForLowerCase: Document? {
    guard text.unicodeScalars.contains("\u{3A3}") else { return nil }
    var forms = tags["form"] ?? []
    if forms.count != tokens.count { forms = tokens.map { _ in nil } }
    var isOther = false
    for index in tokens.indices {
      let form = formForLowerCase(index)
      guard form.utf8.first == 0xCF, self.form(index).utf8.first == 0xCE else { continue }
      (forms[index], isOther) = (form, true)
    }
    guard isOther else { return nil }
    var document = self
    document.tags["form"] = forms
    return document
  }
}
