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

  /// The endings of the files that a document has in a folder, in formats with files for each, the one last by which a file is
  /// known to be of the format; nil for other kinds.
  private var documentEndings: [String]? {
    switch kind {
    case .corpus(.aligned): []
    case .corpus(.brat): [".txt", ".ann"]
    case .corpus(.webanno): [".tsv"]
    case .corpus(.xmi): [".xmi"]
    default: nil
    }
  }

  /// The file of another kind that is in its place, or, where documents have files of their own, in the folder that is; nil when
  /// there is none. An empty file and a stream are of every kind.
  package var replaced: String? {
    if FileSystem.isStream(path) { return nil }
    if FileList.isFolder(path) {
      guard let ending = documentEndings?.last else { return nil }
      // Those of brat may be in folders below.
      let files = FileList.contents(of: path) { $0.hasSuffix(ending) && (ending == ".ann" || !$0.contains("/")) }
      return files?.first { WrittenFile($0, kind).replaced != nil }
    }
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: Self.looked),
      !data.isEmpty, !isSame(Array(data))
    else { return nil }
    return path
  }

  /// Whether a folder stands where a file is to be written.
  package var isFolder: Bool {
    documentEndings == nil && !FileSystem.isStream(path) && FileList.isFolder(path)
  }

  /// What may be called so once it is written: the file, or, where documents have files of their own, one of these in it.
  package var names: [String] {
    if case .corpus(.aligned) = kind { return [path, "\(path)/seq.in"] }
    return [path] + (documentEndings ?? []).map { "\(path)/document\($0)" }
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
