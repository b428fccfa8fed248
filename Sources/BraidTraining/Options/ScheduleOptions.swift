/// Which corpus the next batch is taken from.
///
/// Under every schedule a corpus hands out all of its examples before any of them a second time.
public enum ScheduleOptions: Sendable, Equatable, Codable {
  /// Each step takes a batch of every corpus and adds the losses.
  case joint
  /// Each corpus once through in an epoch, its batches spread at random among the others'.
  case proportional
  /// Each step draws a corpus, all equally likely.
  case uniform
  /// The corpora in turn.
  case roundRobin
  /// Draws with probability proportional to size^(1/temperature) (Devlin et al. 2018).
  case temperature(Double)
  /// Draws with these probabilities, by corpus; they are scaled to add up to 1.
  case probabilities([String: Double])
  /// From proportional towards uniform over the epochs: size^α, α from 1 down to 0.2 (Stickland & Murray 2019, 3.3).
  case annealed
  /// Phases one after the other, each with its corpora, in proportion, for its epochs.
  case sequential([SchedulePhase])
}
