import BraidFiles

extension Weights {
  /// A 64-bit digest of the names, shapes and bits of all weights: FNV-1a over their 32-bit words, and those of the scales of
  /// weights in 8 bits.
  public var fingerprint: UInt64 {
    var hash = StableHash()
    for entry in entries {
      hash.add(bytes: entry.name.utf8)
      hash.add(UInt64(entry.rows))
      hash.add(UInt64(entry.columns))
    }
    for value in storage { hash.add(UInt64(value.bitPattern)) }
    for scale in entries.lazy.compactMap(\.scales).joined() { hash.add(UInt64(scale.bitPattern)) }
    return hash.value
  }
}
