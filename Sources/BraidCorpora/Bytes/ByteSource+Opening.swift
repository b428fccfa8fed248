import BraidFiles

extension ByteSource {
  /// Opens a file with the errors of this room.
  ///
  /// - Throws: `CorpusError.file`.
  static func opening(_ file: String, meter: ReadMeter? = nil) throws(CorpusError) -> ByteSource {
    try CorpusError.naming { () throws(FileError) in try ByteSource(file, meter: meter) }
  }
}
