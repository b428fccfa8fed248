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
  /// The locale of texts; nil, until the stage is placed, for the language of what is read.
  var locale: String? { didSet { locale = locale.map(TextLocale.canonical) } }
  /// Whether `locale` is given, or no stage above says one.
  private(set) var localeIsOwn = false
  /// How texts are prepared; the locale stands apart until the stage is placed.
  var preparation = TextPreparation()
  var target: String?
  var targetLocale: String? { didSet { targetLocale = targetLocale.map(TextLocale.canonical) } }
  /// The train stage or model folder of a segmentation task whose model finds tokens and sentences; nil for rules.
  var model: String?
  /// Whether `model` names a stage.
  private(set) var modelIsStage = true
  /// The train stages above.
  private var modelsAbove: [String] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are tokenized")
    try visitor.field("locale", &locale, TextPreparation.localeAbout)
    try preparation.otherFields(&visitor)
    try visitor.field("target", &target, "aligned text that is tokenized too")
    try visitor.field(
      "model", &model,
      "train stage or model folder of a segmentation task, which finds tokens and sentences (default: the locale's rules)"
    )
    try visitor.field("targetLocale", &targetLocale, TextPreparation.aboutTargetLocale)
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
    if let problem = TextLocale.problem("targetLocale", targetLocale) { return problem }
    return preparation.with(locale: locale).problem
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
    let found = of.lazy.flatMap { stages[...].locales(of: $0) }.first?.tag
    localeIsOwn = locale != nil || found == nil
    locale = locale ?? found ?? preparation.locale
    preparation = preparation.with(locale: locale)
    if let target, targetLocale == nil, TextLocale.isKnown(target) { targetLocale = target }
  }

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    // The locale may be that of the texts.
    if let problem = preparation.problem {
      mistakes.append(
        .badValue(
          stage.place(of: problem.key), key: problem.key, found: problem.found ?? "missing",
          expected: problem.expected, nearest: problem.nearest))
    } else {
      do throws(TextError) { _ = try makePreprocessor() } catch {
        mistakes.append(
          .stage(name: stage.name, reason: error.errorDescription ?? "", advice: error.recoverySuggestion))
      }
    }
    guard let model, !modelIsStage, !model.contains("/"), !FileManager.default.fileExists(atPath: model) else { return }
    mistakes.append(
      .badValue(
        stage.place(of: "model"), key: "model", found: "`\(model)`",
        expected: "a train stage above" + (modelsAbove.isEmpty ? "" : " (\(modelsAbove.joined(separator: ", ")))")
          + ", or a model or run folder", nearest: SpellingSuggestion.name(for: model, among: modelsAbove)))
  }

  var textPreparation: TextPreparation? { preparation }
  func statedLocale(ofAligned name: String?) -> (tag: String, option: String)? {
    if let name { return name == target ? targetLocale.map { ($0, "targetLocale") } : nil }
    return localeIsOwn ? (preparation.locale, "locale") : nil
  }
  var segmenterStage: String? { model }

  /// What prepares documents, for one thread.
  ///
  /// - Throws: `TextError` for rules that ICU does not know.
  func makePreprocessor() throws(TextError) -> DocumentPreprocessor {
    try DocumentPreprocessor(preparation, targetLocale: targetLocale, languages: target.map { [$0] } ?? [])
  }
}
