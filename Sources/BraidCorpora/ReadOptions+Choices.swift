import BraidFiles

/// How the bytes of a corpus file spell characters.
public enum TextEncoding: String, CaseIterable, Sendable, Codable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// ISO-8859-1: each byte is the code point of the same number.
  case latin1 = "iso-8859-1"
}

/// What makes one document of a column file.
public enum DocumentBoundary: String, CaseIterable, Sendable, Codable {
  /// Each sentence is a document: what training wants.
  case sentence
  /// The file's own markers: `# newdoc`, `#begin document`, `-DOCSTART-`, a change of the document column.
  case marker
}
