import CKernels

/// Adds up the gradients of shards that several processes have, in the order of shards.
///
/// The processes have consecutive shards. Each adds its own, one by one, to the sum that comes from the process before it, and
/// hands it on; the last one has the whole sum, which goes back the same way. The sum is cut into chunks, so that all processes
/// work at once. Every element is thus the same sum in the same order as in one process, bit for bit; of a table only the
/// rows travel that a shard has read.
struct GradientChain {
  /// Floats of a chunk, unless one piece of work has more.
  static let chunkFloats = 65_536
  /// Chunks that are on their way from the process before at once.
  private static let depth = 4
  /// Floats of a table's rows that a thread works on at once.
  private static let rowFloats = 16_384

  /// Work on one piece of the sum.
  private enum Piece {
    /// A part of a dense weight.
    case dense(entry: Int, offset: Int, count: Int)
    /// Rows of a table's gradient, and the gradients of this process that are added to them, in order.
    case rows(table: RowGradients, slots: Range<Int>, parts: [(slot: Int, gradient: UnsafeMutablePointer<Float>)])
  }

  /// A part of the sum that travels as one message.
  private struct Chunk {
    /// Where it is.
    let memory: UnsafeMutablePointer<Float>
    var count: Int
    /// The pieces that it is made of.
    var pieces: Range<Int>
    /// How many of its floats any process before this one, and any up to this one, has.
    var before: Int
    var through: Int
  }

  private let communicator: any Communicator
  private let team: ThreadTeam
  private let gradients: Gradients
  private let tapes: ArraySlice<Tape>
  /// Which weights any process before this one, and any up to this one, has a gradient of.
  private var touchedBefore: [Bool]
  private var touchedThrough: [Bool]
  private var pieces: [Piece] = []
  private var chunks: [Chunk] = []

  /// Agrees with the other processes on what the sum has.
  ///
  /// - Parameters:
  ///   - gradients: where the sum goes; its memory may be that of the first tape.
  ///   - tapes: those of this process's shards.
  ///   - store: the weights.
  ///   - team: the threads.
  ///   - communicator: the other processes.
  init(
    _ gradients: Gradients, tapes: ArraySlice<Tape>, store: WeightStore, team: ThreadTeam,
    communicator: any Communicator
  ) {
    self.communicator = communicator
    self.team = team
    self.gradients = gradients
    self.tapes = tapes
    touchedBefore = store.entries.map { _ in false }
    touchedThrough = touchedBefore
    let headers = communicator.gather(header())
    agree(headers, store)
  }

  // MARK: what the sum has

  /// For each weight a byte that says whether this process has a gradient of it; then for each such table how many rows
  /// of it, and which, in the order in which they were met.
  private func header() -> [UInt8] {
    var bytes: [UInt8] = []
    var rows: [Int32] = []
    for index in gradients.tables.indices {
      let isTouched = tapes.contains { $0.touched[index] }
      bytes.append(isTouched ? 1 : 0)
      guard isTouched, let table = gradients.tables[index] else { continue }
      table.clear()
      for tape in tapes { for part in tape.rowContributions[index] { table.meet(part.ids) } }
      rows.append(Int32(table.rows.count))
      rows += table.rows
    }
    return bytes + rows.withUnsafeBytes { Array($0) }
  }

  /// Takes from all processes' headers what the sum has, and lays out how it travels.
  private mutating func agree(_ headers: [[UInt8]], _ store: WeightStore) {
    let count = store.entries.count
    for table in gradients.tables { table?.clear() }
    gradients.touched = [Bool](repeating: false, count: count)
    var rowsBefore = [Int](repeating: 0, count: count)
    var rowsThrough = rowsBefore
    for (rank, header) in headers.enumerated() {
      var place = count
      if rank == communicator.rank {
        touchedBefore = gradients.touched
        rowsBefore = gradients.tables.map { $0?.rows.count ?? 0 }
      }
      header.withUnsafeBytes { header in
        func next() -> Int32 {
          defer { place += 4 }
          return header.loadUnaligned(fromByteOffset: place, as: Int32.self)
        }
        for index in 0..<count where header[index] == 1 {
          gradients.touched[index] = true
          guard let table = gradients.tables[index] else { continue }
          let rows = next()
          table.meet((0..<rows).map { _ in next() })
        }
      }
      if rank == communicator.rank {
        touchedThrough = gradients.touched
        rowsThrough = gradients.tables.map { $0?.rows.count ?? 0 }
      }
    }
    for index in 0..<count where gradients.touched[index] {
      if let table = gradients.tables[index] {
        add(table, of: index, before: rowsBefore[index], through: rowsThrough[index])
      } else {
        add(store.entries[index], index, store.pieces(index))
      }
    }
  }

  /// Lays out a dense weight; small ones that lie side by side travel together.
  private mutating func add(_ entry: WeightEntry, _ index: Int, _ rows: [Range<Int>]) {
    for rows in rows {
      let offset = entry.offset + rows.lowerBound * entry.columns
      let count = rows.count * entry.columns
      let memory = gradients.dense.pointer + offset
      pieces.append(.dense(entry: index, offset: offset, count: count))
      var isNew = true
      if let last = chunks.last, case .dense = pieces[last.pieces.lowerBound] {
        // Weights begin at multiples of 16 floats.
        let gap = memory - (last.memory + last.count)
        isNew = !(0..<16 ~= gap) || last.count + gap + count > Self.chunkFloats
        if !isNew {
          chunks[chunks.count - 1].count += gap + count
          chunks[chunks.count - 1].pieces = last.pieces.lowerBound..<pieces.count
        }
      }
      if isNew {
        chunks.append(
          Chunk(memory: memory, count: count, pieces: pieces.count - 1..<pieces.count, before: 0, through: 0))
      }
      let last = chunks.count - 1
      if touchedBefore[index] { chunks[last].before = chunks[last].count }
      if touchedThrough[index] { chunks[last].through = chunks[last].count }
    }
  }

  /// Lays out a table's rows.
  private mutating func add(_ table: RowGradients, of entry: Int, before: Int, through: Int) {
    table.reserveForOverwriting()
    let rows = max(1, Self.rowFloats / table.width)
    let total = table.rows.count
    var parts = [[(slot: Int, gradient: UnsafeMutablePointer<Float>)]](
      repeating: [], count: (total + rows - 1) / rows)
    for tape in tapes {
      for contribution in tape.rowContributions[entry] {
        for (index, id) in contribution.ids.enumerated() where id >= 0 {
          let slot = table.slot(id)
          parts[slot / rows].append((slot, contribution.gradient + index * table.width))
        }
      }
    }
    for (number, parts) in parts.enumerated() {
      let slots = number * rows..<min(total, (number + 1) * rows)
      pieces.append(.rows(table: table, slots: slots, parts: parts))
      chunks.append(
        Chunk(
          memory: table.pointer(slots.lowerBound), count: slots.count * table.width,
          pieces: pieces.count - 1..<pieces.count,
          before: max(0, min(before, slots.upperBound) - slots.lowerBound) * table.width,
          through: max(0, min(through, slots.upperBound) - slots.lowerBound) * table.width))
    }
  }

  // MARK: adding up

  /// Adds up, and returns when this process has the whole sum.
  func run() {
    let (rank, last) = (communicator.rank, communicator.count - 1)
    let capacity = chunks.map(\.before).max() ?? 0
    let staging = (0..<(rank > 0 ? Self.depth : 0)).map { _ in FloatBuffer(capacity) }
    // The sum of squares of each piece of a dense weight; the last process takes them.
    let squares = UnsafeMutableBufferPointer<Double>.allocate(capacity: pieces.count)
    squares.initialize(repeating: 0)
    defer { squares.deallocate() }
    var incoming = [(any Transfer)?](repeating: nil, count: chunks.count)
    var outgoing = incoming
    var returning = incoming
    var sent: [any Transfer] = []
    // Of the chunks so many were asked for, are added, were asked back for, and are whole here.
    var (asked, added, askedBack, whole) = (0, 0, 0, 0)
    var patience = Patience()
    while whole < chunks.count {
      while rank > 0, asked < chunks.count, asked - added < Self.depth {
        let chunk = chunks[asked]
        if chunk.before > 0 {
          let memory = staging[asked % Self.depth].pointer
          incoming[asked] = communicator.receive(
            UnsafeMutableRawBufferPointer(start: memory, count: 4 * chunk.before), from: rank - 1)
        }
        asked += 1
      }
      if added < chunks.count, incoming[added]?.isDone ?? true {
        let chunk = chunks[added]
        incoming[added] = nil
        add(chunk, rank > 0 ? staging[added % Self.depth].pointer : chunk.memory, squares, isLast: rank == last)
        if rank < last {
          if chunk.through > 0 {
            let memory = UnsafeRawBufferPointer(start: chunk.memory, count: 4 * chunk.through)
            outgoing[added] = communicator.send(memory, to: rank + 1)
          }
        } else {
          sent.append(giveBack(chunk))
          whole += 1
        }
        added += 1
        patience = Patience()
        continue
      }
      while rank < last, askedBack < added, outgoing[askedBack]?.isDone ?? true {
        let chunk = chunks[askedBack]
        outgoing[askedBack] = nil
        let memory = UnsafeMutableRawBufferPointer(start: chunk.memory, count: 4 * chunk.count)
        returning[askedBack] = communicator.receive(memory, from: rank + 1)
        askedBack += 1
      }
      if rank < last, whole < askedBack, returning[whole]?.isDone ?? false {
        returning[whole] = nil
        if rank > 0 { sent.append(giveBack(chunks[whole])) }
        whole += 1
        patience = Patience()
        continue
      }
      patience.rest()
    }
    shareSquares(squares.reduce(0, +), sent)
  }

  /// Sends a part of the whole sum to the process before this one.
  private func giveBack(_ chunk: Chunk) -> any Transfer {
    communicator.send(UnsafeRawBufferPointer(start: chunk.memory, count: 4 * chunk.count), to: communicator.rank - 1)
  }

  /// Gives all processes the sum of squares of dense weights that the last one has taken.
  private func shareSquares(_ total: Double, _ sent: [any Transfer]) {
    var total = total
    withUnsafeMutableBytes(of: &total) { bytes in
      if communicator.rank < communicator.count - 1 {
        communicator.receive(bytes, from: communicator.rank + 1).wait()
      }
      if communicator.rank > 0 { communicator.send(UnsafeRawBufferPointer(bytes), to: communicator.rank - 1).wait() }
    }
    for transfer in sent { transfer.wait() }
    gradients.denseSquares = total
  }

  /// Adds this process's shards to what came from the process before.
  private func add(
    _ chunk: Chunk, _ before: UnsafeMutablePointer<Float>, _ squares: UnsafeMutableBufferPointer<Double>, isLast: Bool
  ) {
    team.run(chunk.pieces.count) { number in
      let number = chunk.pieces.lowerBound + number
      switch pieces[number] {
      case .dense(let entry, let offset, let count):
        let sum = gradients.dense.pointer + offset
        add(entry, offset, count, touchedBefore[entry] ? before + (sum - chunk.memory) : nil, to: sum)
        if isLast { squares[number] = bk_sum_of_squares(count, sum) }
      case .rows(let table, let slots, let parts):
        let known = min(slots.count * table.width, chunk.before)
        if known > 0 { chunk.memory.update(from: before, count: known) }
        (chunk.memory + known).update(repeating: 0, count: chunk.count - known)
        for (slot, gradient) in parts { bk_add(table.width, gradient, table.pointer(slot)) }
      }
    }
  }

  /// Adds one piece of a dense weight.
  private func add(
    _ entry: Int, _ offset: Int, _ count: Int, _ before: UnsafeMutablePointer<Float>?,
    to sum: UnsafeMutablePointer<Float>
  ) {
    var isEmpty = true
    var rest = tapes.filter { $0.touched[entry] }.map { $0.weightGradients.pointer + offset }[...]
    // The sum may be in the first tape's memory: what comes from before is added to it there, which gives the same bits.
    if rest.first == sum {
      rest = rest.dropFirst()
      isEmpty = false
    }
    for part in (before.map { [$0] } ?? []) + rest {
      if isEmpty { sum.update(from: part, count: count) } else { bk_add(count, part, sum) }
      isEmpty = false
    }
  }
}
