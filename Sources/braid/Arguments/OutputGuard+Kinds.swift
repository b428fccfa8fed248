import ArgumentParser
import BraidCorpora
import BraidFiles
import BraidTasks
import Foundation

/// Whether a command may take the place of a file that is there.
struct ReplaceArguments: ParsableArguments {
  @Flag(help: "Replace an output file that is of another kind.") var force = false
}

extension OutputGuard {
  /// What a command writes.
  enum Kind {
    case model, vocabulary, counts
    case corpus(CorpusFormat)

    var name: String {
      switch self {
      case .model: "model that `braid model pack` or `quantize` wrote"
      case .vocabulary: "vocabulary"
      case .counts: "file of counts"
      case .corpus(let format): "corpus in the format \(format.rawValue)"
      }
    }
  }

  /// Bytes that are looked at.
  private static let looked = 4096

  /// Checks that a file which is there is of the kind that takes its place: nobody wants a corpus to become a model. An empty file
  /// and a stream are of every kind.
  ///
  /// - Parameters:
  ///   - path: the output; nil for none.
  ///   - kind: what is written.
  ///   - force: whether anything may be replaced.
  /// - Throws: `ValidationError` that names the file and says what to do.
  static func check(_ path: String?, replacedBy kind: Kind, force: Bool) throws {
    guard let path, !force, !FileSystem.isStream(path), !FileList.isFolder(path),
      let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: looked), !data.isEmpty
    else { return }
    guard !isOf(kind, Array(data), path) else { return }
    throw ValidationError("\(path): exists and is no \(kind.name): name another file, or give --force to replace it.")
  }

  private static func isOf(_ kind: Kind, _ head: [UInt8], _ path: String) -> Bool {
    func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
    let isVocabulary = begins("# braid vocabulary ")
    let isCounts = begins("# braid counts ")
    switch kind {
    case .model: return (try? ModelFiles(path)) != nil
    case .vocabulary: return isVocabulary
    case .counts: return isCounts
    case .corpus(let format):
      let isPacked = head.starts(with: [0x1F, 0x8B])
      guard !isPacked else { return path.hasSuffix(".gz") }
      // Text, of which some formats have a mark of their own at the beginning.
      guard !isVocabulary, !isCounts, !head.contains(0), !isPipeline(head) else { return false }
      let first = head.drop { [9, 10, 13, 32].contains($0) }
      switch format {
      case .jsonl: return first.first == UInt8(ascii: "{")
      case .tei, .xml, .tmx, .xliff, .tiger, .semeval, .propbankFrames, .html, .xmi:
        return first.first == UInt8(ascii: "<") || first.starts(with: [0xEF, 0xBB, 0xBF])
      default: return true
      }
    }
  }

  /// Whether a text is a pipeline's: nothing else has a line `stages:`.
  private static func isPipeline(_ head: [UInt8]) -> Bool {
    head.split(separator: 10).contains { $0.starts(with: "stages:".utf8) }
  }
}
