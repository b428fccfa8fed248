import BraidTestSupport
import Foundation
import Testing

/// The set-up script, on machines that are played by programs of a few lines.
struct SetupTests {
  /// What a run of the script says, how it ends, and which packages were installed then.
  private func setUp(
    system: String = "Linux", user: Int = 0, installed: [String] = [],
    programs: Set<String> = ["swift", "sudo", "apt-get"]
  ) throws -> (status: Int32, messages: String, installed: String, calls: String) {
    let bench = try Workbench()
    try bench.write("installed", installed.map { $0 + "\n" }.joined())
    try bench.write("calls", "")
    let scripts = [
      "uname": "echo \(system)", "id": "echo \(user)", "swift": "exit 0",
      "dpkg-query": "grep -qx \"${@: -1}\" \(bench.path("installed")) && printf 'install ok installed'",
      "sudo": "echo sudo >> \(bench.path("calls")); exec \"$@\"",
      "apt-get": """
      echo "apt-get $*" >> \(bench.path("calls"))
      [[ $1 == install ]] && for word; do [[ $word == *-dev ]] && echo "$word" >> \(bench.path("installed")); done
      exit 0
      """,
    ]
    for (name, script) in scripts where programs.contains(name) || ["uname", "id", "dpkg-query"].contains(name) {
      try bench.write(name, "#!/bin/bash\n\(script)\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bench.path(name))
    }
    for name in ["bash", "grep", "env"] {
      let real = try #require(["/usr/bin/", "/bin/"].map { $0 + name }.first(where: FileManager.default.fileExists))
      try FileManager.default.createSymbolicLink(atPath: bench.path(name), withDestinationPath: real)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [Program.root.appending(path: ".ci/setup").path]
    process.environment = ["PATH": bench.folder]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let messages = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, messages, bench.read("installed") ?? "", bench.read("calls") ?? "")
  }

  private static let all = ["libicu-dev", "libxml2-dev", "zlib1g-dev"]

  @Test(arguments: [[], ["libxml2-dev"], ["libicu-dev", "zlib1g-dev"]])
  func `what is missing is installed and said, by root without sudo`(there: [String]) throws {
    let run = try setUp(installed: there)
    let missing = Self.all.filter { !there.contains($0) }.joined(separator: " ")
    #expect(run.status == 0)
    #expect(run.messages.hasSuffix("setup: installed \(missing)\n"), "\(run.messages)")
    #expect(Set(run.installed.split(separator: "\n").map(String.init)) == Set(Self.all))
    #expect(!run.calls.contains("sudo"))
  }

  @Test func `anybody else installs with sudo, or is told what to do as root`() throws {
    #expect(try setUp(user: 1_000).calls.hasPrefix("sudo\napt-get update"))
    let helpless = try setUp(user: 1_000, programs: ["swift", "apt-get"])
    #expect(helpless.status == 1)
    #expect(helpless.messages.contains("as root run: apt-get install libicu-dev libxml2-dev zlib1g-dev"))
  }

  @Test func `where all is there nothing is done`() throws {
    let run = try setUp(user: 1_000, installed: Self.all)
    #expect(run.status == 0)
    #expect(run.calls.isEmpty)
    #expect(run.messages.hasSuffix("nothing to do\n"))
  }

  @Test func `macOS is told the Homebrew formulas, a machine without Swift where to get it`() throws {
    #expect(try setUp(system: "Darwin").messages.contains("brew install icu4c libxml2 zlib"))
    let bare = try setUp(programs: ["sudo", "apt-get"])
    #expect(bare.status == 1)
    #expect(bare.messages.contains("https://www.swift.org/install"))
    #expect(try setUp(programs: ["swift"]).messages.contains("install the headers of ICU, libxml2 and zlib"))
  }
}
