public import BraidFiles
public import Foundation

/// What can be wrong with a weights file.
public enum TensorFileError: Error, Sendable, Equatable {
  /// The file can't be opened, read or written.
  case file(FileError)
  /// The file breaks a rule of the format.
  case format(path: String, byte: Int, found: String, expected: String)
  /// A tensor has elements of a type that is not read, called `type` as the format does.
  case element(path: String, byte: Int, tensor: String, type: String)
  /// An element does not fit 16 bits.
  case tooLarge(tensor: String, value: Float)
}

extension TensorFileError: LocalizedError {
  /// What was found where.
  public var errorDescription: String? {
    switch self {
    case .file(let error): error.errorDescription
    case .format(let path, let byte, let found, let expected):
      "\(path): byte \(byte): found \(found), expected \(expected)"
    case .element(let path, let byte, let tensor, let type):
      "\(path): byte \(byte): found the tensor `\(tensor)` of \(type), expected \(TensorElement.names)"
    case .tooLarge(let tensor, let value): "\(tensor): found \(value), which 16 bits can't hold"
    }
  }

  /// What to do about it.
  public var recoverySuggestion: String? {
    switch self {
    case .file(let error): error.recoverySuggestion
    case .format: "The file is damaged or not a safetensors file; copy it again from where it was written."
    case .element: "Store its numbers as \(TensorElement.float.rawValue) or \(TensorElement.half.rawValue)."
    case .tooLarge: "Store the numbers in 32 bits."
    }
  }
}
