import ArgumentParser
import BraidFiles
import Synchronization

/// The help of the fields of options, by type and name: while arguments are parsed, commands are made again and again.
private let declaredHelp = Mutex<[ObjectIdentifier: [String: String]]>([:])

extension ArgumentHelp {
  /// The help of a flag that sets a field of `Options`, in the words of the field's declaration.
  ///
  /// - Precondition: `Options` declares a field `name`.
  static func declared<Options: Configurable>(
    _: Options.Type, _ name: String, _ valueName: String? = nil
  ) -> ArgumentHelp {
    let help = declaredHelp.withLock { known in
      if let help = known[ObjectIdentifier(Options.self)] { return help[name] }
      let fields = (try? FieldCollector.fields(of: Options())) ?? []
      let help = Dictionary(fields.map { ($0.name, $0.help) }) { first, _ in first }
      known[ObjectIdentifier(Options.self)] = help
      return help[name]
    }
    guard let help else { preconditionFailure("\(Options.self) declares no field `\(name)`") }
    return ArgumentHelp("\(help)", valueName: valueName)
  }
}

extension Configurable {
  /// The name of the flag that sets a field, without hyphens before it; nil where no field is called so.
  func flag(of field: String) -> String? {
    (try? FieldCollector.fields(of: self))?.first { $0.name == field }?.flag
  }

  /// Checks that options set by flags are in their declared ranges and fit together.
  ///
  /// - Throws: `ValidationError` that names the flag.
  func validateFlags() throws {
    var copy = Self()
    do throws(OptionError) {
      try OptionReader.read(OptionWriter.node(self), into: &copy, inside: "the command line")
    } catch {
      guard case .badValue(_, let key, let found, let expected, let nearest) = error else { throw error }
      throw OptionProblem(key, found: found, expected: expected, nearest: nearest).ofFlag(copy.flag(of: key) ?? key)
    }
  }
}

extension OptionProblem {
  /// The problem as one of a flag, without hyphens before it.
  func ofFlag(_ flag: String) -> ValidationError {
    let hint = nearest.map { " Did you mean `\($0)`?" } ?? ""
    return ValidationError("--\(flag) \((found ?? "").filter { $0 != "`" }): expected \(expected).\(hint)")
  }
}
