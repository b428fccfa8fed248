import BraidTestSupport
import Foundation
import Testing

/// With an ICU whose compiled rules are not to be had, which a library before the real one plays.
@Suite(.enabled(if: OtherICU.library != nil, "needs Linux, a C compiler and the headers of ICU"))
struct SlowSegmentationTests {
  private var note: Regex<Substring> {
    /segmentation is slower than usual: the break rules of ICU [0-9.]+ have an unknown layout; the results are the same\n/
  }

  private func run(_ line: String) throws -> Program.Outcome {
    try Program.shell(
      line, in: Program.root, environment: ["LD_PRELOAD": OtherICU.library ?? "", "LC_ALL": "C.UTF-8"])
  }

  @Test(arguments: [
    "braid tokenize corpora/inbox/*.txt --threads 2",
    "braid vocab corpora/reviews/dev.tsv --coverage corpora/reviews/test.tsv",
  ])
  func `commands that segment say once that they are slower`(line: String) throws {
    let outcome = try run(line)
    #expect(outcome.status == 0)
    #expect(outcome.messages.matches(of: note).count == 1, "\(outcome.messages)")
    #expect(!outcome.output.contains("slower"))
  }

  @Test func `the tokens are the same`() throws {
    let line = "braid tokenize corpora/inbox/*.txt --quiet"
    let slow = try run(line)
    #expect(slow.messages.isEmpty)
    #expect(try slow.output == Program.shell(line, in: Program.root).output)
  }

  @Test(arguments: ["braid stats corpora/tagged/dev.conllu", "braid config pipelines/quickstart.yaml", "braid --help"])
  func `commands that do not segment say nothing of it`(line: String) throws {
    #expect(try !run(line).messages.contains("slower"))
  }

  @Test func `the version says whether the fast path is on`() throws {
    #expect(try run("braid --version").output.contains("fast path of segmentation: off, as the break rules"))
    let usual = try Program.run(["--version"])
    #expect(usual.output.contains("fast path of segmentation: on\n"))
    let lines = usual.output.split(separator: "\n")
    #expect(lines.first == "braid 0.1.0")
    for part in ["Swift: 6.", "ICU: ", "libxml2: 2.", "zlib: 1.", "kernels: ", "Open MPI: "] {
      #expect(lines.contains { $0.hasPrefix("  " + part) }, "\(usual.output)")
    }
    #expect(usual.output.contains(/ICU: [0-9]+\.[0-9]+, Unicode [0-9]+/))
    #expect(usual.output.contains(/kernels: (avx512|avx2|neon|portable)\n/))
  }
}

/// A library that stands before ICU and keeps its compiled rules to itself.
enum OtherICU {
  /// The library's path; nil where it cannot be made.
  static let library: String? = {
    #if os(Linux)
      let code = """
        #include <unicode/ubrk.h>
        int32_t ubrk_getBinaryRules(UBreakIterator *iterator, uint8_t *rules, int32_t capacity, UErrorCode *status) {
          *status = U_UNSUPPORTED_ERROR;
          return 0;
        }
        """
      guard let folder, Program.path != nil, (try? folder.file("icu.c", code)) != nil else { return nil }
      let made = try? Program.shell(
        "$(command -v cc || command -v clang) -shared -fPIC icu.c -o icu.so", in: folder.folder)
      return made?.status == 0 ? folder.path("icu.so") : nil
    #else
      return nil
    #endif
  }()

  private static let folder = try? Scratch().lasting()
}
