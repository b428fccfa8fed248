import BraidFiles

/// One thing that was to be labelled, and what became of it.
public struct LabelOutcome: Hashable, Sendable {
  /// The gold label; nil when there was nothing.
  public var gold: String?
  /// The predicted label; nil when nothing was predicted.
  public var predicted: String?

  /// A thing with a gold label, a predicted one, or both.
  public init(gold: String?, predicted: String?) {
    self.gold = gold
    self.predicted = predicted
  }

  /// Whether both are the same, labels by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.gold.isExactly(second.gold) && first.predicted.isExactly(second.predicted)
  }

  /// Whether both labels are the same.
  public var isRight: Bool { gold.isExactly(predicted) }

  /// What became of sets of labelled places: the same place with the same label is right; of what is left, the same place
  /// with another label is a confusion; the rest was missed or made up.
  static func matching<Place: Hashable>(
    gold: [(place: Place, label: String)], predicted: [(place: Place, label: String)]
  ) -> [LabelOutcome] {
    var left: [Place: [String]] = [:]
    for item in predicted { left[item.place, default: []].append(item.label) }
    func take(_ place: Place, where include: (String) -> Bool) -> String? {
      guard let index = left[place]?.firstIndex(where: include) else { return nil }
      return left[place]?.remove(at: index)
    }
    var outcomes: [LabelOutcome] = []
    var wrong: [(place: Place, label: String)] = []
    for item in gold {
      if let label = take(item.place, where: { $0.isExactly(item.label) }) {
        outcomes.append(LabelOutcome(gold: label, predicted: label))
      } else {
        wrong.append(item)
      }
    }
    for item in wrong { outcomes.append(LabelOutcome(gold: item.label, predicted: take(item.place) { _ in true })) }
    for item in predicted {
      guard let label = take(item.place, where: { $0.isExactly(item.label) }) else { continue }
      outcomes.append(LabelOutcome(gold: nil, predicted: label))
    }
    return outcomes
  }
}
