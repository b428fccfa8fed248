/// The distinct written forms of a set of documents as character ids, so that each form is read once a batch.
public struct FormTable: Sendable {
  /// Character ids of each form, never empty.
  public private(set) var characters: [[Int32]] = []
  private var rows: [[UInt8]: Int32] = [:]

  /// A table without forms.
  public init() {}

  /// A finished table of forms with these characters, to be looked up by row only.
  public init(characters: [[Int32]]) { self.characters = characters }

  /// The row of the form written `word`, added with `characters` if it is new.
  public mutating func row(of word: some Collection<UInt8>, characters ids: () -> [Int32]) -> Int32 {
    let key = Array(word)
    if let row = rows[key] { return row }
    let row = Int32(characters.count)
    characters.append(ids())
    rows[key] = row
    return row
  }
}
