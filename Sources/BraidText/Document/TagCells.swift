import BraidFiles
import Synchronization

/// Tags of a document's tokens as the cells of its file, which become strings when they are asked for.
package final class TagCells: Sendable {
  /// Where a tag stands.
  package struct Cell: Sendable {
    fileprivate let start: UInt32
    fileprivate let end: UInt32

    /// Whether there is no tag.
    var isMissing: Bool { start == .max }

    /// The bytes of the tag, if there is one.
    var range: Range<Int> { Int(start)..<Int(end) }

    /// No tag.
    package static let missing = Cell(start: .max, end: .max)

    /// The tag at a range of less than 4 GiB.
    @inline(__always)
    package init(_ range: Range<Int>) {
      self.init(
        start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound))
    }

    private init(start: UInt32, end: UInt32) {
      self.start = start
      self.end = end
    }
  }

  /// Strings of tags, which the documents of a file share.
  package final class Names: Sendable {
    fileprivate let strings = Mutex(StringCache())

    /// None yet.
    package init() {}
  }

  /// The cells, until all of them are strings, and the strings that were made of them.
  private struct State: Sendable {
    var bytes: [UInt8]
    var cells: [Cell]
    var made: [String: [String?]] = [:]
  }

  private let state: Mutex<State>
  private let names: Names
  /// The names of the layers.
  let layers: [String]
  /// How many tags there are.
  let count: Int

  /// Tags of some layers.
  ///
  /// - Parameters:
  ///   - bytes: Well-formed UTF-8 that the cells are parts of.
  ///   - cells: The tags, one a token of the first layer, then of the others.
  ///   - layers: The names of the layers, at least one, each once.
  ///   - count: How many of the tags are not missing.
  ///   - names: The strings of the file.
  package init(_ bytes: [UInt8], cells: [Cell], layers: [String], count: Int, names: Names) {
    state = Mutex(State(bytes: bytes, cells: cells))
    self.names = names
    self.layers = layers
    self.count = count
  }

  /// The tags by layer; all are strings then, and the cells are let go.
  var tags: [String: [String?]] {
    state.withLock { state in
      guard state.made.count < layers.count else { return state.made }
      state.made.reserveCapacity(layers.count)
      names.strings.withLock { strings in
        for (number, layer) in layers.enumerated() where state.made[layer] == nil {
          state.made[layer] = strings.tags(state.cells[range(number, state.cells)], of: state.bytes)
        }
      }
      (state.bytes, state.cells) = ([], [])
      return state.made
    }
  }

  /// The tags of one layer, of which alone strings are made; nil where it is missing.
  func tags(of layer: String) -> [String?]? {
    guard let number = layers.firstIndex(of: layer) else { return nil }
    return state.withLock { state in
      if let tags = state.made[layer] { return tags }
      let tags = names.strings.withLock { $0.tags(state.cells[range(number, state.cells)], of: state.bytes) }
      state.made[layer] = tags
      if state.made.count == layers.count { (state.bytes, state.cells) = ([], []) }
      return tags
    }
  }

  /// The tags of one layer as they are, cells or strings; nil where it is missing.
  func column(of layer: String) -> TagColumn? {
    guard let number = layers.firstIndex(of: layer) else { return nil }
    return state.withLock { state in
      if let tags = state.made[layer] { return TagColumn(tags) }
      return TagColumn(state.bytes, state.cells[range(number, state.cells)])
    }
  }

  /// Where the cells of a layer are.
  private func range(_ layer: Int, _ cells: [Cell]) -> Range<Int> {
    let tokens = cells.count / layers.count
    return layer * tokens..<(layer + 1) * tokens
  }
}

extension StringCache {
  /// The tags in some cells.
  fileprivate func tags(_ cells: ArraySlice<TagCells.Cell>, of bytes: [UInt8]) -> [String?] {
    bytes.withUnsafeBufferPointer { bytes in
      cells.withUnsafeBufferPointer { cells in
        [String?](unsafeUninitializedCapacity: cells.count) { column, filled in
          for (token, cell) in cells.enumerated() {
            column.initializeElement(
              at: token, to: cell.isMissing ? nil : string(UnsafeBufferPointer(rebasing: bytes[cell.range])))
          }
          filled = cells.count
        }
      }
    }
  }
}

/// The tags of one layer for those who want their bytes: those in the cells of a file are not made strings.
package final class TagColumn: Sendable {
  private let bytes: [UInt8]
  private let cells: ArraySlice<TagCells.Cell>
  /// The tags that are strings; none where they are cells.
  private let strings: [String?]

  /// Tags that are strings.
  package init(_ tags: [String?]) { (bytes, cells, strings) = ([], [], tags) }

  fileprivate init(_ bytes: [UInt8], _ cells: ArraySlice<TagCells.Cell>) {
    (self.bytes, self.cells, strings) = (bytes, cells, [])
  }

  /// Appends the tag of a token as UTF-8.
  ///
  /// - Returns: Whether there is one.
  package func append(_ token: Int, to out: inout [UInt8]) -> Bool {
    guard cells.isEmpty else {
      let cell = cells[cells.startIndex + token]
      if cell.isMissing { return false }
      bytes.withUnsafeBufferPointer { out.append(contentsOf: UnsafeBufferPointer(rebasing: $0[cell.range])) }
      return true
    }
    guard let tag = strings[token] else { return false }
    out.append(contentsOf: tag.utf8)
    return true
  }
}

/// The tags of a document, made strings or not.
@usableFromInline struct TagLayers: Hashable, Sendable {
  private var made: [String: [String?]] = [:]
  private var cells: TagCells?

  /// No tags.
  init() {}

  /// Tags that are cells of a file.
  init(_ cells: TagCells) { self.cells = cells }

  /// The tags by layer.
  var value: [String: [String?]] {
    get { cells?.tags ?? made }
    _modify {
      if let cells {
        made = cells.tags
        self.cells = nil
      }
      yield &made
    }
  }

  /// The names of the layers.
  var names: [String] { cells?.layers ?? Array(made.keys) }

  /// The tags of one layer; nil where it is missing.
  subscript(layer: String) -> [String?]? {
    guard let cells else { return made[layer] }
    return cells.tags(of: layer)
  }

  /// The tags of one layer as they are, cells or strings; nil where it is missing.
  func column(of layer: String) -> TagColumn? {
    guard let cells else { return made[layer].map { TagColumn($0) } }
    return cells.column(of: layer)
  }

  /// Whether there is no layer.
  var isEmpty: Bool { cells == nil && made.isEmpty }

  /// How many tags there are.
  var count: Int {
    if let cells { return cells.count }
    return made.values.reduce(0) { sum, tags in
      var count = sum
      for tag in tags where tag != nil { count &+= 1 }
      return count
    }
  }

  @usableFromInline static func == (first: TagLayers, second: TagLayers) -> Bool {
    let (tags, others) = (first.value, second.value)
    return tags.count == others.count
      && tags.allSatisfy { layer, tags in
        others[layer]?.elementsEqual(tags) { $0.isExactly($1) } ?? false
      }
  }

  @usableFromInline func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
