import BraidCorpora
import BraidFiles
import BraidTensors
import BraidText
import Foundation

extension SplitStage {
  /// The parts that a document can go to; its number among them is what the stage keeps of it.
  private static let parts = ["train", "dev", "test"]

  func run(in context: StageContext) throws -> StageResult? {
    guard let whole = try context.documents(of)["train"] else {
      throw PipelineError.stage(
        name: context.stage, reason: "stage `\(of)` has no training part to cut", advice: "Give it `train` files.")
    }
    let shares = zip(Self.parts, [1 - dev - test, dev, test]).filter { $0.1 > 0 }
    var splitter = try CorpusSplitter(
      parts: shares.map { CorpusSplitter.Part(name: $0.0, share: $0.1) }, unit: units.unit)
    try context.forEach(of: [whole]) { splitter.add($0) }
    if !splitter.isUnitFound {
      let names = try DocumentNames([whole])
      if let stratify = units.stratify {
        throw context.noneHas(stratify, option: ["stratify"], what: "label layers", known: names.labels)
      }
      if let group = units.group {
        throw context.noneHas(group, option: ["group"], what: "fields", known: names.fields)
      }
    }
    var stream = Random(seed: context.seed).stream("split.\(of)")
    let numbers = shares.map { UInt8(Self.parts.firstIndex(of: $0.0) ?? 0) }
    let owners = splitter.assignment(using: &stream).map { numbers[$0] }
    let counts = Self.parts.indices.map { part in owners.count { $0 == part } }
    guard !owners.isEmpty else {
      throw PipelineError.stage(
        name: context.stage, reason: "there are no documents to split",
        advice: "See what `\(of)` reads: its files hold none.")
    }
    guard counts[0] > 0 else {
      throw PipelineError.stage(
        name: context.stage, reason: "\(owners.count.counted("document")) leave none for training",
        advice: "Lower the shares of `dev` and `test`.")
    }
    for (part, share) in shares where counts[Self.parts.firstIndex(of: part) ?? 0] == 0 {
      throw PipelineError.stage(
        name: context.stage, reason: "\(part): \(share) of \(owners.count.counted("document")) is none",
        advice: "Raise the share, or set `\(part): 0` and name a file for that part.")
    }
    let path = context.path("parts")
    let file = try AtomicFile(path)
    try file.write(owners)
    try file.commit()
    let summary = zip(Self.parts, counts).map { "\($0) \($1)" }.joined(separator: ", ")
    return StageResult(summary: summary + " documents", files: [path])
  }

  func documents(in context: StageContext) throws -> [String: DocumentFlow] {
    var flows = try context.documents(of)
    guard let whole = flows["train"] else { return flows }
    let owners = try Data(contentsOf: URL(fileURLWithPath: context.path("parts")), options: .alwaysMapped)
    for (number, part) in Self.parts.enumerated() where number == 0 || owners.contains(UInt8(number)) {
      flows[part] = whole.filter { $0 < owners.count && owners[$0] == UInt8(number) }
    }
    return flows
  }
}
