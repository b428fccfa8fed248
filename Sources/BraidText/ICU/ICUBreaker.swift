import CICU

/// ICU's break iterator for one kind of boundary and one locale; one thread at a time.
package final class ICUBreaker {
  /// What lies between two boundaries.
  package enum Kind: Int32, Sendable {
    /// A user-perceived character.
    case grapheme = 0
    /// A word, or what stands between words.
    case word = 1
    /// A sentence with the white space behind it.
    case sentence = 3
  }

  /// Boundaries taken from ICU at a time.
  private static let batch = 512

  private let handle: OpaquePointer

  /// Opens the iterator.
  ///
  /// - Parameters:
  ///   - kind: What to find.
  ///   - locale: BCP 47 language tag.
  /// - Throws: `TextError.invalidLocale`, or `.icu` when ICU has no rules.
  package init(_ kind: Kind, locale: String) throws(TextError) {
    guard TextLocale.isKnown(locale) else { throw .invalidLocale(locale) }
    let locale = TextLocale.canonical(locale)
    var status: Int32 = 0
    guard let handle = braid_icu_breaker_open(kind.rawValue, locale, &status) else {
      throw .icu(operation: "open its \(kind) rules for \(locale)", code: String(cString: braid_icu_error_name(status)))
    }
    self.handle = handle
  }

  deinit { braid_icu_breaker_close(handle) }

  /// The compiled rules; empty when ICU does not give them away.
  package var compiledRules: [UInt8] {
    let length = braid_icu_breaker_rules(handle, nil, 0)
    guard length > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
      count = Int(braid_icu_breaker_rules(handle, buffer.baseAddress, length))
    }
  }

  /// Every boundary after the start of UTF-16 text with its rule status, in code units.
  package func forEachBoundary(utf16 text: UnsafeBufferPointer<UInt16>, _ body: (_ end: Int, _ status: Int32) -> Void) {
    guard braid_icu_breaker_set_utf16(handle, text.baseAddress, Int32(text.count)) == 0 else { return }
    forEach(body)
  }

  /// Every boundary after the start of UTF-8 text with its rule status, in bytes, through ICU's `UText`.
  package func forEachBoundary(utf8 text: UnsafeBufferPointer<UInt8>, _ body: (_ end: Int, _ status: Int32) -> Void) {
    guard braid_icu_breaker_set_utf8(handle, text.baseAddress, Int64(text.count)) == 0 else { return }
    forEach(body)
  }

  private func forEach(_ body: (Int, Int32) -> Void) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * Self.batch) { buffer in
      guard let ends = buffer.baseAddress else { return }
      let statuses = ends + Self.batch
      while true {
        let count = Int(braid_icu_breaker_next(handle, ends, statuses, Int32(Self.batch)))
        for index in 0..<count { body(Int(ends[index]), statuses[index]) }
        if count < Self.batch { return }
      }
    }
  }
}
