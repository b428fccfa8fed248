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

  func run(in context: StageContext) throws -> StageResult? {
    let rules = try CleaningRules(self)
    let flows = try context.documents(of)
    let parts = Self.parts.filter { flows[$0] != nil }
    let finder = duplicates == .keep && !leaks ? nil : try DuplicateFinder(folder: context.cache.folder)
    context.expect(bytes: flows.values.reduce(0) { $0 + $1.bytes })
    var reasons = [ByteList](repeating: ByteList(), count: parts.count)
    var starts: [Int] = []
    var position = 0
    for (index, part) in parts.enumerated() {
      starts.append(position)
      try flows[part]?.forEach { document in
        let reason = rules.reason(toDrop: document)
        if reason == nil, let finder {
          let texts =
            [document.text] + (document.second.map { [$0.text] } ?? [])
            + (target.flatMap { document.translations[$0]?.text }.map { [$0] } ?? [])
          try finder.add(texts, similar: duplicates == .similar, position: position)
        }
        reasons[index].append(reason?.rawValue ?? 0)
        position += 1
        try context.advance(to: position)
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
    return try result(Array(zip(parts, reasons)), in: context)
  }

  func pass(in context: StageContext) throws -> StagePass? {
    // Whether a document has a double is known when all have been seen.
    guard duplicates == .keep, !leaks else { return nil }
    _ = try CleaningRules(self)
    let reasons = Reasons()
    return StagePass(
      change: {
        let rules = try CleaningRules(self)
        return { rules.reason(toDrop: $0)?.rawValue ?? 0 }
      },
      changes: false, take: { part, _, code in reasons.parts[part, default: ByteList()].append(code) }, looks: false,
      finish: {
        let parts = try context.documents(of)
        return try result(
          Self.parts.filter { parts[$0] != nil }.map { ($0, reasons.parts[$0] ?? ByteList()) }, in: context)
      })
  }

  /// Why a pass has dropped each document of each part.
  private final class Reasons {
    var parts: [String: ByteList] = [:]
  }

  /// Keeps which documents of each part stay.
  private func result(_ parts: [(name: String, reasons: ByteList)], in context: StageContext) throws -> StageResult {
    var files: [String] = []
    var summary: [String] = []
    for (part, own) in parts {
      let ledger = Self.ledger(own, part: part)
      context.tell(.ledger(part: part, ledger: ledger))
      let kept = ledger.read[.documents] ?? 0
      guard kept > 0 else {
        try checkNames(in: context)
        let why = ledger.entries.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
        throw PipelineError.stage(
          name: context.stage, reason: "of \(own.count.counted("document")) of \(part) none is left: \(why)",
          advice: "Loosen the limits.")
      }
      summary.append("\(part) \(kept) of \(own.count)")
      let path = context.path(part)
      let file = try AtomicFile(path)
      try own.forEachBlock { try file.write($0) }
      try file.commit()
      files.append(path)
    }
    let unknown = try unknownFields(in: context)
    let note = unknown.isEmpty ? "" : "; none of the first documents has the field " + unknown.joined(separator: ", ")
    let stay = parts.count == 1 && parts[0].reasons.count == 1 ? "document stays" : "documents stay"
    return StageResult(summary: "\(summary.reversed().joined(separator: ", ")) \(stay)\(note)", files: files)
  }

  /// Fields that no document may have a value of and that none of the first documents has: a name may be mistyped.
  private func unknownFields(in context: StageContext) throws -> [String] {
    guard !notFields.isEmpty else { return [] }
    let names = try DocumentNames(context.documents(of).values)
    return notFields.keys.filter { !names.fields.contains($0) }.sorted().map { "`\($0)`" }
  }

  /// Says what is wrong where the layer, translation or field that documents must have is one that none has.
  private func checkNames(in context: StageContext) throws {
    let names = try DocumentNames(context.documents(of).values)
    for name in fields.keys.sorted() where !names.fields.contains(name) {
      throw context.noneHas(name, option: ["fields"], what: "fields", known: names.fields)
    }
    if let labelled, !names.labels.contains(labelled) {
      throw context.noneHas(labelled, option: ["labelled"], what: "label layers", known: names.labels)
    }
    if let target, !names.translations.contains(target) {
      throw context.noneHas(target, option: ["target"], what: "translations", known: names.translations)
    }
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
        let place = SourceLocation(file: "\(part) #\(number + 1)")
        ledger.note(.dropped, .documents, reason.text, at: place, count: count)
      }
    }
    return ledger
  }

  func documents(in context: StageContext) throws -> [String: DocumentFlow] {
    var flows = try context.documents(of)
    for (part, flow) in flows {
      let path = URL(fileURLWithPath: context.path(part))
      let reasons = try Data(contentsOf: path, options: .alwaysMapped)
      flows[part] = flow.filter { $0 < reasons.count && reasons[$0] == 0 }
    }
    return flows
  }
}
