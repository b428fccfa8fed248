import CICU

/// The linked ICU: its versions and the properties of characters it knows.
package enum ICU {
  /// Version of the linked library, such as `72.1`.
  package static var version: String { versions.icu }
  /// Version of the Unicode standard it implements, such as `15.0`.
  package static var unicodeVersion: String { versions.unicode }

  private static var versions: (icu: String, unicode: String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { buffer in
      guard let base = buffer.baseAddress else { return ("", "") }
      braid_icu_versions(base, base + 20)
      return (String(cString: base), String(cString: base + 20))
    }
  }

  /// Expands a serialized code point trie to a byte a code point; nil when it is none, or a value needs more.
  static func expandTrie(_ trie: ArraySlice<UInt8>) -> [UInt8]? {
    var whole = true
    let table = [UInt8](unsafeUninitializedCapacity: 0x110000) { table, count in
      // ICU wants the trie aligned to four bytes.
      withUnsafeTemporaryAllocation(byteCount: trie.count, alignment: 8) { copy in
        copy.copyBytes(from: trie)
        whole =
          braid_icu_trie_expand(
            copy.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(trie.count), table.baseAddress) == 0
      }
      count = whole ? 0x110000 : 0
    }
    return whole ? table : nil
  }

  /// What a character between words is: nil for white space, controls and invisible format characters.
  static func kind(ofUnclassified scalar: UInt32) -> TokenKind? {
    // The numbers are those of ICU's UCharCategory, which its stability policy keeps.
    switch braid_icu_general_category(Int32(bitPattern: scalar)) {
    case 1...5: .word
    case 6...8: .symbol  // a mark that stands alone
    case 9...11: .number
    case 12...16, 18: nil
    case 19...23, 28, 29: .punctuation
    default: .symbol
    }
  }
}
