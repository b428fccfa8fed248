import Testing

import BraidFiles

@Suite struct SHA256Tests {
  /// Examples of FIPS 180-2, appendix B, and of the NIST test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func `hashes are those of the standard`(text: String, hash: String) {
    #expect(SHA256.hexadecimal(text) == hash)
  }

  @Test func `pieces of any size give the same hash`() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var whole = SHA256()
    bytes.withUnsafeBytes { whole.update($0) }
    for size in [1, 3, 55, 56, 63, 64, 65, 200] {
      var parts = SHA256()
      for start in stride(from: 0, to: bytes.count, by: size) {
        bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { parts.update($0) }
      }
      #expect(parts.hexadecimal() == whole.hexadecimal())
    }
  }
}
