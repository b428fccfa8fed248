import ArgumentParser
import BraidFiles

extension ArgumentHelp {
  /// The help of a flag that sets a field of `Options`, in the words of the field's declaration.
  ///
  /// - Precondition: `Options` declares a field `name`.
  static func declared<Options: Configurable>(
    _: Options.Type, _ name: String, _ valueName: String? = nil
  ) -> ArgumentHelp {
    guard let field = try? FieldCollector.fields(of: Options()).first(where: { $0.name == name }) else {
      preconditionFailure("\(Options.self) declares no field `\(name)`")
    }
    let about = field.about.hasPrefix("whether ") ? String(field.about.dropFirst("whether ".count)) : field.about
    return ArgumentHelp("\(about.prefix(1).uppercased())\(about.dropFirst()).", valueName: valueName)
  }
}
