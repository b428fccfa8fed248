/// Memory of one tape, handed out from front to back and taken back all at once.
///
/// After a step that needed more than there was, the next one gets a single block that is large enough: a steady
/// training step allocates nothing.
final class Workspace {
  private var blocks: [FloatBuffer]
  private var used = 0
  private var total = 0

  init() { blocks = [FloatBuffer(1 << 16)] }

  /// Uninitialised memory for `count` floats, aligned to a cache line.
  func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = (count + 15) / 16 * 16
    if used + size > blocks[blocks.count - 1].count {
      total += used
      blocks.append(FloatBuffer(max(size, blocks[blocks.count - 1].count * 2)))
      used = 0
    }
    defer { used += size }
    return blocks[blocks.count - 1].pointer + used
  }

  /// Takes everything back.
  func reset() {
    if blocks.count > 1 {
      let needed = total + used
      blocks = [FloatBuffer(needed + needed / 4)]
    }
    used = 0
    total = 0
  }
}
