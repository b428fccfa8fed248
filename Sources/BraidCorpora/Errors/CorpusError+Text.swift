import BraidFiles
import BraidText
public import Foundation

extension CorpusError: LocalizedError {
  /// `file:line:column: found …, expected …`.
  public var errorDescription: String? { text.problem }

  /// One imperative sentence on what to change.
  public var recoverySuggestion: String? { text.advice }

  /// Both sentences; the only place that turns errors of this module into words.
  private var text: (problem: String, advice: String) {
    switch self {
    case .file(let error): return (error.errorDescription ?? "", error.recoverySuggestion ?? "")
    case .notWritable(let format):
      return (
        "\(format.rawValue) cannot be written",
        "Choose one of \(CorpusFormat.writable.map(\.rawValue).joined(separator: ", "))."
      )
    case .invalidUTF8(let place, let byte, let offset):
      let hex = String(byte, radix: 16, uppercase: true)
      return (
        "\(place): found byte 0x\(hex) at offset \(offset), expected UTF-8",
        "Say which encoding the file has, or let invalid UTF-8 be replaced."
      )
    case .wrongEncoding(let file, let found):
      return ("\(file): found \(found), expected UTF-8", "Convert the file to UTF-8 first, for example with iconv.")
    case .noLineFeeds(let file):
      return (
        "\(file): found lines that end with carriage returns only, expected line feeds",
        "Convert the file first: tr '\\r' '\\n' < \(file)."
      )
    case .malformedText(let file, let encoding):
      return (
        "\(file): found bytes that are not \(encoding.rawValue), expected text in that encoding",
        "Say which encoding the file has, or let invalid bytes be replaced."
      )
    case .lineTooLong(let place, let limit):
      return ("\(place): found a line of more than \(limit) bytes", "Check the format: this file may have no lines.")
    case .recordTooLong(let place, let limit):
      return (
        "\(place): found a record of more than \(limit) bytes that begins here, expected its end",
        "Close its quote, bracket or element, end its block with a blank line, or check the format."
      )
    case .raggedColumns(let place, let found, let expected, let looksQuoted):
      return (
        "\(place): found \(found.counted("column")), expected \(expected)",
        (looksQuoted ? "Cells begin with `\"`: if they are quoted, give `quote` as `\"`. " : "")
          + "Make every row as wide as the first, or name the separator; in column files it is runs of spaces and tabs."
      )
    case .noSuchColumn(let place, let column, let header):
      return (
        "\(place): found no column \(column)" + (header.isEmpty ? "" : ", only \(header.joined(separator: ", "))"),
        "Name a column that exists; numbers count from 1."
      )
    case .unclosedQuote(let place):
      return (
        "\(place): found a quote that is never closed, expected its closing \"",
        "Close the quote, double quotes inside quoted fields, or read the file as tsv, which has no quoting."
      )
    case .unbalancedBrackets(let place, let found, let expected):
      return ("\(place): found \(found), expected \(expected)", "Balance the brackets of this sentence.")
    case .brokenTags(let place, let tag, let previous, let encoding):
      return (
        "\(place): found tag \(tag) after \(previous), which \(encoding.rawValue) does not allow",
        "Correct the tag, name the encoding the file has, or let broken tags be repaired."
      )
    case .lineCountsDiffer(let first, let firstLines, let second, let secondLines):
      return (
        "\(first) has \(firstLines) \(Ledger.Unit.lines.name(firstLines)), \(second) has \(secondLines), expected as many",
        "Align the two files line by line; an empty line keeps the place of what is missing."
      )
    case .malformedJSON(let place, let found, let expected):
      return ("\(place): found \(found), expected \(expected)", "Write one complete JSON object a line.")
    case .wrongField(let place, let field, let found, let expected):
      return (
        "\(place): found \(found) for \"\(field)\", expected \(expected)",
        "Correct the member, or map the layer to another one."
      )
    case .unseenLabel(let split, let document, let layer, let label, let known):
      return (
        "\(split): document \(document): found \(label) in \(layer), which \(known) does not have",
        "Correct the label, or add examples of it to \(known)."
      )
    case .leak(let first, let second, let documents, let sample):
      return (
        "\(second): found \(documents) \(Ledger.Unit.documents.name(documents)) of \(first), such as \"\(sample)\", expected none",
        "Take them out of one of the two, or split the corpus again with braid split."
      )
    case .aboveThreshold(let action, let unit, let share, let limit, let samples):
      let places = samples.map(\.description).joined(separator: ", ")
      return (
        "\(Self.percent(share)) of \(unit.rawValue) were \(action.rawValue), allowed are \(Self.percent(limit))"
          + (places.isEmpty ? "" : "; see \(places)"),
        "Correct the corpus, or raise the limit."
      )
    case .malformedXML(let place, let reason):
      return ("\(place): found XML that is not well-formed: \(reason)", "Correct the mark-up at this place.")
    case .refusedXML(let place, let found, let expected):
      return (
        "\(place): found \(found), expected \(expected)",
        "Use the file only if you trust it, after expanding or splitting it with an XML tool."
      )
    case .unexpected(let place, let found, let expected):
      return ("\(place): found \(found), expected \(expected)", "Correct the line, or check the format.")
    case .cannotExpress(let format, let document, let what):
      return (
        "\(document.isEmpty ? "a document" : "document \(document)"): \(format.rawValue) cannot hold \(what)",
        "Write another format, such as jsonl, which holds everything."
      )
    case .shards(let file, let found, let expected):
      return (
        "\(file): found \(found), expected \(expected)",
        "Give every shard of one run once; run those again that are missing or were changed."
      )
    case .badOption(let name, let found, let expected), .badWriteOption(let name, let found, let expected):
      return ("option \(name): found \(found), expected \(expected)", "Correct the option.")
    }
  }

  /// A share in percent with two decimals; a small one is not called none.
  private static func percent(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded())
    guard hundredths > 0 || share == 0 else { return "less than 0.01 %" }
    let decimals = hundredths % 100
    return "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals) %"
  }
}
