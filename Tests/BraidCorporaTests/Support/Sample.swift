import BraidCorpora
import Foundation
import Testing

/// A small valid file of each format, in `Inputs/Samples/`, named by the format and, where there are several, a word after a dot.
/// The fuzzer starts from the same files.
struct Sample: CustomTestStringConvertible {
  /// The name of the file.
  let name: String
  /// What is in it.
  let data: Data

  /// The sample called `name`.
  init(_ name: String) {
    self.name = name
    data = (try? Data(contentsOf: Self.folder.appending(path: name))) ?? Data()
  }

  /// What is in it, as text.
  var text: String { String(decoding: data, as: UTF8.self) }

  /// The options that read it.
  var options: ReadOptions {
    var options = ReadOptions(format: CorpusFormat(rawValue: String(name.prefix { $0 != "." })) ?? .text)
    switch options.format {
    case .xml:
      options.fields = ["document": "review", "text": "body", "id": "@id", "label": "@score", "spans.bold": "b"]
    case .columns: options.columns = ["form": 1, "pos": 2, "entity:bio": 3]
    default: break
    }
    return options
  }

  /// Shown as the argument of a test.
  var testDescription: String { name }

  /// Every sample.
  static let all: [Sample] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { Sample($0) }
  }()

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Inputs/Samples")
}
