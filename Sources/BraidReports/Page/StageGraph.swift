/// Where the stages of a pipeline stand when they are drawn from left to right, each right of what it uses.
struct StageGraph {
  /// A box.
  struct Node {
    let stage: ReportedStage
    /// Left upper corner.
    var x: Double
    var y: Double
  }

  static let box = (width: 130.0, height: 46.0)
  private static let gap = (x: 36.0, y: 16.0)
  /// Room for an edge that passes through a column.
  private static let lane = 10.0

  /// The boxes, in the order of the stages.
  let nodes: [Node]
  /// The edges, from box to box by their numbers, as points from the right side of the one to the left of the other.
  let edges: [(from: Int, to: Int, points: [(x: Double, y: Double)])]
  let width: Double
  let height: Double

  /// A stage, or an edge passing through.
  private struct Slot {
    /// Number of the stage; nil for an edge.
    let stage: Int?
    /// Slots of the columns beside.
    var before: [Int] = []
    var after: [Int] = []
    var y = 0.0
    var height: Double { stage == nil ? StageGraph.lane : StageGraph.box.height }
  }

  /// Lays the stages out.
  init(_ stages: [ReportedStage]) {
    let names = stages.map(\.name)
    let uses = stages.enumerated().map { index, stage in
      stage.uses.compactMap { name in names.firstIndex(of: name) }.filter { $0 < index }
    }
    var layer: [Int] = []
    for used in uses { layer.append((used.map { layer[$0] }.max() ?? -1) + 1) }
    var columns = [[Int]](repeating: [], count: (layer.max() ?? 0) + 1)
    var slots = stages.indices.map { Slot(stage: $0) }
    for stage in stages.indices { columns[layer[stage]].append(stage) }
    func link(_ left: Int, _ right: Int) {
      slots[left].after.append(right)
      slots[right].before.append(left)
    }
    var chains: [(from: Int, to: Int, slots: [Int])] = []
    // All edges of a stage that pass a column do so in one lane.
    var lanes = [[Int]](repeating: [], count: stages.count)
    for (stage, used) in uses.enumerated() {
      for source in used {
        var chain = [source]
        for column in layer[source] + 1..<max(layer[source] + 1, layer[stage]) {
          let number = column - layer[source] - 1
          if number == lanes[source].count {
            slots.append(Slot(stage: nil))
            columns[column].append(slots.count - 1)
            link(chain[chain.count - 1], slots.count - 1)
            lanes[source].append(slots.count - 1)
          }
          chain.append(lanes[source][number])
        }
        link(chain[chain.count - 1], stage)
        chains.append((source, stage, chain + [stage]))
      }
    }
    Self.order(&columns, slots)
    Self.place(columns, &slots)
    height = (slots.map { $0.y + $0.height / 2 }.max() ?? 0) + 1
    width = Double(columns.count) * (Self.box.width + Self.gap.x) - Self.gap.x + 2
    func left(_ column: Int) -> Double { 1 + Double(column) * (Self.box.width + Self.gap.x) }
    nodes = stages.indices.map {
      Node(stage: stages[$0], x: left(layer[$0]), y: slots[$0].y - Self.box.height / 2)
    }
    edges = chains.map { chain in
      var points = [(x: left(layer[chain.from]) + Self.box.width, y: slots[chain.from].y)]
      for (offset, slot) in chain.slots.dropFirst().dropLast().enumerated() {
        let column = layer[chain.from] + 1 + offset
        points.append((left(column), slots[slot].y))
        points.append((left(column) + Self.box.width, slots[slot].y))
      }
      points.append((left(layer[chain.to]), slots[chain.to].y))
      return (chain.from, chain.to, points)
    }
  }

  /// Orders each column by the mean place of its neighbours, to and fro (Sugiyama et al. 1981).
  private static func order(_ columns: inout [[Int]], _ slots: [Slot]) {
    for sweep in 0..<8 {
      let forward = sweep.isMultiple(of: 2)
      for column in forward ? Array(columns.indices.dropFirst()) : columns.indices.dropLast().reversed() {
        let beside = columns[forward ? column - 1 : column + 1]
        let place = Dictionary(uniqueKeysWithValues: beside.enumerated().map { ($1, Double($0)) })
        let ranked = columns[column].enumerated().map { index, slot -> (key: Double, index: Int, slot: Int) in
          let places = (forward ? slots[slot].before : slots[slot].after).compactMap { place[$0] }
          let mean = places.isEmpty ? Double(index) : places.reduce(0, +) / Double(places.count)
          return (mean, index, slot)
        }
        columns[column] = ranked.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map(\.slot)
      }
    }
  }

  /// Gives each slot its height in the drawing: near its neighbours, in the order of its column, not over another one.
  private static func place(_ columns: [[Int]], _ slots: inout [Slot]) {
    for column in columns { spread(column, &slots) }
    for sweep in 0..<12 {
      for column in sweep.isMultiple(of: 2) ? columns : columns.reversed() {
        for slot in column {
          let beside = (slots[slot].before + slots[slot].after).map { slots[$0].y }
          if !beside.isEmpty { slots[slot].y = beside.reduce(0, +) / Double(beside.count) }
        }
        spread(column, &slots)
      }
    }
    let top = slots.map { $0.y - $0.height / 2 }.min() ?? 0
    for index in slots.indices { slots[index].y += 1 - top }
  }

  /// Moves the slots of a column apart, down and then up again by half of what they moved.
  private static func spread(_ column: [Int], _ slots: inout [Slot]) {
    var moved = 0.0
    for (above, slot) in zip(column, column.dropFirst()) {
      let least = slots[above].y + (slots[above].height + slots[slot].height) / 2 + gap.y
      moved = max(moved, least - slots[slot].y)
      slots[slot].y = max(slots[slot].y, least)
    }
    for slot in column { slots[slot].y -= moved / 2 }
  }
}
