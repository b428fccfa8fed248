/// How the states of a text's tokens become one vector.
public enum TextPooling: String, Sendable, CaseIterable {
  /// The state that has read the whole text: the last one, and for the backward direction the first one.
  case last
  /// The mean over the tokens.
  case mean
  /// The maximum over the tokens, for each unit.
  case max
  /// A sum weighted by a learned softmax over the tokens.
  case attention
}
