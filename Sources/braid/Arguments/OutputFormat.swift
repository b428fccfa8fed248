import ArgumentParser
import BraidCorpora

/// A format that can be written.
struct OutputFormat: ExpressibleByArgument {
  let format: CorpusFormat

  init?(argument: String) {
    guard Self.allValueStrings.contains(argument), let format = CorpusFormat(rawValue: argument) else { return nil }
    self.format = format
  }

  static let allValueStrings = CorpusFormat.writable.map(\.rawValue)
}

/// A format that can be written, or into a file of which annotations can be inserted.
struct InsertedFormat: ExpressibleByArgument {
  let format: CorpusFormat

  init?(argument: String) {
    guard Self.allValueStrings.contains(argument), let format = CorpusFormat(rawValue: argument) else { return nil }
    self.format = format
  }

  static let allValueStrings = OutputFormat.allValueStrings + [CorpusFormat.xml.rawValue]
}
