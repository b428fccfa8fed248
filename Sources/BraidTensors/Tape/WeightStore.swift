import CKernels

/// The weights of a run at fixed places in memory, with the packed panels that products run on.
final class WeightStore {
  private(set) var entries: [WeightEntry]
  /// Which entries are not trained for now, whatever weights are loaded.
  private var frozen: [Bool]
  /// What the learning rate of each entry is multiplied by.
  private(set) var rateFactors: [Float]
  let values: FloatBuffer
  /// The panels of all matrices in one place, so that those of a larger model lie in large pages.
  private let panelValues: FloatBuffer
  /// Where the panels of each dense matrix and of its transpose begin; the transpose's only when gradients are wanted.
  private let panels: [Int?]
  private let transposedPanels: [Int?]

  init(_ weights: Weights, training: Bool) {
    entries = weights.entries
    frozen = weights.entries.map { _ in false }
    rateFactors = weights.entries.map { _ in 1 }
    values = FloatBuffer(weights.storage.count)
    var count = 0
    func place(_ rows: Int, _ columns: Int) -> Int {
      defer { count += bk_packed_size(rows, columns) }
      return count
    }
    panels = entries.map { $0.isPacked ? place($0.rows, $0.columns) : nil }
    transposedPanels = entries.map { $0.isPacked && training ? place($0.columns, $0.rows) : nil }
    panelValues = FloatBuffer(count)
  }

  /// Copies `weights` in; `pack` must follow.
  func load(_ weights: Weights) {
    demand(weights.entries.map(\.name) == entries.map(\.name), "weights of another model")
    entries = weights.entries
    for index in entries.indices where frozen[index] { entries[index].isTrainable = false }
    weights.storage.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { values.pointer.update(from: base, count: source.count) }
    }
  }

  /// Decides which weights are not trained; those of `weights` that never are stay so.
  func freeze(_ weights: Weights, _ isFrozen: (String) -> Bool) {
    for index in entries.indices {
      frozen[index] = isFrozen(entries[index].name)
      entries[index].isTrainable = weights.entries[index].isTrainable && !frozen[index]
    }
  }

  /// Decides what the learning rate of each weight is multiplied by.
  func scaleRates(_ factor: (String) -> Double) { rateFactors = entries.map { Float(factor($0.name)) } }

  func pointer(_ id: WeightID) -> UnsafeMutablePointer<Float> { values.pointer + entries[id.index].offset }

  /// The rows of a dense weight in pieces that a thread works on at once, each in the cache: whole panels of the
  /// transpose, which are 16 rows.
  func pieces(_ index: Int) -> [Range<Int>] {
    let entry = entries[index]
    let rows = max(16, 16_384 / entry.columns / 16 * 16)
    return stride(from: 0, to: entry.rows, by: rows).map { $0..<min(entry.rows, $0 + rows) }
  }

  /// Repacks one piece of a weight after its values have changed.
  func pack(_ index: Int, rows: Range<Int>) {
    let entry = entries[index]
    let source = values.pointer + entry.offset
    if let panel = panels[index] {
      bk_pack_part(
        source, entry.columns, 1, entry.rows, entry.columns, rows.lowerBound, rows.upperBound, 0, entry.columns,
        panelValues.pointer + panel)
    }
    if let panel = transposedPanels[index] {
      bk_pack_part(
        source, 1, entry.columns, entry.columns, entry.rows, 0, entry.columns, rows.lowerBound, rows.upperBound,
        panelValues.pointer + panel)
    }
  }

  func packed(_ id: WeightID) -> UnsafePointer<Float> { pointer(panels[id.index], id, "not packed") }

  func packedTranspose(_ id: WeightID) -> UnsafePointer<Float> {
    pointer(transposedPanels[id.index], id, "not packed for gradients")
  }

  private func pointer(_ panel: Int?, _ id: WeightID, _ problem: String) -> UnsafePointer<Float> {
    guard let panel else { fatalError("weight \(entries[id.index].name) is \(problem)") }
    return UnsafePointer(panelValues.pointer + panel)
  }
}
