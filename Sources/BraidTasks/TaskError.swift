import BraidFiles
public import Foundation

/// What can be wrong with tasks, their labels and a model folder.
public enum TaskError: Error, Sendable, Equatable {
  /// A task that reads characters is in one model with others.
  case notAlone(task: String)
  /// A task reads an encoder layer that does not exist.
  case layerOutOfRange(task: String, layer: Int, depth: Int)
  /// Two tasks have the same name.
  case duplicateTask(String)
  /// A configuration has no such label set.
  case missingLabels(task: String, set: String)
  /// The training data has too few labels for the task.
  case tooFewLabels(task: String, found: [String], needed: Int)
  /// A task is of an unknown kind.
  case unknownKind(task: String, kind: String, known: [String])
  /// A task has a name that can't be part of a weight's name, or that the encoder has.
  case badName(String)
  /// An option of a task, set in Swift, is out of its range or does not go with others.
  case badOption(task: String, option: String, found: String, expected: String)
  /// A sigmoid head needs exactly two labels.
  case notBinary(task: String, found: [String])
  /// Something in the training data is no number, where there should be one.
  case notNumbers(task: String, found: String, count: Int)
  /// All numbers of the training data are the same.
  case oneNumber(task: String, value: String)
  /// The training documents have no labels for the task.
  case noTargets(task: String, layer: String, documents: Int)
  /// A vocabulary inside a model can't be read.
  case badVocabulary(task: String, reason: String)
  /// A file of a model folder can't be read.
  case badModel(path: String, reason: String)
  /// There is no model in a folder, nor in a run folder of that name.
  case noModel(folder: String)
  /// A run folder has several models.
  case severalModels(folder: String, found: [String])
  /// The weights do not match the model's configuration.
  case weightsMismatch(name: String, expected: String, found: String)
  /// A language model would read states that know what it predicts; `option` is the one that lets it.
  case leaks(task: String, option: String, reading: String)
  /// A model whose states are to be features is given vectors of tokens itself.
  case nestedStates
  /// A file of vectors of tokens can't be used.
  case badInputs(path: String, reason: String)
  /// A document has no vectors of its tokens; `text` is the name by its text.
  case noInputs(document: String, text: String, files: [String])
  /// A document has vectors of other tokens, or vectors that can't be used.
  case otherInputs(document: String, file: String, expected: String, found: String)
  /// A model is given vectors of tokens, and there are none.
  case needsInputs(width: Int)
  /// Vectors of tokens are of another width than a model is given; 0 for one that is given none.
  case unwantedInputs(files: [String], width: Int, expected: Int)
  /// An output that is to be the word embeddings has another width than they.
  case tiedWidths(task: String, what: String, width: Int, embedding: Int)
  /// An encoder that starts from a model has another option than it.
  case otherEncoder(option: String, expected: String, found: String)
  /// A vocabulary can't be put behind that of the model to start from.
  case otherSymbols(String)
  /// A model has a label that its kind of task can't use.
  case badLabel(task: String, label: String, expected: String)
  /// A treebank can't be scored.
  case badTreebank(file: String, sentence: String, problem: String)
  /// Two treebanks are not over the same characters.
  case otherCharacters(gold: String, predicted: String, sentence: String, expected: String, found: String)
  /// Two sets of documents are not the same, but for their labels; no document is named where their numbers differ.
  case otherDocuments(document: String?, expected: String, found: String)
  /// Weights can't be put into 16 or 8 bits.
  case badPrecision(problem: String, advice: String)
  /// A model folder can't be written.
  case notWritten(path: String, reason: String)
}

extension TaskError: LocalizedError {
  /// What was found where.
  public var errorDescription: String? {
    switch self {
    case .layerOutOfRange(let task, let layer, let depth):
      "task \(task): reads encoder layer \(layer), but the encoder has layers 0 to \(depth)"
    case .notAlone(let task): "task \(task): segments text, which needs a model of its own"
    case .duplicateTask(let name): "two tasks are named \(name)"
    case .missingLabels(let task, let set): "task \(task): its configuration has no \(set)"
    case .tooFewLabels(let task, let found, let needed):
      "task \(task): the training data has \(found.count.counted("label")) (\(found.joined(separator: ", "))), "
        + "at least \(needed) are needed"
    case .unknownKind(let task, let kind, _): "task \(task): no kind of task is named `\(kind)`"
    case .badName(let name): "a task can't be named `\(name)`"
    case .badOption(let task, let option, let found, let expected):
      "task \(task): `\(option)` is \(found), expected \(expected)"
    case .notBinary(let task, let found):
      "task \(task): a sigmoid output needs exactly 2 labels, the training data has \(found.count) "
        + "(\(found.prefix(6).joined(separator: ", ")))"
    case .notNumbers(let task, let found, let count):
      "task \(task): the training data has \(count.counted("value")) where a number should be, such as `\(found.prefix(60))`"
    case .oneNumber(let task, let value): "task \(task): all numbers of `\(value)` in the training data are the same"
    case .noTargets(let task, let layer, let documents):
      "task \(task): none of its \(documents) training documents has \(layer)"
    case .badVocabulary(let task, let reason): "task \(task): its vocabulary can't be read: \(reason)"
    case .badModel(let path, let reason): "\(path): \(reason)"
    case .noModel(let folder): "\(folder): no model is there, and none has this name"
    case .severalModels(let folder, let found): "\(folder): found \(found.count) models, expected one"
    case .weightsMismatch(let name, let expected, let found):
      "weight \(name): expected \(expected), found \(found)"
    case .leaks(let task, _, let reading):
      "task \(task): reads \(reading), whose states know the words that it predicts"
    case .badInputs(let path, let reason): "\(path): \(reason)"
    case .noInputs(let document, let text, let files):
      "document \(document): no tensor of this name\(document == text ? "" : " or `\(text)`") in \(files.joined(separator: ", "))"
    case .otherInputs(let document, let file, let expected, let found):
      "document \(document): expected \(expected), found \(found) in \(file)"
    case .needsInputs(let width):
      "the model needs vectors of tokens of other software, \(width.counted("number")) each"
    case .unwantedInputs(let files, let width, let expected):
      "\(files.joined(separator: ", ")): vectors of \(width.counted("number")) a token, but the model is given "
        + (expected == 0 ? "none" : "\(expected)")
    case .nestedStates: "the encoder of the model to be read is given vectors of tokens itself"
    case .tiedWidths(let task, let what, let width, let embedding):
      "task \(task): is `tied`, but its \(what) is \(width) wide, a word embedding \(embedding)"
    case .otherEncoder(let option, let expected, let found):
      "`encoder.\(option)` is \(found), that of the model to start from is \(expected)"
    case .otherSymbols(let use):
      "the vocabulary of \(use) has a special symbol that the model to start from does not have"
    case .badLabel(let task, let label, let expected):
      "task \(task): found the label `\(label)`, expected \(expected)"
    case .badTreebank(let file, let sentence, let problem): "\(file): \(sentence): \(problem)"
    case .otherCharacters(let gold, let predicted, let sentence, let expected, let found):
      "\(predicted): found \(Self.quoted(found)) where \(gold) has \(Self.quoted(expected)) in \(sentence)"
    case .otherDocuments(let document, let expected, let found):
      "\(document.map { "\($0): " } ?? "")expected \(expected), found \(found)"
    case .badPrecision(let problem, _): problem
    case .notWritten(let path, let reason): "\(path): can't be written: \(reason)"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .layerOutOfRange: "Give the task a layer of the encoder, `top`, `mix` or `all`."
    case .notAlone: "Train it in a `train` stage of its own, and name that stage as `segmenter` of the other one."
    case .duplicateTask: "Give each task a name of its own."
    case .missingLabels, .badVocabulary, .badModel, .weightsMismatch, .badLabel:
      "Copy the model again from where it was trained, or train it again."
    case .noModel:
      "Name a model folder, such as runs/NAME/STAGE/model, a run folder that has one model, a file NAME.braid, or a model "
        + "that `braid model list` lists."
    case .severalModels(_, let found): "Name one of them: \(found.joined(separator: ", "))."
    case .tooFewLabels: "Check that the task names the right layer and that the training file has more than one label."
    case .unknownKind(_, let kind, let known):
      SpellingSuggestion.name(for: kind, among: known).map { "Did you mean `\($0)`?" }
        ?? "The known kinds are \(known.joined(separator: ", "))."
    case .badName:
      "Use another name, without `/` and control characters, not `encoder`, and not one that starts with a full stop."
    case .badOption(_, let option, _, _): "Set `\(option)` to such a value."
    case .notBinary: "Use a softmax output, or name a layer with two labels."
    case .notNumbers: "Give numbers such as -3.5 or 1e-3, one a document, or leave the value out where it is missing."
    case .oneNumber: "Check the layer's name against `braid stats` of its corpus; there is nothing to learn."
    case .noTargets: "Check the task's layer name against `braid stats` of its corpus."
    case .leaks(_, let option, _): "Give it \(Self.statesWithoutLeak(option))."
    case .badInputs, .otherInputs:
      "Make the file again: a tensor [tokens, numbers] of F32 or F16 for each document, on the tokens that the model reads."
    case .noInputs: "Make vectors of this document, too, or name the file that has them with `inputs`."
    case .needsInputs:
      "Name the safetensors files that have them with `inputs` (--inputs); the service can't be given any."
    case .unwantedInputs(_, _, let expected):
      expected == 0 ? "Leave `inputs` out." : "Make vectors with the model that those of the training were made with."
    case .nestedStates: "Read the states of a model with an encoder of words and characters alone."
    case .tiedWidths: "Set `units` to the width of the embedding, or leave `tied` out."
    case .otherEncoder: "Give the encoder the options of that model, which its `config.json` has, or leave `from` out."
    case .otherSymbols: "Leave `specials` out of the vocabulary, or give it those of the model."
    case .badTreebank:
      "Correct the file; `udvalidate` of the Python package udtools finds what is wrong with a treebank."
    case .otherCharacters: "Score predictions about the same text; spaces may differ, no other character may."
    case .otherDocuments:
      "Score predictions about the same documents, in the same order; tokens may differ, characters may not."
    case .badPrecision(_, let advice): advice
    case .notWritten: "Choose a folder that can be written."
    }
  }
}

extension TaskError {
  /// What a language model may read in the place of what `option` names.
  package static func statesWithoutLeak(_ option: String) -> String {
    switch option {
    case "layer": "layer 1, whose directions each know their own past only, or an encoder with `bidirectional: false`"
    case "encoder": "an encoder without `contextual` and `inputs`"
    default: "none, or layers with `bidirectional: false` on an encoder with the same"
    }
  }

  /// A text in quotes; in words, where there is none.
  private static func quoted(_ text: String) -> String { text.isEmpty ? "nothing more" : "`\(text)`" }
}
