import BraidCorpora
import BraidTestSupport
import BraidText

/// Every document of a text read as `options` say, and the ledger.
func read(_ text: String, _ options: ReadOptions) throws -> (documents: [Document], ledger: Ledger) {
  let scratch = try Scratch()
  return try read([scratch.file("input", text)], options)
}

/// Every document of files read as `options` say, and the ledger.
func read(_ paths: [String], _ options: ReadOptions) throws -> (documents: [Document], ledger: Ledger) {
  let reader = try CorpusReader(paths, options: options)
  var documents: [Document] = []
  while let document = try reader.next() { documents.append(document) }
  return (documents, reader.ledger)
}

/// What the writer makes of documents.
func written(_ documents: [Document], _ options: WriteOptions) throws -> String {
  let scratch = try Scratch()
  let writer = try CorpusWriter(scratch.path("output"), options: options)
  for document in documents { try writer.write(document) }
  try writer.close()
  return try scratch.text("output")
}
