import BraidCorpora
import Foundation

/// The language that a gettext catalogue names in its header.
enum CatalogueLanguage {
  /// Bytes that are looked at.
  private static let bytes = 64 << 10

  /// The language as a BCP 47 tag; nil when none is named, also where the file is packed.
  ///
  /// Source: GNU gettext manual, section "Filling in the Header Entry", <https://www.gnu.org/software/gettext/manual/>.
  static func named(in path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: bytes) else { return nil }
    let field = #/"Language:\s*(?<locale>[^\s"\\]+)/#
    guard let found = String(decoding: data, as: UTF8.self).firstMatch(of: field) else { return nil }
    return POLanguage.tag(locale: String(found.locale))
  }
}
