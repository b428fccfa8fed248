import CICU

extension ICU {
  /// A Unicode normalization form.
  enum Form: Int32 {
    case nfc = 0
    case nfd = 1
    case nfkc = 2
  }

  /// Code units at the start that are in the form already, up to a boundary.
  static func normalizedPrefix(_ form: Form, _ units: UnsafeBufferPointer<UInt16>) -> Int {
    Int(braid_icu_normalized_prefix(form.rawValue, units.baseAddress, Int32(units.count)))
  }

  /// Whether nothing before `scalar` can interact with it.
  static func hasBoundary(_ form: Form, before scalar: UInt32) -> Bool {
    braid_icu_normalization_boundary(form.rawValue, Int32(bitPattern: scalar)) != 0
  }

  /// UTF-16 in a normalization form.
  static func normalize(_ form: Form, _ units: UnsafeBufferPointer<UInt16>) -> [UInt16] {
    grow(units) { output, capacity in
      braid_icu_normalize(form.rawValue, units.baseAddress, Int32(units.count), output, capacity)
    }
  }

  /// Whether case folding changes a character.
  static func changesWhenFolded(_ scalar: Unicode.Scalar) -> Bool {
    braid_icu_changes_when_folded(Int32(bitPattern: scalar.value)) != 0
  }

  /// UTF-16 with full case folding.
  static func foldCase(_ units: UnsafeBufferPointer<UInt16>) -> [UInt16] {
    grow(units) { output, capacity in
      braid_icu_fold_case(units.baseAddress, Int32(units.count), output, capacity)
    }
  }

  /// Calls ICU once or, if the buffer was too small, twice; the input itself when ICU refuses.
  private static func grow(
    _ units: UnsafeBufferPointer<UInt16>, _ body: (UnsafeMutablePointer<UInt16>?, Int32) -> Int32
  ) -> [UInt16] {
    var capacity = units.count * 3 + 18  // the longest expansion of one code unit, U+FDFA, is 18
    while true {
      var needed: Int32 = 0
      let output = [UInt16](unsafeUninitializedCapacity: capacity) { buffer, count in
        needed = body(buffer.baseAddress, Int32(capacity))
        count = max(0, min(Int(needed), capacity))
      }
      if needed < 0 { return Array(units) }
      if Int(needed) <= capacity { return output }
      capacity = Int(needed)
    }
  }
}
