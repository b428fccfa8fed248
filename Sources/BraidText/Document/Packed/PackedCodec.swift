import BraidFiles

/// How the values of a layer are written as numbers, each after the one before.
package protocol PackedCodec {
  /// A value.
  associatedtype Element: Sendable
  /// Writes a value.
  static func write(_ element: Element, to writer: inout PackedWriter)
  /// Reads what `write` wrote.
  static func read(_ reader: inout PackedReader) -> Element
}

/// Writes parts of values as numbers.
package struct PackedWriter: Sendable {
  private(set) var numbers = PackedNumbers()
  private(set) var names: [String] = []
  private var ids: [ExactString: Int] = [:]
  private var place = 0

  /// Millionths of 1 below which a probability lies, which is told to six places.
  static let millionths = 1_000_000

  mutating func number(_ number: Int) { numbers.append(UInt64(number)) }

  /// A number that may be below zero, in few bytes when it is near zero.
  mutating func signed(_ number: Int) { numbers.append(UInt64(bitPattern: Int64(number << 1 ^ number >> 63))) }

  /// A token, by its distance from the one written before.
  mutating func place(_ token: Int) {
    signed(token - place)
    place = token
  }

  /// A name of which there are few, by its number; nil has one, too.
  mutating func name(_ name: String?) {
    guard let name else { return number(0) }
    let exact = ExactString(name)
    if let id = ids[exact] { return number(id) }
    names.append(name)
    ids[exact] = names.count
    number(names.count)
  }

  /// A probability as the millionths that it lacks of 1, so that sure ones are short; any other number by its bits.
  mutating func score(_ score: Double?) {
    guard let score else { return number(0) }
    let value = (score * 1e6).rounded()
    if value >= 0, value <= 1e6, (Double(Int(value)) / 1e6).bitPattern == score.bitPattern {
      number(1 + Self.millionths - Int(value))
    } else {
      number(2 + Self.millionths)
      numbers.append(score.bitPattern)
    }
  }
}

/// Reads what a `PackedWriter` wrote.
package struct PackedReader {
  private var numbers: PackedNumbers.Reader
  private let names: [String]
  private var place = 0

  init(_ numbers: PackedNumbers, names: [String]) {
    self.numbers = PackedNumbers.Reader(numbers)
    self.names = names
  }

  mutating func number() -> Int { Int(numbers.next()) }

  mutating func signed() -> Int {
    let number = Int64(bitPattern: numbers.next())
    return Int(number >> 1 & .max ^ -(number & 1))
  }

  mutating func token() -> Int {
    place += signed()
    return place
  }

  mutating func name() -> String? {
    let id = number()
    return id == 0 ? nil : names[id - 1]
  }

  mutating func score() -> Double? {
    switch number() {
    case 0: nil
    case 2 + PackedWriter.millionths: Double(bitPattern: numbers.next())
    case let lacking: Double(1 + PackedWriter.millionths - lacking) / 1e6
    }
  }
}

/// Tags, nil where one is missing.
package enum TagCodec: PackedCodec {
  package static func write(_ tag: String?, to writer: inout PackedWriter) { writer.name(tag) }
  package static func read(_ reader: inout PackedReader) -> String? { reader.name() }
}

/// Probabilities of tags, nil where one is missing.
package enum ScoreCodec: PackedCodec {
  package static func write(_ score: Double?, to writer: inout PackedWriter) { writer.score(score) }
  package static func read(_ reader: inout PackedReader) -> Double? { reader.score() }
}

/// Labelled spans.
package enum SpanCodec: PackedCodec {
  package static func write(_ span: LabeledSpan, to writer: inout PackedWriter) {
    writer.place(span.tokens.lowerBound)
    writer.number(span.tokens.count)
    writer.name(span.label)
    writer.score(span.score)
  }

  package static func read(_ reader: inout PackedReader) -> LabeledSpan {
    let first = reader.token()
    let tokens = first..<first + reader.number()
    return LabeledSpan(tokens, label: reader.name() ?? "", score: reader.score())
  }
}

/// Frames.
package enum FrameCodec: PackedCodec {
  package static func write(_ frame: Frame, to writer: inout PackedWriter) {
    writer.place(frame.predicate)
    writer.number(frame.arguments.count << 1 | (frame.extent == nil ? 0 : 1))
    if let extent = frame.extent {
      writer.signed(extent.lowerBound - frame.predicate)
      writer.number(extent.count)
    }
    writer.name(frame.sense)
    writer.score(frame.senseScore)
    writer.score(frame.score)
    for argument in frame.arguments {
      writer.name(argument.role)
      writer.signed(argument.tokens.lowerBound - frame.predicate)
      writer.number(argument.tokens.count)
      writer.score(argument.score)
    }
  }

  package static func read(_ reader: inout PackedReader) -> Frame {
    let predicate = reader.token()
    func range(_ reader: inout PackedReader) -> Range<Int> {
      let first = predicate + reader.signed()
      return first..<first + reader.number()
    }
    let counts = reader.number()
    let extent = counts & 1 == 0 ? nil : range(&reader)
    var frame = Frame(predicate: predicate, sense: reader.name())
    frame.extent = extent
    frame.senseScore = reader.score()
    frame.score = reader.score()
    frame.arguments.reserveCapacity(counts >> 1)
    for _ in 0..<counts >> 1 {
      let role = reader.name() ?? ""
      frame.arguments.append(Argument(role: role, tokens: range(&reader), score: reader.score()))
    }
    return frame
  }
}
