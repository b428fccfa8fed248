package import BraidCorpora
package import BraidTasks
package import BraidText

/// A client's request for annotations.
package struct AnnotationRequest: Sendable, Equatable {
  /// What is asked about each text; texts of which the same is asked go through the model together.
  package struct Question: Sendable, Hashable {
    /// Indices of the model's tasks, each once, in the model's order.
    package var tasks: [Int]
    /// What is output besides the predicted labels.
    package var options: PredictionOptions

    /// A question for `tasks`.
    package init(tasks: [Int], options: PredictionOptions = PredictionOptions()) {
      self.tasks = tasks
      self.options = options
    }
  }

  /// The texts, not tokenized.
  package var documents: [Document] = []
  /// What is asked.
  package var question: Question
  /// BCP 47 locale of the rules that split the texts.
  package var locale: String
  /// What the offsets of the response count.
  package var offsets = OffsetUnit.bytes

  /// A request without texts.
  package init(question: Question, locale: String) {
    self.question = question
    self.locale = locale
  }
}
