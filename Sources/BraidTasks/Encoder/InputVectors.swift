import BraidFiles
import BraidTensors
package import BraidText
import Foundation

/// Vectors of tokens of other software, such as a transformer, in safetensors files.
///
/// Each document has one tensor `[tokens, width]` in one of the files, named by its id, or else by `sha256:` and the SHA-256 of
/// its text's UTF-8 bytes in hexadecimal; the second text of a pair has its rows behind those of the document's own. Numbers of
/// 32 or 64 bits and `BF16` are rounded to 16, which the encoder reads. The files are mapped, not read: a tensor is looked at when its document
/// is.
public struct InputVectors: Sendable {
  /// What an option that names the files means.
  package static let about = "safetensors files with the vectors of tokens that the model reads"

  /// Most numbers of a token's vector.
  static let mostNumbers = 65_536

  /// The files.
  public let paths: [String]
  /// Numbers of a token's vector.
  public let width: Int
  private let files: [SafeTensorsFile]
  /// For each name the file and the tensor.
  private let places: ExactDictionary<Place>

  private struct Place {
    var file: Int
    var tensor: Int
  }

  /// Opens files.
  ///
  /// - Throws: `TaskError.badInputs` when there is none, one can't be read, a name is in two of them, or tensors are no
  ///   matrices of one width.
  public init(_ paths: [String]) throws(TaskError) {
    var files: [SafeTensorsFile] = []
    var places = ExactDictionary<Place>()
    var width: Int?
    for (number, path) in paths.enumerated() {
      let file: SafeTensorsFile
      do {
        file = try SafeTensorsFile(path)
      } catch {
        let text = error.errorDescription ?? ""
        throw .badInputs(path: path, reason: text.hasPrefix(path) ? String(text.dropFirst(path.count + 2)) : text)
      }
      for (index, tensor) in file.names.enumerated() {
        guard tensor.shape.count == 2, 1...Self.mostNumbers ~= tensor.shape[1],
          tensor.shape[1] == width ?? tensor.shape[1]
        else {
          throw .badInputs(
            path: path,
            reason: "the tensor `\(tensor.name)` has the shape \(tensor.shape), "
              + "expected [tokens, \(width.map(String.init) ?? "numbers of a token")]")
        }
        guard places[tensor.name] == nil else {
          throw .badInputs(path: path, reason: "the tensor `\(tensor.name)` is in another file, too")
        }
        width = tensor.shape[1]
        places[tensor.name] = Place(file: number, tensor: index)
      }
      files.append(file)
    }
    guard let width else { throw .badInputs(path: paths.joined(separator: ", "), reason: "there is no tensor") }
    self.paths = paths
    self.width = width
    self.files = files
    self.places = places
  }

  /// A digest of all files' bytes, which is computed each time.
  package var digest: String {
    var hash = SHA256()
    for file in files { file.add(to: &hash) }
    return hash.hexadecimal()
  }

  /// The name of the tensor of a text without an id.
  static func name(ofText text: String) -> String { "sha256:" + SHA256.hexadecimal(text) }

  /// The vectors of a document's tokens.
  ///
  /// - Parameters:
  ///   - document: with tokens.
  ///   - second: whether the second text of a pair is read, too.
  /// - Returns: a row a token.
  /// - Throws: `TaskError.noInputs` when it has none, `.otherInputs` when it has another number of tokens, `.badInputs` for a number
  ///   that 16 bits can't hold, or that is none.
  package func vectors(_ document: Document, second: Bool) throws(TaskError) -> TokenVectors {
    let byText = Self.name(ofText: document.text)
    let name = document.id.isEmpty || places[document.id] == nil ? byText : document.id
    let shown = document.id.isEmpty ? byText : document.id
    guard let place = places[name] else { throw .noInputs(document: shown, text: byText, files: paths) }
    let tensor = files[place.file].names[place.tensor]
    let count = document.tokens.count + (second ? document.second?.tokensOrWords.count ?? 0 : 0)
    guard tensor.shape[0] == count else {
      throw .otherInputs(
        document: shown, file: paths[place.file], expected: count.counted("token"),
        found: tensor.shape[0].counted("row"))
    }
    do throws(SafeTensorsFile.BadNumber) {
      return TokenVectors(width: width, bytes: try files[place.file].halves(place.tensor))
    } catch {
      throw .badInputs(
        path: paths[place.file],
        reason: "the tensor `\(tensor.name)` has \(error.value) in row \(error.index / width + 1), column "
          + "\(error.index % width + 1), expected "
          + (error.value.isFinite ? "numbers of at most 65504, which 16 bits can hold" : "finite numbers"))
    }
  }
}
