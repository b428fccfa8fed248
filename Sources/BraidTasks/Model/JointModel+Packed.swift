import BraidFiles
import BraidTensors
import Foundation

extension JointModel {
  /// Writes the model as one file: its folder's files as members of a ZIP archive, stored as they are, with a digest of all.
  /// The same model makes the same bytes.
  ///
  /// - Parameters:
  ///   - path: the file; an older one is replaced as a whole.
  ///   - card: where the model is from.
  ///   - half: whether its weights are stored in 16 bits, rounded to the nearest, which is another model: a little other in what
  ///     it predicts, and half as large.
  /// - Throws: `TaskError.notWritten`.
  package func pack(to path: String, card: ModelCard?, half: Bool) throws(TaskError) {
    let model = half ? try rounded() : self
    do {
      var members = try model.files.map { ($0.name, try $0.contents.encoded(half: half)) }
      if let card { members.append((ModelCard.name, try card.file)) }
      try StoredArchive.write(path, members: members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
    } catch let error as StoredArchiveError {
      switch error {
      case .file(let error): throw .notWritten(path: path, reason: error.errorDescription ?? "")
      case .refused(_, let reason): throw .notWritten(path: path, reason: reason)
      }
    } catch {
      throw .notWritten(path: path, reason: error.localizedDescription)
    }
  }

  /// The model with the weights that numbers of 16 bits can be, those of its segmenter and of the encoder whose states it
  /// reads, too.
  ///
  /// - Throws: `TaskError.badPrecision` when a weight is too large for them, or in 8 bits.
  package func rounded() throws(TaskError) -> JointModel {
    guard !weights.isQuantized else {
      throw .badPrecision(
        problem: "weights of the model, or of one that it keeps, are in 8 bits already",
        advice: "Pack it without --half.")
    }
    var model = self
    var storage = weights.storage
    for index in storage.indices {
      guard let bits = HalfFloat.bits(storage[index]) else {
        throw .badPrecision(
          problem: "a weight of the model is \(storage[index]), which 16 bits can't hold",
          advice: "Pack it without --half.")
      }
      storage[index] = HalfFloat.number(bits)
    }
    model.weights = weights.replacing(storage)
    model.segmenter = try segmenter?.rounded()
    if let contextual = features.contextual {
      model.features.contextual = ContextualModel(encoder: try contextual.model.rounded())
    }
    return model
  }

  /// Writes the files of a packed model into a new folder, byte for byte.
  ///
  /// - Throws: `TaskError` when `path` is no packed model, or is damaged; `notWritten` when the folder is there and not empty, or
  ///   can't be written.
  package static func unpack(_ path: String, to folder: String) throws(TaskError) {
    let files = try ModelFiles(path)
    guard case .packed(let archive) = files else {
      throw .badModel(path: path, reason: "is a folder already, expected a file of `braid model pack`")
    }
    // What is in it is held against its digests before anything is written.
    _ = try JointModel(files: files, kinds: .shipped)
    if let there = try? FileManager.default.contentsOfDirectory(atPath: folder), !there.isEmpty {
      throw .notWritten(path: folder, reason: "the folder has files in it; name another one")
    }
    do {
      // The configuration makes a folder a model: it comes last.
      for name in archive.names.filter({ $0 != configurationName }) + [configurationName] {
        guard let data = archive[name] else { continue }
        let place = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: Paths.folder(place), withIntermediateDirectories: true)
        try AtomicFile.write(place, data: data)
      }
    } catch {
      throw .notWritten(path: folder, reason: error.localizedDescription)
    }
  }
}
