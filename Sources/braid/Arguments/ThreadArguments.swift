import ArgumentParser
import Foundation

/// The number of threads, the same for every command that works on several.
struct ThreadArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Number of threads; 0 for one per core.", valueName: "count")) var threads = 0

  func validate() throws {
    if !(0...256 ~= threads) { throw ValidationError("--threads \(threads): expected 0 to 256.") }
  }

  /// The number, one per core for 0.
  var number: Int { threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads }
}
