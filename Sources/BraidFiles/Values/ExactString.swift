/// A string that is told apart by its UTF-8 bytes, as files tell strings apart.
///
/// `String` takes canonically equivalent strings for the same, such as é as one code point and as two. Labels, words, ids and
/// names of a corpus are not the same because they look alike.
public struct ExactString: Hashable, Sendable, Comparable {
  /// The string.
  public let string: String

  /// A string by its bytes.
  @inlinable
  public init(_ string: String) { self.string = string }

  /// Whether both have the same bytes.
  @inlinable
  public static func == (first: Self, second: Self) -> Bool {
    let (left, right) = (first.string.utf8, second.string.utf8)
    guard left.count == right.count else { return false }
    let isSame = left.withContiguousStorageIfAvailable { left in
      right.withContiguousStorageIfAvailable { left.elementsEqual($0) }
    }
    return isSame.flatMap { $0 } ?? left.elementsEqual(right)
  }

  /// The order of `String`; canonically equivalent strings by their bytes.
  public static func < (first: Self, second: Self) -> Bool {
    first.string == second.string
      ? first.string.utf8.lexicographicallyPrecedes(second.string.utf8) : first.string < second.string
  }

  /// Hashes the bytes.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}

extension String {
  /// Whether both strings have the same bytes; `==` takes canonically equivalent ones for the same.
  @inlinable
  package func isExactly(_ other: String) -> Bool { ExactString(self) == ExactString(other) }
}

extension String? {
  /// Whether both strings have the same bytes, or there are none.
  @inlinable
  package func isExactly(_ other: String?) -> Bool { map(ExactString.init) == other.map(ExactString.init) }
}

extension Sequence<String> {
  /// The strings in order, those that look alike too.
  package func sortedExactly() -> [String] { map(ExactString.init).sorted().map(\.string) }
}

extension [String] {
  /// Whether both have the same strings by their bytes.
  package func isExactly(_ other: [String]) -> Bool { elementsEqual(other) { $0.isExactly($1) } }
}

extension [String: String] {
  /// Whether both have the same values by their bytes.
  package func isExactly(_ other: [String: String]) -> Bool {
    count == other.count && allSatisfy { other[$0.key].isExactly($0.value) }
  }
}
