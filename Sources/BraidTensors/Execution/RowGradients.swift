import CKernels

/// Gradients of rows of a table: row `ids[i]` gets row i of `gradient`.
struct RowContribution {
  let ids: [Int32]
  let gradient: UnsafeMutablePointer<Float>
}

/// The gradient of a table, of the rows only that a step has read.
final class RowGradients {
  let width: Int
  /// The rows, in the order in which they were met.
  private(set) var rows: [Int32] = []
  /// Where each row of the table has its gradient; negative for none.
  private var slots: [Int32]
  private var buffer = FloatBuffer(0)

  init(rows: Int, width: Int) {
    self.width = width
    slots = [Int32](repeating: -1, count: rows)
  }

  /// The gradient of the row in place `slot`.
  func pointer(_ slot: Int) -> UnsafeMutablePointer<Float> { buffer.pointer + slot * width }

  /// The gradient of a row of the table; nil when there is none.
  func pointer(row: Int32) -> UnsafeMutablePointer<Float>? {
    let slot = slots[Int(row)]
    return slot >= 0 ? pointer(Int(slot)) : nil
  }

  func clear() {
    for row in rows { slots[Int(row)] = -1 }
    rows.removeAll(keepingCapacity: true)
  }

  /// Gives each row a place that has none yet; negative ids are no rows.
  func meet(_ ids: [Int32]) {
    for id in ids where id >= 0 && slots[Int(id)] < 0 {
      slots[Int(id)] = Int32(rows.count)
      rows.append(id)
    }
  }

  /// The place of a row that has one.
  func slot(_ row: Int32) -> Int { Int(slots[Int(row)]) }

  /// Allocates the rows that `contributions` mention and adds them up in their order.
  func add(_ contributions: [RowContribution], team: ThreadTeam) {
    let before = rows.count
    for contribution in contributions { meet(contribution.ids) }
    reserve(keeping: before)
    // Each part adds the rows of its own slots, so that a row's sum has one order.
    let parts = team.threads
    slots.withUnsafeBufferPointer { slots in
      team.run(parts) { part in
        for contribution in contributions {
          for (index, id) in contribution.ids.enumerated() where id >= 0 {
            let slot = Int(slots[Int(id)])
            if slot % parts == part {
              bk_add(width, contribution.gradient + index * width, buffer.pointer + slot * width)
            }
          }
        }
      }
    }
  }

  func add(_ other: RowGradients, weight: Float) {
    let before = rows.count
    for row in other.rows where slots[Int(row)] < 0 {
      slots[Int(row)] = Int32(rows.count)
      rows.append(row)
    }
    reserve(keeping: before)
    for (slot, row) in other.rows.enumerated() {
      bk_add_scaled(width, weight, other.pointer(slot), pointer(Int(slots[Int(row)])))
    }
  }

  func dot(_ other: RowGradients) -> Double {
    var total = 0.0
    for (slot, row) in rows.enumerated() where other.slots[Int(row)] >= 0 {
      total += bk_dot(width, pointer(slot), other.pointer(Int(other.slots[Int(row)])))
    }
    return total
  }

  /// The whole table, zeros where no gradient is.
  func full() -> [Float] {
    var values = [Float](repeating: 0, count: slots.count * width)
    for (slot, row) in rows.enumerated() {
      for column in 0..<width { values[Int(row) * width + column] = pointer(slot)[column] }
    }
    return values
  }

  /// Room for all `rows`, whatever is in it.
  func reserveForOverwriting() {
    let needed = rows.count * width
    if needed > buffer.count { buffer = FloatBuffer(needed + needed / 4) }
  }

  /// Room for all `rows`, zeros from row number `keeping` on.
  private func reserve(keeping: Int) {
    let needed = rows.count * width
    if needed > buffer.count {
      let larger = FloatBuffer(needed + needed / 4)
      larger.pointer.update(from: buffer.pointer, count: keeping * width)
      buffer = larger
    }
    (buffer.pointer + keeping * width).update(repeating: 0, count: needed - keeping * width)
  }
}
