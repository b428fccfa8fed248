import BraidFiles
import BraidTensors
package import BraidText

/// Development documents cut at random into two halves, so that what is chosen on one half is scored on the other.
///
/// Which half a document is in depends on the corpus's name and the number of documents only: one task and many, and any
/// seed of a training, are scored on the same documents. Source: cross-fitting, Stone 1974, section 1.
package struct DocumentFolds: Sendable, Equatable {
  /// Number of halves.
  package static let count = 2

  /// For each document its half, in `0..<count`.
  package let folds: [Int]

  /// The halves of a corpus.
  ///
  /// - Parameters:
  ///   - documents: number of documents.
  ///   - corpus: the corpus's name.
  package init(_ documents: Int, of corpus: String) {
    var order = Array(0..<documents)
    var stream = Random(seed: 0).stream("folds \(corpus)")
    stream.shuffle(&order)
    var folds = [Int](repeating: 0, count: documents)
    for (place, document) in order.enumerated() { folds[document] = place % Self.count }
    self.folds = folds
  }

  /// The half that is scored when `fold` was chosen on.
  package static func other(_ fold: Int) -> Int { 1 - fold }

  /// Positions of the documents of a half, in order.
  package func positions(_ fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }

  /// Those of `documents` that are in a half.
  package func documents(_ fold: Int, of documents: [Document]) -> [Document] {
    positions(fold).map { documents[$0] }
  }
}
