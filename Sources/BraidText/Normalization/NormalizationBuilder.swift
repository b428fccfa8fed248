/// Collects changed text and its alignment while a step walks over its input from left to right.
struct NormalizationBuilder {
  private(set) var bytes: [UInt8] = []
  private var edits: [TextAlignment.Edit] = []
  private let input: UnsafeBufferPointer<UInt8>

  init(_ input: UnsafeBufferPointer<UInt8>) {
    self.input = input
    bytes.reserveCapacity(input.count)
  }

  /// The alignment from the input so far.
  var alignment: TextAlignment { TextAlignment(edits: edits) }

  /// Whether anything differs from the input.
  var changed = false

  /// Takes over bytes as they are.
  mutating func copy(_ range: Range<Int>) {
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[range]))
  }

  /// Puts other bytes in the place of `range`.
  ///
  /// - Parameters:
  ///   - range: What is replaced.
  ///   - new: What takes its place.
  ///   - oneCharacter: Whether both are one character, which needs no entry when the lengths are equal.
  mutating func replace(_ range: Range<Int>, with new: some Collection<UInt8>, oneCharacter: Bool = false) {
    if new.elementsEqual(input[range]) {
      copy(range)
      return
    }
    changed = true
    let start = bytes.count
    bytes.append(contentsOf: new)
    if oneCharacter && new.count == range.count { return }
    edits.append(TextAlignment.Edit(original: range, changed: start..<bytes.count))
  }
}
