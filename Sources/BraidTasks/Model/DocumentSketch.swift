import BraidFiles
public import BraidText

/// Remembers documents well enough to say later how many of others are among them, in a few kilobytes.
///
/// It keeps the smallest hashes of the documents' words: of other documents, those whose hash is not larger than the largest
/// one kept are among the documents or not. Source: bottom-k sketches, Cohen & Kaplan 2007, section 2.
public struct DocumentSketch: Sendable, Equatable, Codable {
  /// Most hashes that are kept; of fewer documents it remembers all.
  private static let most = 256

  /// Documents that were remembered.
  public private(set) var documents: Int
  /// The smallest hashes, in hexadecimal, in order.
  private var hashes: [String]

  /// Remembers documents; nil when there are none.
  public init?(_ documents: [Document]) {
    guard !documents.isEmpty else { return nil }
    self.documents = documents.count
    let all = Set(documents.map(Self.hash)).sorted()
    isWhole = all.count <= Self.most
    hashes = all.prefix(Self.most).map { String($0, radix: 16) }
  }

  /// Whether every document is remembered.
  private var isWhole: Bool

  private static func hash(_ document: Document) -> UInt64 {
    var hash = StableHash()
    for index in document.tokens.indices { hash.add(document.word(index)) }
    if let second = document.second {
      hash.add("\u{0}")
      for word in second.words { hash.add(word) }
    }
    return SplitMix64.mix(hash.value)
  }

  /// About how many of some documents are among those remembered.
  public func count(among others: [Document]) -> Int {
    let known = Set(hashes.compactMap { UInt64($0, radix: 16) })
    guard let largest = known.max() else { return 0 }
    let looked = others.map(Self.hash).filter { isWhole || $0 <= largest }
    let found = looked.count(where: known.contains)
    guard !isWhole, !looked.isEmpty else { return found }
    return Int((Double(others.count) * Double(found) / Double(looked.count)).rounded())
  }
}
