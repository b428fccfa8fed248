/// Memory of one tape, handed out from front to back and taken back all at once.
///
/// After a step that needed more than there was, the next one gets a single block that is large enough: a steady
/// training step allocates nothing.
final class Workspace {
  /// A place in the memory handed out.
  struct Mark {
    fileprivate let block: Int
    fileprivate let used: Int
  }

  private var blocks = [FloatBuffer(1 << 16)]
  private var current = 0
  private var used = 0
  private var highest = 0

  /// Uninitialised memory for `count` floats, aligned to a cache line.
  func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = (count + 15) / 16 * 16
    while used + size > blocks[current].count {
      current += 1
      used = 0
      if current == blocks.count { blocks.append(FloatBuffer(max(size, blocks[current - 1].count * 2))) }
    }
    defer {
      used += size
      highest = max(highest, blocks[..<current].reduce(used) { $0 + $1.count })
    }
    return blocks[current].pointer + used
  }

  /// The present place, for `release`.
  var mark: Mark { Mark(block: current, used: used) }

  /// Takes back what was handed out after `mark`.
  func release(to mark: Mark) {
    current = mark.block
    used = mark.used
  }

  /// Takes everything back.
  func reset() {
    if blocks.count > 1 {
      // The old blocks go before the new one comes.
      blocks = []
      blocks = [FloatBuffer(highest + highest / 8)]
    }
    current = 0
    used = 0
    highest = 0
  }
}
