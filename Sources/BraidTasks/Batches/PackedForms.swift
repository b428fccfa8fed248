package import BraidTensors

/// A batch's distinct written forms as packed character sequences, and the form of each token row.
package struct PackedForms: Sendable {
  /// The forms, longest first.
  package let packing: Packing
  /// Character ids, one a row of `packing`.
  package let characters: [Int32]
  /// For each token row of the batch the index of its form among the packed sequences.
  package let sequences: [Int32]

  /// Packs the forms that `rows`, one form a token row, mention.
  package init(_ rows: [Int32], table: FormTable) {
    var local: [Int32: Int] = [:]
    var distinct: [Int32] = []
    for form in rows where local[form] == nil {
      local[form] = distinct.count
      distinct.append(form)
    }
    let ids = distinct.map { table.characters[Int($0)] }
    packing = Packing(lengths: ids.map(\.count))
    characters = packing.pack(ids)
    var sorted = [Int32](repeating: 0, count: distinct.count)
    for (position, form) in packing.order.enumerated() { sorted[form] = Int32(position) }
    sequences = rows.map { sorted[local[$0] ?? 0] }
  }
}
