import BraidFiles
import BraidTasks
import BraidText
import Foundation

/// Finds sentences and tokens.
struct TokenizeStage: DocumentStage {
  static let verb = "tokenize"
  static let about = "finds sentences and tokens"
  static let sharesPasses = true

  var of: [String] = []
  /// How texts are prepared.
  var preparation = TextPreparation()
  var target: String?
  var targetLocale: String?
  /// The train stage or model folder of a segmentation task whose model finds tokens and sentences; nil for rules.
  var model: String?
  /// Whether `model` names a stage.
  private(set) var modelIsStage = true
  /// The train stages above.
  private var modelsAbove: [String] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are tokenized")
    try preparation.fields(&visitor)
    try visitor.field("target", &target, "aligned text that is tokenized too")
    try visitor.field(
      "model", &model,
      "train stage or model folder of a segmentation task, which finds tokens and sentences (default: the locale's rules)"
    )
    try visitor.field("targetLocale", &targetLocale, "BCP 47 locale of the aligned text (default: that of the text)")
  }

  var problem: OptionProblem? {
    var rules = preparation
    (rules.locale, rules.normalize) = (TextPreparation().locale, [])
    guard model == nil || rules == TextPreparation() else {
      return OptionProblem(
        "model", found: "given beside rules of tokens and sentences", expected: "one of the two")
    }
    if let targetLocale, target == nil {
      return OptionProblem(
        "targetLocale", found: "`\(targetLocale)` without `target`",
        expected: "none, or the aligned text that it is for")
    }
    return preparation.problem
  }

  var references: [StageReference] {
    of.map { StageReference("of", name: $0, kind: .documents) }
      + (model.map { modelIsStage ? [StageReference("model", name: $0, kind: .model)] : [] } ?? [])
  }
  var inputFiles: [String] {
    guard let model, !modelIsStage else { return [] }
    return [(try? JointModel.located(model)) ?? model]
  }

  mutating func placed(below stages: [PipelineStage]) {
    modelsAbove = stages.filter { type(of: $0.options).output == .model }.map(\.name)
    modelIsStage = model.map { name in stages.contains { $0.name == name } } ?? true
  }

  func check(in stage: PipelineStage) throws(PipelineError) {
    do throws(TextError) { _ = try makePreprocessor() } catch {
      guard case .invalidLocale(let locale) = error else {
        throw .stage(name: stage.name, reason: error.errorDescription ?? "", advice: error.recoverySuggestion)
      }
      let key = locale == targetLocale ? "targetLocale" : "locale"
      throw .badValue(
        stage.place(of: key), key: key, found: "`\(locale)`",
        expected: "a BCP 47 language tag, such as en, de-AT or zh-Hant")
    }
    guard let model, !modelIsStage, !model.contains("/"), !FileManager.default.fileExists(atPath: model) else { return }
    throw .badValue(
      stage.place(of: "model"), key: "model", found: "`\(model)`",
      expected: "a train stage above" + (modelsAbove.isEmpty ? "" : " (\(modelsAbove.joined(separator: ", ")))")
        + ", or a model or run folder", nearest: SpellingSuggestion.name(for: model, among: modelsAbove))
  }

  var textPreparation: TextPreparation? { preparation }
  func textPreparation(ofAligned name: String) -> TextPreparation? {
    name == target ? preparation.with(locale: targetLocale) : nil
  }
  var segmenterStage: String? { model }

  /// What prepares documents, for one thread.
  ///
  /// - Throws: `TextError` for rules that ICU does not know.
  func makePreprocessor() throws(TextError) -> DocumentPreprocessor {
    try DocumentPreprocessor(preparation, targetLocale: targetLocale, languages: target.map { [$0] } ?? [])
  }
}
