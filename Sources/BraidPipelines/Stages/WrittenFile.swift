import BraidAnnotation
package import BraidCorpora
import BraidFiles
import BraidTasks
import Foundation

/// A file that is written, and what it will be, so that a corpus does not become a model.
package struct WrittenFile {
  /// What is written.
  package enum Kind {
    case model, vocabulary, counts, report, deadLetters
    case corpus(CorpusFormat)

    /// The kind in words.
    package var name: String {
      switch self {
      case .model: "model that `braid model pack` or `quantize` wrote"
      case .vocabulary: "vocabulary"
      case .counts: "file of counts"
      case .report: "report"
      case .deadLetters: "file of rejected records"
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
  private static let looked = 1 << 16

  /// Whether a file of another kind is in its place. An empty file, a stream and a folder are of every kind.
  package var replacesOther: Bool {
    guard !FileSystem.isStream(path), !FileList.isFolder(path), let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Self.looked), !data.isEmpty
    else { return false }
    return !isSame(Array(data))
  }

  /// Whether a folder stands where a file is to be written.
  package var isFolder: Bool {
    // These formats have a file for each document.
    if case .corpus(let format) = kind, [.brat, .webanno, .xmi].contains(format) { return false }
    return !FileSystem.isStream(path) && FileList.isFolder(path)
  }

  /// Whether a file with this beginning is of the kind.
  private func isSame(_ head: [UInt8]) -> Bool {
    let isVocabulary = head.starts(with: "# braid vocabulary ".utf8)
    let isCounts = head.starts(with: "# braid counts ".utf8)
    let text = head.starts(with: TextEncoding.utf8Mark) ? head.dropFirst(TextEncoding.utf8Mark.count) : head[...]
    let isCut = head.count == Self.looked
    switch kind {
    case .model: return (try? ModelFiles(path)) != nil
    case .vocabulary: return isVocabulary
    case .counts: return isCounts
    case .report: return isCorpus(in: .html, text, isCut: isCut)
    case .deadLetters: return DeadLetter.begins(head) || head.starts(with: [0x1F, 0x8B]) && path.hasSuffix(".gz")
    case .corpus(let format):
      // What is packed is known by its name.
      guard !head.starts(with: [0x1F, 0x8B]) else { return path.hasSuffix(".gz") && !hasOtherName(than: format) }
      return !isVocabulary && !isCounts && isCorpus(in: format, text, isCut: isCut)
    }
  }
}
