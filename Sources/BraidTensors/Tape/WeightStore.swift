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
  /// Where the panels of each matrix in 8 bits begin.
  private let bytePanels: [Int?]

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
    panels = entries.map { $0.isPacked && !$0.isPackedAsBytes ? place($0.rows, $0.columns) : nil }
    transposedPanels = entries.map { $0.isPacked && training ? place($0.columns, $0.rows) : nil }
    bytePanels = entries.map { entry in
      guard entry.isPackedAsBytes else { return nil }
      defer { count += bk_bytes_size(entry.rows, entry.columns) / MemoryLayout<Float>.stride }
      return count
    }
    panelValues = FloatBuffer(count)
  }

  /// Copies `weights` in; `pack` must follow.
  func load(_ weights: Weights) {
    demand(
      weights.entries.count == entries.count
        && zip(weights.entries, entries).allSatisfy { $0.name == $1.name && ($0.scales == nil) == ($1.scales == nil) },
      "weights of another model")
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
    if entry.isPackedAsBytes { return [0..<entry.rows] }
    let rows = max(16, 16_384 / entry.columns / 16 * 16)
    return stride(from: 0, to: entry.rows, by: rows).map { $0..<min(entry.rows, $0 + rows) }
  }

  /// Repacks one piece of a weight after its values have changed.
  func pack(_ index: Int, rows: Range<Int>) {
    let entry = entries[index]
    let source = values.pointer + entry.offset
    if let panel = bytePanels[index], let scales = entry.scales {
      bk_bytes_pack(source, scales, entry.rows, entry.columns, panelValues.pointer + panel)
    }
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

  /// The panels of a matrix in 8 bits; nil for one in 32 bits.
  func packedBytes(_ id: WeightID) -> UnsafeRawPointer? {
    bytePanels[id.index].map { UnsafeRawPointer(panelValues.pointer + $0) }
  }

  func packedTranspose(_ id: WeightID) -> UnsafePointer<Float> {
    pointer(transposedPanels[id.index], id, "not packed for gradients")
  }

  private func pointer(_ panel: Int?, _ id: WeightID, _ problem: String) -> UnsafePointer<Float> {
    guard let panel else { fatalError("weight \(entries[id.index].name) is \(problem)") }
    return UnsafePointer(panelValues.pointer + panel)
  }
}
