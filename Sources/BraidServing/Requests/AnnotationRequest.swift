import BraidTasks
package import BraidText

/// What a client wants to know about its texts.
package struct AnnotationRequest: Sendable, Equatable {
  /// What is asked about each text; texts of which the same is asked go through the model together.
  package struct Question: Sendable, Hashable {
    /// Indices of the model's tasks, each once, in the model's order.
    package var tasks: [Int]
    /// Most translations beside the best.
    package var alternatives: Int
    /// Whether a translation says where its words came from.
    package var attention: Bool

    /// A question for `tasks`.
    package init(tasks: [Int], alternatives: Int = 0, attention: Bool = false) {
      self.tasks = tasks
      self.alternatives = alternatives
      self.attention = attention
    }

    /// The same, as the model's heads are told.
    var answers: AnswerOptions {
      var options = AnswerOptions()
      options.alternatives = alternatives
      options.attention = attention
      return options
    }
  }

  /// The texts, not tokenized.
  package var documents: [Document] = []
  /// What is asked.
  package var question: Question
  /// BCP 47 locale of the rules that split the texts.
  package var locale: String

  /// A request without texts.
  package init(question: Question, locale: String) {
    self.question = question
    self.locale = locale
  }
}
