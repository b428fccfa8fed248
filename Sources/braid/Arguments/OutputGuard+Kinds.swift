import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidPipelines

/// Whether a command may take the place of a file that is there.
struct ReplaceArguments: ParsableArguments {
  @Flag(help: "Replace an output file that is of another kind.") var force = false
}

extension OutputGuard {
  /// Checks that a file which is there is of the kind that takes its place.
  ///
  /// - Parameters:
  ///   - path: the output; nil for none.
  ///   - kind: what is written.
  ///   - force: whether anything may be replaced.
  /// - Throws: `ValidationError` that names the file and says what to do.
  static func check(_ path: String?, replacedBy kind: WrittenFile.Kind, force: Bool) throws {
    guard let path, !force, let other = WrittenFile(path, kind).replaced else { return }
    let advice = other == path ? "name another file" : "name another folder"
    throw ValidationError("\(other): exists and is no \(kind.name): \(advice), or give --force to replace it.")
  }

  /// Checks that no folder or pattern among the inputs would take in an output once it is there, as pipelines do.
  ///
  /// - Parameters:
  ///   - outputs: the outputs; nil for none.
  ///   - written: the format of those that are corpora.
  ///   - inputs: files, folders and patterns, as they are named.
  ///   - format: the format of the input; nil where it is not given.
  /// - Throws: `ValidationError` that names both.
  static func check(
    _ outputs: [String?], in written: CorpusFormat? = nil, takenInBy inputs: [String], format: CorpusFormat?
  ) throws {
    for output in outputs.compactMap(\.self) where !FileSystem.isStream(output) {
      let names = written.map { WrittenFile(output, .corpus($0)).names } ?? [output]
      let input = inputs.first { input in names.contains { InputFiles.take($0, [input], format: format) } }
      guard let input else { continue }
      throw ValidationError(
        "\(output) would be an input of the next run, as one of the files of \(input): give an output elsewhere.")
    }
  }
}
