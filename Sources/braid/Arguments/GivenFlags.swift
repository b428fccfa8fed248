import ArgumentParser
import BraidFiles

extension Configurable {
  /// The flags, without hyphens, of the fields that are not as usual.
  var givenFlags: [String] {
    guard case .map(let own)? = (try? OptionWriter.node(self))?.value, let standard = try? OptionWriter.node(Self())
    else { return [] }
    return own.filter { $0.value != standard[$0.key] }.compactMap { flag(of: $0.key) }
  }
}

/// Options that would do nothing are refused.
enum IdleOptions {
  /// Refuses flags that are given.
  ///
  /// - Parameters:
  ///   - flags: those that are given, with their hyphens.
  ///   - reason: why they do nothing, or what they are for; a sentence without its subject.
  /// - Throws: `ValidationError` that names the first.
  static func refuse(_ flags: [String], _ reason: String) throws {
    guard let first = flags.first else { return }
    throw ValidationError("\(first): \(reason)")
  }
}
