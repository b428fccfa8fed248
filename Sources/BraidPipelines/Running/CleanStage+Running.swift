import BraidCorpora
import BraidFiles
import BraidTensors
import BraidText
import Foundation

extension CleanStage {
  /// The parts in the order in which a text that several have stays in the first.
  private static let parts = ["test", "dev", "train"]
  /// Documents that are shown for each reason.
  private static let samples = 3

  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let rules = try CleaningRules(self)
    let flows = try runner.documents(of) { $0 }
    let parts = Self.parts.filter { flows[$0] != nil }
    let finder = duplicates == .keep && !leaks ? nil : try DuplicateFinder(folder: runner.cache.folder)
    runner.expect(bytes: flows.values.reduce(0) { $0 + $1.bytes })
    var reasons = [ByteList](repeating: ByteList(), count: parts.count)
    var starts: [Int] = []
    var position = 0
    for (index, part) in parts.enumerated() {
      starts.append(position)
      try flows[part]?.forEach { document in
        let reason = rules.reason(toDrop: document)
        if reason == nil, let finder {
          let texts = [document.text] + (target.flatMap { document.translations[$0]?.text }.map { [$0] } ?? [])
          try finder.add(texts, similar: duplicates == .similar, position: position)
        }
        reasons[index].append(reason?.rawValue ?? 0)
        position += 1
        try runner.progress(name, documents: position)
      }
    }
    func part(_ position: Int) -> Int { (starts.lastIndex { $0 <= position }) ?? 0 }
    try finder?.forEach { position, previous, first in
      let own = part(position)
      if leaks, part(first) != own {
        reasons[own][position - starts[own]] = DropReason.leak.rawValue
      } else if duplicates != .keep, part(previous) == own {
        reasons[own][position - starts[own]] = DropReason.duplicate.rawValue
      }
    }
    var files: [String] = []
    var summary: [String] = []
    for (part, own) in zip(parts, reasons) {
      let ledger = Self.ledger(own, part: part)
      runner.onEvent(.ledger(stage: name, part: part, ledger))
      let kept = ledger.read[.documents] ?? 0
      guard kept > 0 else {
        let why = ledger.entries.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
        throw PipelineError.stage(
          name: name, reason: "of \(own.count) documents of \(part) none is left: \(why)",
          advice: "Loosen the limits.")
      }
      summary.append("\(part) \(kept) of \(own.count)")
      let path = runner.cache.path(name, part)
      let file = try AtomicFile(path)
      try own.forEachBlock { try file.write($0) }
      try file.commit()
      files.append(path)
    }
    return StageResult(summary: summary.reversed().joined(separator: ", ") + " documents stay", files: files)
  }

  /// How many documents were left out and why, with the first numbers of such documents.
  private static func ledger(_ reasons: ByteList, part: String) -> Ledger {
    var counts = [UInt8: Int]()
    var samples = [UInt8: [Int]]()
    for number in 0..<reasons.count {
      let code = reasons[number]
      counts[code, default: 0] += 1
      if code != 0, counts[code, default: 0] <= Self.samples { samples[code, default: []].append(number) }
    }
    var ledger = Ledger(samples: Self.samples)
    ledger.add(.documents, counts[0] ?? 0)
    for reason in DropReason.allCases {
      let numbers = samples[reason.rawValue] ?? []
      for (index, number) in numbers.enumerated() {
        // The last sample stands for all those that have none.
        let count = index == numbers.count - 1 ? (counts[reason.rawValue] ?? 0) - index : 1
        let place = BraidCorpora.Place(file: "\(part) #\(number + 1)")
        ledger.note(.dropped, .documents, reason.text, at: place, count: count)
      }
    }
    return ledger
  }

  func documents(_ name: String, in runner: PipelineRunner) throws -> [String: DocumentFlow] {
    var flows = try runner.documents(of) { $0 }
    for (part, flow) in flows {
      let path = URL(fileURLWithPath: runner.cache.path(name, part))
      let reasons = try Data(contentsOf: path, options: .alwaysMapped)
      flows[part] = flow.filter { $0 < reasons.count && reasons[$0] == 0 }
    }
    return flows
  }
}
