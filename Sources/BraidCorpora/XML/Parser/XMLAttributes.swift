import BraidFiles

/// The attributes of one element, alive during the event that brings them.
///
/// The layout is libxml2's: five pointers an attribute, which are local name, prefix or nil, namespace or nil, first byte
/// of the value and the byte after its last.
package struct XMLAttributes {
  /// A NUL-terminated name or a place in a value.
  package typealias Pointer = UnsafePointer<UInt8>?

  private let base: UnsafePointer<Pointer>?
  /// How many there are.
  package let count: Int

  /// Attributes in libxml2's layout.
  package init(base: UnsafePointer<Pointer>?, count: Int) {
    self.base = base
    self.count = base == nil ? 0 : count
  }

  /// The local name, prefix and value of the attribute at `index`.
  package subscript(index: Int) -> (name: String, prefix: String?, value: Bytes) {
    (Self.string(pointer(index, 0)) ?? "", Self.string(pointer(index, 1)), value(index))
  }

  /// The value of the attribute `name` that has no prefix.
  package subscript(name: StaticString) -> String? {
    for index in 0..<count where pointer(index, 1) == nil && equal(pointer(index, 0), name) {
      return value(index).string
    }
    return nil
  }

  /// The value of the attribute `xml:name`.
  package subscript(xml name: StaticString) -> String? {
    for index in 0..<count where equal(pointer(index, 1), "xml") && equal(pointer(index, 0), name) {
      return value(index).string
    }
    return nil
  }

  /// The value of the attribute with a qualified name that is only known at run time, such as `xml:id` or `stars`.
  package func value(named name: String) -> String? {
    for index in 0..<count {
      let (local, prefix, value) = self[index]
      if prefix == nil ? local == name : "\(prefix ?? ""):\(local)" == name { return value.string }
    }
    return nil
  }

  /// UTF-8 bytes of all values.
  package var bytes: Int { (0..<count).reduce(0) { $0 + value($1).count } }

  private func pointer(_ index: Int, _ part: Int) -> Pointer { base?[5 * index + part] }

  private func value(_ index: Int) -> Bytes {
    guard let start = pointer(index, 3), let end = pointer(index, 4) else { return Bytes(start: nil, count: 0) }
    return Bytes(start: start, count: end - start)
  }

  private static func string(_ pointer: Pointer) -> String? { pointer.map { String(cString: $0) } }

  private func equal(_ pointer: Pointer, _ literal: StaticString) -> Bool {
    guard let pointer else { return false }
    for index in 0..<literal.utf8CodeUnitCount where pointer[index] != literal.utf8Start[index] { return false }
    return pointer[literal.utf8CodeUnitCount] == 0
  }
}
