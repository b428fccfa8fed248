/// What makes one document of a column file.
public enum DocumentBoundary: String, CaseIterable, Sendable, Codable {
  /// Each sentence is a document: what training wants.
  case sentence
  /// The file's own markers: `# newdoc`, `#begin document`, `-DOCSTART-`, a change of the document column.
  case marker
}
