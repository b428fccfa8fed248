/// Why segmentation asks ICU for every boundary instead of running ICU's compiled rules itself.
///
/// Tokens and sentences are the same either way; ICU alone takes several times as long.
public enum FastPathProblem: Sendable, Equatable {
  /// The linked ICU, of version `icu`, has no compiled rules in the layout that Braid knows.
  case unknownLayout(icu: String)
  /// Braid's machine and the linked ICU, of version `icu`, find different boundaries in a test text.
  case failedSelfTest(icu: String)

  /// What stands in the way of the linked ICU's rules for English; nil when nothing does.
  ///
  /// Found out once for each process, in a few milliseconds.
  public static let found: FastPathProblem? = {
    for kind in [ICUBreaker.Kind.word, .sentence] {
      // Missing English rules are reported when a segmenter is opened.
      if let problem = (try? Boundaries(kind, locale: "en", fastPath: true))?.problem { return problem }
    }
    return nil
  }()
}

extension FastPathProblem: CustomStringConvertible {
  /// What is wrong.
  public var cause: String {
    switch self {
    case .unknownLayout(let icu): "the break rules of ICU \(icu) have an unknown layout"
    case .failedSelfTest(let icu): "the break rules of ICU \(icu) fail the self-test"
    }
  }

  /// What is wrong, and what follows from it.
  public var description: String { "segmentation is slower than usual: \(cause); the results are the same" }
}
