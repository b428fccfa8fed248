import BraidTestSupport
import Foundation
import Testing

/// A command as the program describes it itself, in JSON.
struct Command: Decodable, Sendable, CustomTestStringConvertible {
  /// An option, a flag or an argument.
  struct Argument: Decodable, Sendable {
    struct Name: Decodable, Sendable {
      let kind: String
      let name: String
    }
    let kind: String
    let names: [Name]?
    let abstract: String?
    let defaultValue: String?
    let isOptional: Bool
    let shouldDisplay: Bool

    /// The names behind two hyphens.
    var flags: [String] { (names ?? []).filter { $0.kind == "long" }.map(\.name) }
  }

  private(set) var commandName: String
  let discussion: String?
  let arguments: [Argument]?
  let subcommands: [Command]?

  var name: String { commandName }
  var testDescription: String { name }

  /// The option or flag of this name.
  func argument(_ flag: String) -> Argument? { arguments?.first { $0.flags.contains(flag) } }

  /// This command and those below it, each named as it is typed: `model info`.
  var withSubcommands: [Command] {
    [self]
      + (subcommands ?? []).filter { $0.name != "help" }.flatMap { command in
        var command = command
        command.commandName = "\(name) \(command.name)"
        return command.withSubcommands
      }
  }

  /// All commands, and all below them.
  static var each: [Command] { all.flatMap(\.withSubcommands) }

  /// The commands but `help`; empty when the program was not built.
  static let all: [Command] = {
    struct Tool: Decodable { let command: Command }
    guard let output = try? Program.run(["--experimental-dump-help"]).output,
      let tool = try? JSONDecoder().decode(Tool.self, from: Data(output.utf8))
    else { return [] }
    return (tool.command.subcommands ?? []).filter { $0.name != "help" }
  }()
}
