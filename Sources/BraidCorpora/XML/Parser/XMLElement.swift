/// The start of an element, alive during the event that brings it.
package struct XMLElement {
  /// Index of the local name among the handler's `elementNames`; -1 for any other.
  package let id: Int
  /// The element's attributes; those that only a DTD gives are not among them.
  package let attributes: XMLAttributes
  private let local: UnsafePointer<UInt8>
  private let prefixStart: UnsafePointer<UInt8>?
  private let namespaceStart: UnsafePointer<UInt8>?

  /// An element from NUL-terminated names.
  package init(
    id: Int, local: UnsafePointer<UInt8>, prefix: UnsafePointer<UInt8>?, namespace: UnsafePointer<UInt8>?,
    attributes: XMLAttributes
  ) {
    self.id = id
    self.local = local
    prefixStart = prefix
    namespaceStart = namespace
    self.attributes = attributes
  }

  /// The name without its prefix.
  package var name: String { String(cString: local) }

  /// The prefix; nil without.
  package var prefix: String? { prefixStart.map { String(cString: $0) } }

  /// The namespace; nil without one and from a parser that does not resolve namespaces.
  package var namespace: String? { namespaceStart.map { String(cString: $0) } }
}
