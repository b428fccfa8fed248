extension Weights {
  /// A 64-bit digest of the names, shapes and bits of all weights: FNV-1a over their 32-bit words.
  public var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }
    for entry in entries {
      for byte in entry.name.utf8 { add(UInt64(byte)) }
      add(UInt64(entry.rows))
      add(UInt64(entry.columns))
    }
    for value in storage { add(UInt64(value.bitPattern)) }
    return hash
  }
}
