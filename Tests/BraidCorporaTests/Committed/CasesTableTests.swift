import Foundation
import Testing

/// `Tests/cases.md`, which says for cases that went wrong what is right, and which tests hold it.
@Suite struct CasesTableTests {
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The tests of the sources, each by the suites of its file: `SUITE: NAME`.
  private func tests() throws -> Set<String> {
    var tests: Set<String> = []
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let suites = ["struct ", "class ", "extension "].flatMap { text.components(separatedBy: $0).dropFirst() }
        .map { $0.prefix { $0.isLetter || $0.isNumber } }.filter { $0.hasSuffix("Tests") }
      for part in text.components(separatedBy: "func `").dropFirst() {
        let name = part.prefix { $0 != "`" }
        for suite in suites { tests.insert("\(suite): \(name)") }
      }
    }
    return tests
  }

  @Test func `every test that it names is there, and every case has two siblings`() throws {
    let tables = try String(contentsOf: folder.appending(path: "cases.md"), encoding: .utf8)
      .components(separatedBy: "## Further faults").map { table in
        table.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().map { row in
          row.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        }
      }
    #expect(tables.count == 2)
    let rows = tables[0]
    #expect(rows.count > 60)
    let tests = try tests()
    var siblings = 2
    for row in rows {
      let name = row[row.count - 1].replacing("`", with: "")
      #expect(row.count == 2 && tests.contains(name), "\(row)")
      if row[0].hasPrefix("**") {
        #expect(siblings >= 2, "too few before \(row[0])")
        siblings = 0
      } else {
        siblings += 1
      }
    }
    #expect(siblings >= 2)
    for row in tables[1] {
      #expect(row.count == 2 && tests.contains(row[row.count - 1].replacing("`", with: "")), "\(row)")
    }
  }
}
