import BraidFiles
import Synchronization

/// Tags of a document's tokens as the cells of its file, which become strings when they are asked for.
package final class TagCells: Sendable {
  /// Where a tag stands.
  package struct Cell: Sendable {
    let start: UInt32
    let end: UInt32

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

  private struct Unmade: Sendable {
    var bytes: [UInt8]
    var cells: [Cell]
    var layers: [String]
  }

  private enum State: Sendable {
    case cells(Unmade)
    case made([String: [String?]])
  }

  private let state: Mutex<State>
  private let names: Names
  /// How many tags there are.
  let count: Int

  /// Tags of some layers.
  ///
  /// - Parameters:
  ///   - bytes: Well-formed UTF-8 that the cells are parts of.
  ///   - cells: The tags, one a token of the first layer, then of the others.
  ///   - layers: The names of the layers, at least one.
  ///   - count: How many of the tags are not missing.
  ///   - names: The strings of the file.
  package init(_ bytes: [UInt8], cells: [Cell], layers: [String], count: Int, names: Names) {
    state = Mutex(.cells(Unmade(bytes: bytes, cells: cells, layers: layers)))
    self.names = names
    self.count = count
  }

  /// The tags by layer; cells that were made strings are let go.
  var tags: [String: [String?]] {
    state.withLock { state in
      switch state {
      case .made(let tags): return tags
      case .cells(let unmade):
        let tags = names.strings.withLock { Self.tags(unmade, $0) }
        state = .made(tags)
        return tags
      }
    }
  }

  private static func tags(_ unmade: Unmade, _ strings: StringCache) -> [String: [String?]] {
    let tokens = unmade.cells.count / unmade.layers.count
    var tags = [String: [String?]](minimumCapacity: unmade.layers.count)
    unmade.bytes.withUnsafeBufferPointer { bytes in
      unmade.cells.withUnsafeBufferPointer { cells in
        for (number, layer) in unmade.layers.enumerated() {
          tags[layer] = [String?](unsafeUninitializedCapacity: tokens) { column, filled in
            for token in 0..<tokens {
              let cell = cells[number &* tokens &+ token]
              let isMissing = cell.start == .max
              column.initializeElement(
                at: token,
                to: isMissing
                  ? nil : strings.string(UnsafeBufferPointer(rebasing: bytes[Int(cell.start)..<Int(cell.end)])))
            }
            filled = tokens
          }
        }
      }
    }
    return tags
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
