extension Configurable {
  /// A digest of all fields.
  ///
  /// - Parameter word: what else tells these options from others, such as a format.
  /// - Returns: the digest in hexadecimal.
  /// - Throws: `OptionError` for options that cannot be written.
  package func digest(_ word: String = "") throws(OptionError) -> String {
    let leaves = try OptionWriter.node(self).leaves.map { "\($0.path)=\($0.text)" }
    return StableHash.hexadecimal(([word] + leaves).joined(separator: "\n"))
  }
}
