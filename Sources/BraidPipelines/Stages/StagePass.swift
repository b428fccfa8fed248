import BraidText

/// How a stage takes part in a pass over documents that it shares with others.
struct StagePass {
  /// The documents of each part, as they are before `change`; nil for a stage that gets them from others.
  var documents: [(part: String, flow: DocumentFlow)]?
  /// Changes a document and says whether it stays: 0, or why it does not. Made once for each thread; nil for a stage that gives
  /// no documents.
  var change: (() throws -> (inout Document) throws -> UInt8)?
  /// Whether `change` changes documents, and not only says which stay.
  var changes = true
  /// Sees each document of its sources, in order, as it came, with what `change` said; nil when it need not.
  var take: ((_ part: String, _ document: Document, _ code: UInt8) throws -> Void)?
  /// Whether `take` looks at the document, and not only at what `change` said.
  var looks = true
  /// The one part that is taken; nil for all.
  var part: String?
  /// Ends the stage's work after the last document.
  var finish: () throws -> StageResult
}
