public import BraidTasks
import Foundation

/// Training examples as numbers in one block of memory, which a file on disk may stand for.
///
/// All numbers are 32-bit integers as the processor has them: a header, the examples one after the other, then the place of each
/// example in the block. An example is its numbers of tokens, sentences, forms, hashes, tasks and tokens of a second text, then tokens' words, forms and
/// hashes, the lengths of its sentences, and for each task the length of its target, -1 when there is none, and the target.
public struct EncodedExamples: RandomAccessCollection, Sendable {
  /// `BREX`, and the version of the layout.
  static let magic: [Int32] = [0x5845_5242, 3]
  /// Numbers in the header: magic, version, number of examples, place of the table in two halves.
  static let headerCount = 5

  private let bytes: Data
  /// Examples in the block.
  private let total: Int
  /// Where the table of places starts, in numbers.
  private let table: Int
  /// The examples of the block that are given out; nil for all.
  private var positions: [Int]?
  /// For each target that is given out its place among those of the block, nil for one that is missing; nil for all as
  /// they stand.
  private var chosen: [Int?]?
  /// What the tokens of the block's examples are given beside their words; nil for nothing.
  private var vectors: GivenVectors?

  /// Maps a file that an `ExampleWriter` wrote into memory.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be read or is not such a file.
  public init(contentsOf path: String) throws(TrainingError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw .badExamples(path: path, reason: error.localizedDescription)
    }
    guard let examples = EncodedExamples(data), examples.isWhole else {
      throw .badExamples(path: path, reason: "not a file of examples")
    }
    self = examples
  }

  /// The same with what their tokens are given, of a file that a `VectorWriter` wrote.
  ///
  /// - Throws: `TrainingError.badExamples` when it can't be read or is not such a file for these examples.
  public func with(vectors path: String) throws(TrainingError) -> EncodedExamples {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw .badExamples(path: path, reason: error.localizedDescription)
    }
    guard let vectors = GivenVectors(data, lengths: blockLengths) else {
      throw .badExamples(path: path, reason: "not a file of these examples' vectors")
    }
    var examples = self
    examples.vectors = vectors
    return examples
  }

  /// The same whose tokens are given zeros: enough to know what they need and what shapes come of them.
  public func with(zeros width: Int) -> EncodedExamples {
    var examples = self
    examples.vectors = GivenVectors(zeros: width, lengths: blockLengths)
    return examples
  }

  /// The same in memory.
  public init(_ examples: some Sequence<Example>) {
    let examples = Array(examples)
    var block = ExampleBlock()
    var numbers = block.header
    for example in examples { numbers += block.add(example) }
    numbers += block.table
    numbers.replaceSubrange(0..<Self.headerCount, with: block.header)
    let data = numbers.withUnsafeBytes { Data($0) }
    guard let encoded = EncodedExamples(data) else { preconditionFailure("a block of \(data.count) bytes is none") }
    self = encoded
    vectors = GivenVectors(examples.map(\.vectors))
  }

  private init?(_ bytes: Data) {
    self.bytes = bytes
    guard bytes.count >= Self.headerCount * 4, bytes.count.isMultiple(of: 4) else { return nil }
    let header = (0..<Self.headerCount).map { index in Self.number(bytes, index) }
    guard header.starts(with: Self.magic), header[2] >= 0 else { return nil }
    total = Int(header[2])
    table = Int(UInt32(bitPattern: header[3])) | Int(header[4]) << 32
    guard Self.headerCount...bytes.count / 4 ~= table, 2 * total == bytes.count / 4 - table else { return nil }
  }

  /// Whether every example lies within the block, which a file from a disk may be wrong about.
  private var isWhole: Bool {
    (0..<total).allSatisfy { index in
      var next = place(index)
      guard Self.headerCount...table ~= next else { return false }
      func take() -> Int? {
        guard next < table else { return nil }
        defer { next += 1 }
        return Int(Self.number(bytes, next))
      }
      func skip(_ count: Int) -> Bool {
        guard 0...table - next ~= count else { return false }
        next += count
        return true
      }
      guard let tokens = take(), let sentences = take(), let forms = take(), let hashes = take(), let tasks = take(),
        take() != nil, tasks >= 0, skip(tokens), skip(forms), skip(hashes), skip(sentences)
      else { return false }
      return (0..<tasks).allSatisfy { _ in
        guard let length = take() else { return false }
        return length == -1 || skip(length)
      }
    }
  }

  private static func number(_ bytes: Data, _ index: Int) -> Int32 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self) }
  }

  /// The same examples with other targets: those at the given places, in this order; examples that have none of them are
  /// left out.
  func choosing(_ targets: [Int?]) -> EncodedExamples {
    var examples = self
    examples.positions = nil
    examples.chosen = targets
    examples.positions = examples.indices.filter { index in examples[index].targets.contains { $0 != nil } }
    return examples
  }

  /// 0.
  public var startIndex: Int { 0 }
  /// The number of examples.
  public var endIndex: Int { positions?.count ?? total }

  /// Tokens of each example.
  public var lengths: [Int] { indices.map { Int(Self.number(bytes, place(block($0)))) } }

  /// The same for all examples of the block.
  private var blockLengths: [Int] { (0..<total).map { Int(Self.number(bytes, place($0))) } }

  /// The number in the block of the example at a position.
  private func block(_ position: Int) -> Int {
    precondition(indices.contains(position), "example \(position) of \(endIndex)")
    return positions?[position] ?? position
  }

  /// The place of an example of the block, in numbers.
  private func place(_ index: Int) -> Int {
    let low = Self.number(bytes, table + 2 * index)
    return Int(UInt32(bitPattern: low)) | Int(Self.number(bytes, table + 2 * index + 1)) << 32
  }

  /// The example at a position.
  public subscript(position: Int) -> Example {
    let number = block(position)
    let start = place(number)
    return bytes.withUnsafeBytes { bytes in
      var next = start
      func take() -> Int32 {
        defer { next += 1 }
        return bytes.loadUnaligned(fromByteOffset: 4 * next, as: Int32.self)
      }
      func take(_ count: Int32) -> [Int32] {
        defer { next += Int(count) }
        return [Int32](unsafeUninitializedCapacity: Int(count)) { numbers, initialized in
          let range = 4 * next..<4 * (next + Int(count))
          UnsafeMutableRawBufferPointer(numbers).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
          initialized = Int(count)
        }
      }
      let (tokens, sentences, forms, hashes, tasks, second) = (take(), take(), take(), take(), take(), take())
      var example = Example(
        words: take(tokens), forms: take(forms), hashes: take(hashes), sentences: take(sentences).map(Int.init))
      example.second = Int(second)
      example.vectors = vectors?[number]
      example.targets = (0..<tasks).map { _ in
        let length = take()
        return length < 0 ? nil : take(length)
      }
      if let chosen { example.targets = chosen.map { place in place.flatMap { example.targets[$0] } } }
      return example
    }
  }
}

/// The numbers of examples, and where each begins.
struct ExampleBlock {
  private var places: [Int] = []
  private var next = EncodedExamples.headerCount

  /// The header of what was added so far.
  var header: [Int32] {
    EncodedExamples.magic + [Int32(places.count)] + Self.halves(next)
  }

  /// The place of each example.
  var table: [Int32] { places.flatMap(Self.halves) }

  private static func halves(_ place: Int) -> [Int32] {
    [Int32(truncatingIfNeeded: place), Int32(place >> 32)]
  }

  /// Adds an example.
  ///
  /// - Returns: its numbers.
  mutating func add(_ example: Example) -> [Int32] {
    places.append(next)
    var numbers = [
      example.words.count, example.sentences.count, example.forms.count, example.hashes.count, example.targets.count,
      example.second,
    ].map { Int32($0) }
    numbers += example.words
    numbers += example.forms
    numbers += example.hashes
    numbers += example.sentences.map { Int32($0) }
    for target in example.targets {
      numbers.append(target.map { Int32($0.count) } ?? -1)
      numbers += target ?? []
    }
    next += numbers.count
    return numbers
  }
}
