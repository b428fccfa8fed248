import Synchronization

/// The values of a long document's layer in few bytes each, which become an array when they are asked for.
package final class PackedValues<Codec: PackedCodec>: Sendable {
  private let numbers: PackedNumbers
  private let names: [String]
  /// How many values there are.
  package let count: Int
  private let made = Mutex<[Codec.Element]?>(nil)

  fileprivate init(_ writer: PackedWriter, count: Int) {
    numbers = writer.numbers
    names = writer.names
    self.count = count
  }

  /// Packs values.
  package convenience init(_ values: some Sequence<Codec.Element>) {
    var builder = PackedValuesBuilder<Codec>()
    for value in values { builder.append(value) }
    self.init(builder.writer, count: builder.count)
  }

  /// The values; the array is kept, for those who ask for one value after the other.
  package var values: [Codec.Element] {
    made.withLock { made in
      if let made { return made }
      let values = unpacked()
      made = values
      return values
    }
  }

  /// The values in an array of the caller's own.
  package func unpacked() -> [Codec.Element] {
    var values: [Codec.Element] = []
    values.reserveCapacity(count)
    forEach { values.append($0) }
    return values
  }

  /// Gives each value to `body`, in order, without an array of them.
  package func forEach(_ body: (Codec.Element) -> Void) {
    var reader = PackedReader(numbers, names: names)
    for _ in 0..<count { body(Codec.read(&reader)) }
  }

  /// Bytes that the values take, without their names.
  package var byteCount: Int { numbers.byteCount }
}

/// Packs values one after the other.
package struct PackedValuesBuilder<Codec: PackedCodec>: Sendable {
  fileprivate var writer = PackedWriter()
  /// How many values there are.
  package private(set) var count = 0

  /// No values yet.
  package init() {}

  /// Adds a value.
  package mutating func append(_ value: Codec.Element) {
    Codec.write(value, to: &writer)
    count += 1
  }

  /// The values.
  package var values: PackedValues<Codec> { PackedValues(writer, count: count) }
}
