import BraidText
public import Foundation

/// Why a service does not start.
public enum ServingError: Error, Sendable, Equatable {
  /// The service can't listen on the address; `reason` is the system's.
  case cannotListen(host: String, port: Int, reason: String)
  /// The system ended the service; `reason` is its.
  case failed(reason: String)
  /// The token that clients must send is empty or has characters that a header can't carry.
  case badToken
  /// No segmentation rules for the locale.
  case unknownLocale(String)
  /// The model is given vectors of tokens of other software, which requests don't have; `width` numbers each.
  case needsInputs(width: Int)
}

extension ServingError: LocalizedError {
  /// What was found.
  public var errorDescription: String? {
    switch self {
    case .cannotListen(let host, let port, let reason): "cannot listen on \(host), port \(port): \(reason)"
    case .failed(let reason): "the service ended: \(reason)"
    case .badToken: "the token is empty, or has characters other than visible ASCII"
    case .needsInputs(let width):
      "the model needs vectors of tokens of other software, \(width) numbers each, which no request has"
    case .unknownLocale(let locale): "no segmentation rules for the locale `\(locale)`"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .cannotListen: "Choose another address or port, or stop the program that uses it; port 0 picks a free one."
    case .failed: "Start it again."
    case .badToken: "Make one, for example with `openssl rand -hex 32`."
    case .needsInputs: "Annotate files with `braid annotate --inputs FILE`, or serve a model without `inputs`."
    case .unknownLocale(let name):
      TextLocale.nearest(to: name).map { "Did you mean \($0)?" } ?? "Give a BCP 47 language tag, such as en or zh."
    }
  }
}
