import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidLayers
import BraidPipelines
import BraidReports
import BraidServing
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies

/// Every struct of options, in one list.
enum DeclaredOptions {
  /// Each with every field at its default.
  static var all: [any Configurable] {
    [
      ReadOptions(), WriteOptions(), TextPreparation(), PredictionOptions(), AnnotationOptions(), EncoderOptions(),
      CharacterOptions(), ContextualOptions(), LSTMOptions(), OptimizerOptions(), LearningRateOptions(),
      LossWeightOptions(),
      ScheduleOptions(), SchedulePhase(), DynamicSampling(), CorpusBatchOptions(),
      ConflictOptions(), EarlyStoppingOptions(), DistillationOptions(),
      TrainingOptions(), ReportLimits(),
      ServerLimits(), ServerOptions(), VocabularyOptions(),
      AffinityRequest(), SplitOptions(), ThreadOptions(),
    ] + TaskKinds.shipped.all.map { $0.init() } + Pipeline.declaredOptions
  }

  /// Properties that are no fields, and fields that are no properties, each with the reason.
  static let exceptions = [
    "ReadOptions.format": "each command and stage has its own default, and declares it",
    "ReadOptions.segmentation": "declared by TextPreparation",
    "ReadOptions.maximumRecordBytes": "no option: a guard of the reader, smaller in its tests",
    "ReadOptions.maximumLineBytes": "no option: a guard of the reader, lifted for the run's own lines",
    "ReadOptions.meter": "no option: it counts bytes for progress",
    "ReadOptions.layout": "no option: the columns of the input, for tables that keep them",
    "ReadOptions.countsPredictions": "no option: what the stages ask of formats that tell predictions by a score",
    "ReadOptions.readsPredictions": "no option: what `braid score` asks of the file of predictions",
    "ReadOptions.keepsOtherTargets": "no option: what commands that score a model ask of translations",
    "ReadOptions.shard": "declared by the commands that can work on a part",
    "WriteOptions.format": "each command and stage has its own default, and declares it",
    "WriteOptions.layout": "no option: the columns of the input, for tables that keep them",
    "WriteOptions.tasks": "taken from the model",
    "WriteOptions.predicted": "taken from the model",
    "WriteOptions.predictedScores": "declared by AnnotationOptions",
    "ReadStage.namedLanguage": "no option: what the first file names",
    "TokenizeStage.localeIsOwn": "taken from the stages above",
    "VocabularyStage.localeConflict": "taken from the stages above",
    "TrainStage.localeConflict": "taken from the stages above",
    "AnnotateStage.kindsAbove": "taken from the stages above",
    "VocabularyStage.locale": "no option: taken from the stages whose words are counted",
    "AnnotationOptions.threads": "changes no result",
    "AnnotationOptions.chunkBytes": "changes no result",
    "TrainingOptions.threads": "changes no result",
    "TrainingOptions.seed": "the pipeline's",
    "SchedulePhase.name": "the key that it stands under",
    "ServerOptions.token": "a secret, which is written nowhere",
    "TaskConfig.head": "the word that says which kind",
    "TaskConfig.kind": "its fields stand beside the word `head`",
    "TaskConfig.kinds": "the kinds that there are",
    "TrainStage.kinds": "the kinds that there are",
    "TrainStage.preparation": "taken from the stages above",
    "TrainStage.tokenizes": "taken from the stages above",
    "TrainStage.knowsTokens": "taken from the stages above",
    "TrainStage.readStages": "the stages above",
    "TrainStage.fromIsStage": "taken from the stages above",
    "TrainStage.teacherStages": "taken from the stages above",
    "TrainStage.modelsAbove": "the stages above",
    "TrainStage.segmenterIsStage": "taken from the stages above",
    "TrainStage.tokenizedBy": "taken from the stages above",
    "TrainStage.withoutCharacters": "taken from the stages above",
    "TrainStage.contextualIsStage": "taken from the stages above",
    "TrainStage.contextualStage": "taken from the stages above",
    "EvaluateStage.inputsAbove": "taken from the stages above",
    "AnnotateStage.inputsAbove": "taken from the stages above",
    "TokenizeStage.modelIsStage": "taken from the stages above",
    "TokenizeStage.modelsAbove": "the stages above",
    "AffinityStage.train": "the stage that `of` names",
    "ReportStage.above": "the stages above",
    "AnnotateStage.predictedLayersAbove": "taken from the stages above",
    "LossWeightOptions.kind": "the word that says which rule",
    "LossWeightOptions.rule": "its fields stand beside the word `kind`",
    "ConflictOptions.kind": "the word that says which rule",
    "ScheduleOptions.kind": "an enumeration, whose case is the word",
  ]

  /// Flags of commands that a field does not have, each with the reason.
  static let flagExceptions = [
    "TextPreparation.locale": "--locale, whose default is the language of the texts",
    "AnnotationOptions.inputs": "--inputs, since the input is what is annotated",
    "WriteOptions.labelLayer": "one flag, --label-layer, for reading and writing",
    "WriteOptions.language": "one flag, --language, for reading and writing",
    "WriteOptions.targetLanguage": "one flag, --target-language, for reading and writing",
  ]
}
