import BraidLayers
import BraidTensors
import BraidText
import BraidVocabularies

/// What the encoder makes of each distinct word before it reads sentences, kept from batch to batch.
///
/// A word's record is its features and, for an encoder that reads nothing else, their products with the input weights of the
/// first LSTM layer, so that a word that comes again is not looked up, spelled out and multiplied again; the numbers are the same to the bit. The table is
/// filled as words come; those that come when it is full are made again for each batch. It belongs to one thread at a time.
final class WordTable {
  /// Most bytes of the records that are kept.
  static let mostBytes = 2 << 20
  /// Records allocated at once.
  private static let block = 64

  private let features: FeatureExtractor
  private let encoder: SharedEncoder
  private let hashes: Bool
  private let readsPairs: Bool
  /// Most words that are kept.
  private let capacity: Int
  private var kept = ByteTable()
  private var keptHashes: [Int32] = []
  private var keptIDs: [Int32] = []
  private var blocks: [UnsafeMutablePointer<Float>] = []
  /// Words of the present batch that are not kept, because the table is full.
  private var passing = ByteTable()
  private var passingHashes: [Int32] = []
  private var passingIDs: [Int32] = []
  /// The words of the present batch that have no record yet: word ids, rows of `forms`, and where their records belong.
  private var words: [Int32] = []
  private var rows: [Int32] = []
  private var places: [Int32] = []
  private var forms = FormTable()

  /// A table for a model's encoder.
  ///
  /// `hashes`: whether examples have the hashes of their words; `readsPairs`: whether the second text of a pair is read.
  init(_ features: FeatureExtractor, _ encoder: SharedEncoder, hashes: Bool, readsPairs: Bool, mostBytes: Int) {
    self.features = features
    self.encoder = encoder
    self.hashes = hashes
    self.readsPairs = readsPairs
    capacity = mostBytes / (encoder.recordWidth * MemoryLayout<Float>.stride)
  }

  deinit { for block in blocks { block.deallocate() } }

  /// Forgets everything, for other weights.
  func clear() {
    kept.removeAll()
    keptHashes.removeAll()
    keptIDs.removeAll()
  }

  /// The documents of a batch as examples, whose words are numbered by this table, without targets; nil for one without
  /// tokens.
  func examples(_ documents: [Document]) -> [Example?] {
    passing.removeAll()
    passingHashes.removeAll(keepingCapacity: true)
    passingIDs.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    forms = FormTable()
    return documents.map(example)
  }

  private func example(_ document: Document) -> Example? {
    guard !document.tokens.isEmpty else { return nil }
    var example = Example(words: [], sentences: document.encodedSentences.map(\.count))
    example.words.reserveCapacity(document.tokens.count)
    let forms = document.tags["form"]
    document.text.withBytes { text in
      for index in document.tokens.indices {
        let bytes = UnsafeBufferPointer(rebasing: text[document.tokens[index].range])
        let id =
          if features.lowercase, bytes.first == 0xCE, bytes.count > 1, bytes[1] == 0xA3 {
            // A capital sigma is looked at in its text.
            features.form(document, index).withBytes { number(of: $0) { features.form(document, index) } }
          } else if let forms, index < forms.count, let form = forms[index] {
            form.withBytes { number(of: $0) { document.form(index) } }
          } else {
            number(of: bytes) { document.form(index) }
          }
        add(id, to: &example)
      }
    }
    guard readsPairs, let second = document.second?.words else { return example }
    for word in second {
      var bytes = word
      add(bytes.withUTF8 { number(of: $0) { word } }, to: &example)
    }
    example.addSecond(second.count)
    return example
  }

  private func add(_ number: Int32, to example: inout Example) {
    example.words.append(number)
    guard hashes else { return }
    example.hashes.append(Int(number) < capacity ? keptHashes[Int(number)] : passingHashes[Int(number) - capacity])
  }

  /// The number of the word that is written `form`; `text` makes the same as a string.
  @inline(__always)
  private func number(of form: UnsafeBufferPointer<UInt8>, _ text: () -> String) -> Int32 {
    if let number = kept.index(of: form) { return Int32(number) }
    let isKept = kept.count < capacity
    let known = isKept ? kept.count : passing.count
    let number = isKept ? kept.insert(form) : passing.insert(form)
    if number == known { add(text(), isKept ? number : capacity + number) }
    return Int32(isKept ? number : capacity + number)
  }

  /// Takes down a word that has no record.
  private func add(_ form: String, _ number: Int) {
    let id = features.id(of: form)
    words.append(id)
    if number < capacity { keptIDs.append(id) } else { passingIDs.append(id) }
    if let characters = features.characters {
      rows.append(forms.row(of: form.utf8) { features.characterIDs(form, characters) })
    }
    places.append(Int32(number))
    guard hashes else { return }
    let hash = features.hash(of: form)
    if number < capacity { keptHashes.append(hash) } else { passingHashes.append(hash) }
  }

  /// The records of the words of a batch of the examples given last, one a row.
  func records(_ tape: Tape, _ batch: PackedBatch) -> WordRecords {
    let width = encoder.recordWidth
    // Those that are not kept lie in the tape's memory until the end of the batch.
    let others = tape.allocate(passing.count * width)
    for first in stride(from: 0, to: words.count, by: Self.block) {
      let some = first..<min(words.count, first + Self.block)
      tape.temporarily {
        let made = tape.allocate(some.count * width)
        let forms = features.characters == nil ? nil : PackedForms(Array(rows[some]), table: forms)
        encoder.makeRecords(tape, words: Array(words[some]), forms: forms, into: made)
        for index in some {
          let number = Int(places[index])
          let target = number < capacity ? record(number) : others + (number - capacity) * width
          target.update(from: made + (index - first) * width, count: width)
        }
      }
    }
    return WordRecords(
      inputs: encoder.wordWidth,
      rows: batch.words.map { number in
        UnsafePointer(Int(number) < capacity ? record(Int(number)) : others + (Int(number) - capacity) * width)
      })
  }

  /// The batch with the vocabulary's ids in the place of this table's numbers.
  func withVocabularyIDs(_ batch: PackedBatch) -> PackedBatch {
    batch.renamed { Int($0) < capacity ? keptIDs[Int($0)] : passingIDs[Int($0) - capacity] }
  }

  /// The place of a record that is kept.
  private func record(_ number: Int) -> UnsafeMutablePointer<Float> {
    while blocks.count * Self.block <= number {
      blocks.append(.allocate(capacity: Self.block * encoder.recordWidth))
    }
    return blocks[number / Self.block] + number % Self.block * encoder.recordWidth
  }
}

/// The records of a batch's words, one a row of its packing: features, then products of the first layer.
struct WordRecords {
  /// Floats of the features.
  let inputs: Int
  let rows: [UnsafePointer<Float>]

  /// The features, `[N, inputs]`.
  func features(_ tape: Tape) -> Tensor {
    let tensor = tape.make(rows.count, inputs, needsGradient: false)
    for (row, record) in rows.enumerated() {
      (tensor.values + row * inputs).update(from: record, count: inputs)
    }
    return tensor
  }

  /// The products of the first layer.
  var products: [UnsafePointer<Float>] { rows.map { $0 + inputs } }
}
