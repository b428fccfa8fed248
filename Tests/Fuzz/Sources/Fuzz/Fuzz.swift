import Foundation

/// What libFuzzer calls with one input: the parser that the environment names in `BRAID_FUZZ` gets it.
///
/// It may refuse the input with an error of its module; what it gives must hold together. Anything else stops the
/// process.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Data(UnsafeBufferPointer(start: bytes, count: count))
  // The first byte chooses among the options, so that every input has its own.
  // One thread only, the fuzzer's.
  do { try parser.take(input, choice: input.first ?? 0) } catch { fatalError("\(error)") }
  return 0
}

nonisolated(unsafe) private let parser: Parser = {
  let name = ProcessInfo.processInfo.environment["BRAID_FUZZ"] ?? ""
  guard let parser = Parser(name) else { fatalError("BRAID_FUZZ=\(name): no such parser") }
  return parser
}()
