package import BraidCorpora
import BraidFiles
import BraidTasks
import Foundation

/// A file that is written, and what it will be: nobody wants a corpus to become a model.
package struct WrittenFile {
  /// What is written.
  package enum Kind {
    case model, vocabulary, counts, report
    case corpus(CorpusFormat)

    /// The kind in words.
    package var name: String {
      switch self {
      case .model: "model that `braid model pack` or `quantize` wrote"
      case .vocabulary: "vocabulary"
      case .counts: "file of counts"
      case .report: "report"
      case .corpus(let format): "corpus in the format \(format.rawValue)"
      }
    }
  }

  /// The file's path.
  package let path: String
  /// What it will be.
  package let kind: Kind

  /// A file of some kind.
  package init(_ path: String, _ kind: Kind) { (self.path, self.kind) = (path, kind) }

  /// Bytes that are looked at.
  private static let looked = 4096

  /// Whether a file of another kind is in its place. An empty file, a stream and a folder are of every kind.
  package var replacesOther: Bool {
    guard !FileSystem.isStream(path), !FileList.isFolder(path), let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Self.looked), !data.isEmpty
    else { return false }
    return !isSame(Array(data))
  }

  /// Whether a file with this beginning is of the kind.
  private func isSame(_ head: [UInt8]) -> Bool {
    let isVocabulary = head.starts(with: "# braid vocabulary ".utf8)
    let isCounts = head.starts(with: "# braid counts ".utf8)
    let first = head.drop { [9, 10, 13, 32].contains($0) }
    let isMarkup = first.first == UInt8(ascii: "<") || first.starts(with: [0xEF, 0xBB, 0xBF])
    switch kind {
    case .model: return (try? ModelFiles(path)) != nil
    case .vocabulary: return isVocabulary
    case .counts: return isCounts
    case .report: return isMarkup
    case .corpus(let format):
      let isPacked = head.starts(with: [0x1F, 0x8B])
      guard !isPacked else { return path.hasSuffix(".gz") }
      // Text, of which some formats have a mark of their own at the beginning.
      guard !isVocabulary, !isCounts, !head.contains(0), !Self.isPipeline(head) else { return false }
      switch format {
      case .jsonl: return first.first == UInt8(ascii: "{")
      case .tei, .xml, .tmx, .xliff, .tiger, .semeval, .propbankFrames, .html, .xmi: return isMarkup
      default: return true
      }
    }
  }

  /// Whether a text is a pipeline's: nothing else has a line `stages:`.
  private static func isPipeline(_ head: [UInt8]) -> Bool {
    head.split(separator: 10).contains { $0.starts(with: "stages:".utf8) }
  }
}
