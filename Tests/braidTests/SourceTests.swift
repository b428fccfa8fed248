import BraidTestSupport
import Foundation
import Testing

/// Files are small and need each other in one direction.
struct SourceTests {
  @Test func `the scanner sees types and words, and what a text interpolates`() {
    let text = ##"""
      import A
      // struct InComment
      /* class In /* Two */ Comments */
      public final class Outer {
        struct Inner { let text = "Said \(Used("\(Deep.value)")) \" Still" }
        let raw = #"Raw \(no) \#(Raw.yes) ""#
        let pattern = #/"Pattern/#
        let lines = """
          Line "quoted" \(Line.yes)
          """
      }
      @main enum Main: Proto {}
      extension Other {}
      private struct Hidden {}
      """##
    let file = SourceGraph.File(path: "M/f.swift", text: text)
    #expect(file.types == ["Outer", "Main"])
    for word in ["Used", "Deep", "Inner", "Proto", "Other", "Line"] { #expect(file.words.contains(word), "\(word)") }
    for word in ["InComment", "Two", "Comments", "Said", "Still", "Pattern", "quoted", "no"] {
      #expect(!file.words.contains(word), "\(word)")
    }
    #expect(file.lines == 13)
  }

  @Test func `files that need each other in a ring are a knot, those of other modules are not`() {
    let graph = SourceGraph([
      .init(path: "M/a.swift", text: "struct A { var b: B }"), .init(path: "M/b.swift", text: "class B { var c: C? }"),
      .init(path: "M/c.swift", text: "enum C {}\nextension A {}"),
      .init(path: "M/d.swift", text: "struct D { var a: A }"),
      .init(path: "N/e.swift", text: "struct E { var f: F }"), .init(path: "O/f.swift", text: "struct F { var e: E }"),
    ])
    #expect(graph.knots == [["M/a.swift", "M/b.swift", "M/c.swift"]])
  }

  @Test func `at most three files need each other, and fewer than forty have at most twenty lines`() throws {
    let graph = try SourceGraph(folder: Program.root.appending(path: "Sources"))
    #expect(graph.files.count > 500)
    #expect(graph.knots.filter { $0.count > 3 } == [])
    let small = graph.files.filter { $0.lines <= 20 }.map(\.path)
    #expect(small.count < 40, "\(small)")
  }
}
