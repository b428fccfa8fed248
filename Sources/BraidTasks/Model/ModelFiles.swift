package import BraidFiles
import BraidTensors
import Foundation

/// The files of a model: in a folder, or in one file that `braid model pack` wrote.
package enum ModelFiles {
  /// A folder.
  case folder(String)
  /// The members of one file.
  case packed(StoredArchive)

  /// Largest configuration or vocabulary that is read, in bytes.
  private static let largestFile = 1 << 30

  /// Opens the model that a path or a name stands for; one file is checked whole.
  ///
  /// - Throws: `TaskError.noModel`, `severalModels`; `badModel` when the file is damaged, or something else.
  package init(_ path: String) throws(TaskError) {
    let place = try JointModel.located(path)
    guard !FileList.isFolder(place) else {
      self = .folder(place)
      return
    }
    do throws(StoredArchiveError) {
      self = .packed(try StoredArchive(place))
    } catch {
      switch error {
      case .file(let error): throw .badModel(path: place, reason: error.errorDescription ?? "")
      case .refused(let path, let reason): throw .badModel(path: path, reason: "not a model: \(reason)")
      }
    }
  }

  /// The folder or file.
  package var path: String {
    switch self {
    case .folder(let folder): folder
    case .packed(let archive): archive.path
    }
  }

  /// The paths of what the model that a path or name stands for is read from; none where there is no such model.
  package static func paths(_ path: String) -> [String] {
    guard let place = try? JointModel.located(path) else { return [] }
    return FileList.isFolder(place) ? FileList.contents(of: place) { _ in true } ?? [] : [place]
  }

  /// A file of the model as messages name it.
  func place(_ name: String) -> String {
    switch self {
    case .folder(let folder): "\(folder)/\(name)"
    case .packed(let archive): "\(archive.path): \(name)"
    }
  }

  /// The names of all files, in the order of their bytes, and how large they are.
  package var list: [(name: String, bytes: Int)] {
    switch self {
    case .folder(let folder):
      let folder = FileSystem.resolvingLinks(folder)
      let base = folder.hasSuffix("/") ? folder : folder + "/"
      return (FileList.contents(of: folder) { _ in true } ?? []).map {
        (String($0.dropFirst(base.count)), FileList.bytes([$0]))
      }
    case .packed(let archive): return archive.names.map { ($0, archive[$0]?.count ?? 0) }
    }
  }

  /// A file's contents; nil when there is no such file.
  func contents(_ name: String) -> Data? {
    switch self {
    case .folder(let folder): FileManager.default.contents(atPath: "\(folder)/\(name)")
    case .packed(let archive): archive[name]
    }
  }

  /// A weights file, mapped.
  ///
  /// - Throws: `TensorFileError` when it is missing or breaks a rule of its format.
  func weights(_ name: String) throws(TensorFileError) -> SafeTensorsFile {
    switch self {
    case .folder(let folder): return try SafeTensorsFile("\(folder)/\(name)")
    case .packed(let archive):
      guard let data = archive[name] else { throw .file(.unreadable(file: place(name), reason: "no such file")) }
      return try SafeTensorsFile(data, path: place(name))
    }
  }

  /// Whether all weights are stored in 16 bits, those of a segmenter, too.
  package var areWeightsHalf: Bool {
    let weights = list.map(\.name).filter { Paths.name($0) == JointModel.weightsName }
    return !weights.isEmpty && weights.allSatisfy { (try? self.weights($0))?.isHalf == true }
  }

  /// A configuration or vocabulary.
  ///
  /// - Throws: `TaskError.badModel` when it is missing or too large.
  func data(_ name: String) throws(TaskError) -> Data {
    if case .folder(let folder) = self {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      let size = attributes?[.size] as? Int ?? 0
      guard size <= Self.largestFile else {
        throw .badModel(path: place(name), reason: "it has \(size) bytes, at most \(Self.largestFile) are read")
      }
    }
    guard let data = contents(name) else {
      throw .badModel(path: place(name), reason: "no such file, or it can't be read")
    }
    return data
  }
}
