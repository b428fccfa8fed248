extension BPE {
  /// The text that pieces spell.
  ///
  /// Markers become spaces, the first one goes away, bytes become characters again, `<unk>` becomes U+FFFD and other
  /// special symbols nothing. Ids outside the vocabulary are left out.
  ///
  /// - Parameter ids: Ids of pieces.
  /// - Returns: The text; bytes that are not UTF-8 are replaced by U+FFFD.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    var bytes: [UInt8] = []
    for id in ids where pieces.ids.contains(id) {
      if byteFallback, id >= firstByte, id < firstByte + 256 {
        bytes.append(UInt8(id - firstByte))
      } else if id == pieces.unknownID {
        bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
      } else if id >= pieces.specials {
        pieces.table.withBytes(of: Int(id)) { piece in
          piece.forEachScalar { range in
            if range.count == 3, piece[range.lowerBound] == 0xE2, piece[range.lowerBound + 1] == 0x96,
              piece[range.lowerBound + 2] == 0x81
            {
              if !bytes.isEmpty { bytes.append(32) }
            } else {
              bytes.append(contentsOf: piece[range])
            }
          }
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
