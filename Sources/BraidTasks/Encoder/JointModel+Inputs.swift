public import BraidText

extension JointModel {
  /// Where the vectors are that its encoder is given beside words; nil for a model that is given none, and until they are set.
  ///
  /// They are not stored with the model: code that loads it from a folder sets the vectors of the documents to be predicted.
  public var inputs: InputVectors? { features.source }

  /// Brings the vectors of documents that the model is to read.
  ///
  /// - Throws: `TaskError.unwantedInputs` for a model that is given no vectors, or vectors of another width.
  public mutating func setInputs(_ inputs: InputVectors) throws(TaskError) {
    guard inputs.width == features.inputs else {
      throw .unwantedInputs(files: inputs.paths, width: inputs.width, expected: features.inputs)
    }
    features.source = inputs
  }

  /// Holds a model that is given vectors beside words to having some.
  ///
  /// - Throws: `TaskError.needsInputs`.
  public func checkInputs() throws(TaskError) {
    if features.inputs > 0, features.source == nil { throw .needsInputs(width: features.inputs) }
  }

  /// A digest of the vectors that it is given; nil without any.
  package var inputsDigest: String? { features.source?.digest }

  /// Holds documents to having the vectors that the model is given beside their words.
  ///
  /// - Parameter documents: as the model is to read them, with tokens.
  /// - Throws: `TaskError.needsInputs`, `.noInputs` or `.otherInputs`; nothing for a model that is given no vectors.
  public func checkInputs(of documents: [Document]) throws(TaskError) {
    try checkInputs()
    guard let source = features.source else { return }
    for document in documents where !document.tokens.isEmpty { _ = try source.vectors(document, second: readsPairs) }
  }
}
