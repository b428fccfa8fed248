import BraidPipelines
import Foundation

/// A folder of its own with files and a pipeline, and what running it tells.
final class Workbench {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "braid-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
  }

  func read(_ name: String) -> String? {
    FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func delete(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// A pipeline whose `FOLDER` is this folder.
  func pipeline(_ text: String, settings: [String] = []) throws -> Pipeline {
    try Pipeline(text: text.replacing("FOLDER", with: folder), file: "p", settings: settings)
  }

  /// Runs a pipeline, and names the stages that were run.
  @discardableResult
  func run(_ text: String, settings: [String] = [], code: String = "1", anew: Bool = false) throws -> [String] {
    var ran: [String] = []
    let runner = PipelineRunner(
      try pipeline(text, settings: settings), folder: path("run"), threads: 1, code: code
    ) { event in
      if case .started = event.message { ran.append(event.stage) }
    }
    _ = try runner.run(anew: anew)
    return ran
  }

  /// The stages that would run, with the reason.
  func plan(_ text: String, settings: [String] = [], code: String = "1") throws -> [String: String] {
    let runner = PipelineRunner(
      try pipeline(text, settings: settings), folder: path("run"), threads: 1, code: code, onEvent: { _ in })
    return Dictionary(
      uniqueKeysWithValues: try runner.plan().compactMap { stage in
        stage.reason.map { (stage.stage, $0.text.replacing(folder, with: "FOLDER")) }
      })
  }
}
