import ArgumentParser
import BraidCorpora

/// A format that can be written; `xml` only into a file that is there.
struct OutputFormat: ExpressibleByArgument {
  let format: CorpusFormat

  init?(argument: String) {
    guard Self.allValueStrings.contains(argument), let format = CorpusFormat(rawValue: argument) else { return nil }
    self.format = format
  }

  static let allValueStrings = (CorpusFormat.writable + [.xml]).map(\.rawValue)
}
