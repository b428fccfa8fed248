import BraidTestSupport
import Foundation

/// Folders in which transcripts are run.
enum Workplace {
  /// The commands that train the models `model` and `longer`, as they are kept in `train.txt`.
  static let training = Transcript(
    name: "train",
    commands: [
      "head -161 corpora/reviews/train.tsv > reviews.tsv",
      "awk -v RS= -v ORS='\\n\\n' 'NR <= 80' corpora/tagged/train.conllu > tagged.conllu",
      "awk -v RS= -v ORS='\\n\\n' 'NR <= 30' corpora/tagged/dev.conllu > dev.conllu",
      "braid train tiny.yaml --plain",
      "braid train tiny.yaml --plain",
      "braid train tiny.yaml --plain --set model.epochs=3 --output runs/longer",
      "braid train tiny.yaml --resume --fresh",
      "braid train tiny.yaml --seeds 0",
      "braid train pipelines/prepare-only.yaml",
      "braid train tinny.yaml",
    ])

  /// The folder in which they were run, and what they gave; once for all tests.
  static let trained = Result {
    let folder = try empty().lasting()
    return (folder: folder, transcript: try training.run(in: folder))
  }

  /// A folder with the corpora, the pipelines and the inputs of the tests.
  static func empty() throws -> Scratch {
    let scratch = try Scratch()
    for name in ["corpora", "pipelines"] {
      try FileManager.default.createSymbolicLink(
        at: scratch.folder.appending(path: name), withDestinationURL: Program.root.appending(path: name))
    }
    let inputs = Program.root.appending(path: "Tests/braidTests/Inputs")
    for name in try FileManager.default.contentsOfDirectory(atPath: inputs.path) {
      try FileManager.default.copyItem(at: inputs.appending(path: name), to: scratch.folder.appending(path: name))
    }
    return scratch
  }

  /// The same with the trained models, `model` and `longer`, and the data they were trained on.
  static func withModels() throws -> Scratch {
    let scratch = try empty()
    let trained = try trained.get().folder.folder
    for (name, path) in [
      ("model", "runs/tiny/model/model"), ("longer", "runs/longer/model/model"), ("reviews.tsv", "reviews.tsv"),
      ("tagged.conllu", "tagged.conllu"), ("dev.conllu", "dev.conllu"),
    ] {
      try FileManager.default.createSymbolicLink(
        at: scratch.folder.appending(path: name), withDestinationURL: trained.appending(path: path))
    }
    return scratch
  }
}
