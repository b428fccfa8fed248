import CKernels
import Testing

@Suite struct HashKernelTests {
  @Test(arguments: [0, 1, 2, 7, 64])
  func `SHA-256 with the processor's instructions is that of plain C`(count: Int) {
    let blocks = (0..<count * 64).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let start: [UInt32] = [1, 2, 3, 0x8000_0000, 5, 0xFFFF_FFFF, 7, 8]
    var (fast, plain) = (start, start)
    bk_sha256(&fast, blocks, count)
    bk_sha256_portable(&plain, blocks, count)
    #expect(fast == plain)
    #expect((fast == start) == (count == 0))
  }
}
