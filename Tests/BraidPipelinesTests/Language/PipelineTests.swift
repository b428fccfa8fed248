import BraidPipelines
import Foundation
import Testing

@Suite struct PipelineTests {
  static let text = """
    name: small
    seed: 5
    variables: {folder: data, file: "${folder}/train.tsv"}
    stages:
      - name: reviews
        read: {format: tsv, train: "${file}", dev: "${env:DEV:-dev.tsv}", columns: {label: 1, text: 2}}
      - name: words
        vocabulary: {of: reviews, size: 100}
      - name: model
        train:
          encoder: {vocabulary: words}
          tasks: {sentiment: {head: classification, of: reviews}}
          epochs: 2

    """

  @Test func `what config prints is a pipeline that prints the same`() throws {
    let resolved = try Pipeline(text: Self.text, file: "p").resolved()
    #expect(resolved.contains("train: [\"data/train.tsv\"]") || resolved.contains("train: [data/train.tsv]"))
    #expect(resolved.contains("dev: [dev.tsv]"))
    #expect(resolved.contains("epochs: 2"))
    #expect(resolved.contains("beta1: 0.9"))
    #expect(try Pipeline(text: resolved, file: "q").resolved() == resolved)
  }

  @Test func `settings go through the same decoder as the file`() throws {
    let settings = [
      "model.epochs=7", "words.of=[reviews]", "seed=9", "variables.folder=elsewhere", "model.encoder.lstm.units=32",
    ]
    let pipeline = try Pipeline(text: Self.text, file: "p", settings: settings, environment: ["DEV": "mine.tsv"])
    let resolved = try pipeline.resolved()
    #expect(pipeline.seed == 9)
    #expect(resolved.contains("epochs: 7"))
    #expect(resolved.contains("units: 32"))
    #expect(resolved.contains("elsewhere/train.tsv"))
    #expect(resolved.contains("mine.tsv"))
  }

  @Test(arguments: [
    ("model.epoch=3", "--set model.epoch=3:1:1: unknown key `epoch` in `train`"),
    (
      "model.epochs=three",
      "--set model.epochs=three:1:1: `epochs` is `three`, expected a whole number from 1 to 100000"
    ),
    ("modle.epochs=3", "--set modle.epochs=3:1:1: no stage above this one is named `modle`"),
    ("model.epochs", "--set model.epochs:1:1: `--set` is `model.epochs`, expected KEY=VALUE"),
  ])
  func `a wrong setting is refused with its text`(setting: String, message: String) {
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: Self.text, file: "p", settings: [setting]) }
    #expect(error?.errorDescription == message)
  }

  @Test func `the schema is JSON and knows every verb`() throws {
    let schema = try Pipeline.schema()
    let object = try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any]
    #expect(object?["$schema"] != nil)
    for verb in ["read", "tokenize", "split", "vocabulary", "train", "evaluate", "annotate", "write", "report"] {
      #expect(schema.contains("\"\(verb)\""))
    }
  }
}
