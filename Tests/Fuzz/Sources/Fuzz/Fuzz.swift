import Foundation

/// What libFuzzer calls with one input: the parser that the environment names in `BRAID_FUZZ` gets it.
///
/// It may refuse the input with an error of its room; what it gives must hold together. Anything else stops the process.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target.run(Data(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

private let target: Target = {
  let name = ProcessInfo.processInfo.environment["BRAID_FUZZ"] ?? ""
  guard let target = Target(name) else { fatalError("BRAID_FUZZ=\(name): no such parser") }
  return target
}()
