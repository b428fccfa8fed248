/// How the elements of a tensor are stored, by the format's names.
enum TensorElement: String, CaseIterable {
  /// 64 bits, which are rounded to 32 when they are read; never written.
  case double = "F64"
  /// 32 bits.
  case float = "F32"
  /// 16 bits, which are exact 32-bit floats once they are read.
  case half = "F16"
  /// The upper half of 32 bits, which is an exact 32-bit float, too; never written.
  case brain = "BF16"
  /// Whole numbers of 8 bits, -127 to 127, times scales that another tensor has, which is named like it with `.scales` behind.
  case byte = "I8"

  /// Bytes of an element.
  var width: Int {
    switch self {
    case .double: 8
    case .float: 4
    case .half, .brain: 2
    case .byte: 1
    }
  }
}

extension TensorElement {
  /// All types, as a message lists them.
  static let names =
    allCases.dropLast().map(\.rawValue).joined(separator: ", ")
    + allCases.suffix(1).map { " or \($0.rawValue)" }.joined()
}

/// What the whole numbers of a tensor in 8 bits are multiplied by.
public struct TensorScales: Sendable, Equatable {
  /// Whether each row has a scale; each column, if not.
  public var areOfRows: Bool
  /// The scales, finite and not negative.
  public var values: [Float]

  /// Scales of the rows or columns of a matrix.
  public init(areOfRows: Bool, values: [Float]) {
    self.areOfRows = areOfRows
    self.values = values
  }

  /// What the name of their tensor ends in.
  static let ending = ".scales"

  /// The shape of their tensor: `[rows, 1]` or `[1, columns]`.
  var shape: [Int] { areOfRows ? [values.count, 1] : [1, values.count] }
}
