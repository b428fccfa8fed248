import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidTasks
import BraidText
import BraidVocabularies
import Foundation

/// How errors leave the program: what is wrong and where, what to do, and the exit code.
enum Failure {
  /// Exit code for a failure.
  static let failed = ExitCode(1)
  /// Exit code for wrong usage.
  static let usage = ExitCode(2)
  /// Exit code when documents went to the dead-letter file.
  static let deadLetters = ExitCode(3)

  /// The option of the command line that an error is about; nil for another error, and for an option that none sets.
  private static func option(_ error: any Error) -> (flag: String, found: String, expected: String)? {
    switch error {
    case CorpusError.badOption(let name, let found, let expected),
      CorpusError.badWriteOption(let name, let found, let expected),
      VocabularyError.badOption(let name, let found, let expected):
      flag(of: name, error).map { ($0, found, expected) }
    default: nil
    }
  }

  /// The option of the command line that sets an option which an error names as pipelines do.
  private static func flag(of name: String, _ error: any Error) -> String? {
    switch error {
    case CorpusError.badWriteOption, CorpusError.cannotExpress: WriteArguments.flag(of: name)
    case is CorpusError: ReadArguments.flag(of: name)
    case is VocabularyError: VocabularyOptions().flag(of: name).map { "--" + $0 }
    case is AnnotationError: AnnotationOptions().flag(of: name).map { "--" + $0 } ?? ReadArguments.flag(of: name)
    default: nil
    }
  }

  /// A message about an error with its options, which stand between backquotes, as the command line has them.
  static func flagged(_ text: String, _ error: any Error) -> String {
    text.replacing(#/`(?<name>[a-z]+[A-Za-z]*)`/#) { match in
      flag(of: String(match.name), error) ?? String(match.0)
    }
  }

  /// Whether an error is one of how the command was used, not of its data.
  static func isUsage(_ error: any Error) -> Bool {
    switch error {
    case CorpusError.badOption, CorpusError.badWriteOption, VocabularyError.badOption, AnnotationError.unknownTask,
      AnnotationError.sameLayer, AnnotationError.idleOption, AnnotationError.noTranslation, TextError.invalidLocale,
      TextError.invalidRule:
      true
    case TaskError.unwantedInputs(_, _, let expected): expected == 0
    default: false
    }
  }

  /// The first example of a command, called by its words, in its help; nil where it has none.
  private static func example(of command: any ParsableCommand.Type, _ words: ArraySlice<String>) -> String? {
    var examples: [String] = []
    var isOpen = false
    for line in command.configuration.discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("  ") else {
        isOpen = false
        continue
      }
      // What goes on stands deeper.
      if isOpen, line.hasPrefix("   ") {
        examples[examples.count - 1] += "\n" + line
      } else {
        examples.append(String(line))
        isOpen = true
      }
    }
    let name = (["braid"] + words).joined(separator: " ") + " "
    return examples.first { $0.contains(name) } ?? examples.first
  }

  /// The command that words begin with, and how many words name it.
  private static func command(_ words: [String], of root: any ParsableCommand.Type) -> (any ParsableCommand.Type, Int) {
    var (command, count) = (root, 0)
    for word in words {
      let all = command.configuration.subcommands + command.configuration.groupedSubcommands.flatMap(\.subcommands)
      guard let next = all.first(where: { $0.configuration.commandName == word }) else { break }
      (command, count) = (next, count + 1)
    }
    return (command, count)
  }

  /// What to say of the first option among words that a command does not have; nil where it has all.
  private static func unknownOption(_ words: ArraySlice<String>, of command: any ParsableCommand.Type) -> String? {
    let known = Set(command.helpMessage().matches(of: #/--[a-z][a-z0-9-]*/#).map { String($0.output) })
    for word in words.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
      let name = String(word.prefix { $0 != "=" })
      guard !known.contains(name) else { continue }
      let hint = SpellingSuggestion.name(for: name, among: known.sorted()).map { " Did you mean '\($0)'?" } ?? ""
      return "Unknown option '\(name)'.\(hint)"
    }
    return nil
  }

  /// Says what is wrong on standard error and ends the process; help goes to standard output.
  ///
  /// - Parameters:
  ///   - error: what is wrong.
  ///   - command: the whole program.
  ///   - words: what stands behind its name.
  static func exit(_ error: any Error, of command: any ParsableCommand.Type, _ words: [String] = []) -> Never {
    let code = isUsage(error) ? usage.rawValue : failed.rawValue
    if let error = error as? Interruption.Interrupted {
      Console.note("interrupted; partial files deleted")
      Foundation.exit(error.exitCode)
    }
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    if let (flag, found, expected) = option(error) {
      Console.fail(
        "\(flag): found \(found), expected \(expected)", advice: "Correct the option.", code: code)
    }
    if let error = error as? any LocalizedError, let problem = error.errorDescription {
      Console.fail(
        flagged(problem, error), advice: error.recoverySuggestion.map { flagged($0, error) }, code: code)
    }
    if let error = error as? ValidationError {
      // Found while running; the usage of the whole program would say nothing about it.
      Console.fail(error.message, advice: nil, code: usage.rawValue)
    }
    var message = command.fullMessage(for: error)
    guard command.exitCode(for: error) != .success else {
      Console.output(message + "\n")
      Console.finish()
    }
    let (verb, count) = Self.command(words, of: command)
    var isMissing = message.contains("Missing expected")
    // What a misspelt option was to give is missing; what is wrong is how it is spelt.
    if isMissing, let usage = message.range(of: "\nUsage:"),
      let unknown = unknownOption(words.dropFirst(count), of: verb)
    {
      message = "Error: " + unknown + message[usage.lowerBound...]
      isMissing = false
    }
    // What was wrong, and the usage in lines of its own.
    Console.message(TerminalText.lines(message) + "\n")
    if words.count == count || isMissing,
      let example = example(of: verb, words.prefix(count))
    {
      Console.message("Example:\n\(example)\n")
    }
    let isUsage = command.exitCode(for: error) == .validationFailure
    Foundation.exit(isUsage ? usage.rawValue : failed.rawValue)
  }
}
