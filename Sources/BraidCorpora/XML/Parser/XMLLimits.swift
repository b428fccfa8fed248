/// What an XML file may ask of the parser; a file that asks for more is refused.
///
/// XML is untrusted: without limits a file of 200 KB can deliver gigabytes, or keep the parser busy for ever.
package struct XMLLimits: Sendable, Equatable {
  /// Elements inside each other.
  package var depth: Int
  /// Entities declared.
  package var entities: Int
  /// Bytes that may be delivered for each byte read, entities expanded.
  package var amplification: Int
  /// Bytes that may be delivered whatever was read.
  package var amplificationFloor: Int
  /// Bytes that may be read without anything coming out: one tag, one comment, one declaration.
  package var silence: Int
  /// Bytes of one element name.
  package var nameLength: Int
  /// Different element names in one file.
  package var names: Int

  /// The limits that every reader uses.
  package init(
    depth: Int = 256, entities: Int = 4096, amplification: Int = 8, amplificationFloor: Int = 8 << 20,
    silence: Int = 256 << 10, nameLength: Int = 1024, names: Int = 65536
  ) {
    self.depth = depth
    self.entities = entities
    self.amplification = amplification
    self.amplificationFloor = amplificationFloor
    self.silence = silence
    self.nameLength = nameLength
    self.names = names
  }
}
