import BraidFiles

extension Weights {
  /// A 64-bit digest of the names, shapes and bits of all weights: FNV-1a over their 32-bit words.
  public var fingerprint: UInt64 {
    var hash = StableHash()
    for entry in entries {
      hash.add(bytes: entry.name.utf8)
      hash.add(UInt64(entry.rows))
      hash.add(UInt64(entry.columns))
    }
    for value in storage { hash.add(UInt64(value.bitPattern)) }
    return hash.value
  }
}
