import BraidPipelines
import BraidTestSupport
import Foundation

/// A folder of its own with files and a pipeline, and what running it tells.
final class Workbench {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  var folder: String { scratch.folder.path }

  func path(_ name: String) -> String { scratch.path(name) }

  func write(_ name: String, _ text: String) throws { try scratch.file(name, text) }

  func read(_ name: String) -> String? { try? scratch.text(name) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// When a file was last written.
  func stamp(_ name: String) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.modificationDate] as? Date
  }

  func delete(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// A pipeline whose `FOLDER` is this folder.
  func pipeline(_ text: String, settings: [String] = []) throws -> Pipeline {
    try Pipeline(text: text.replacing("FOLDER", with: folder), file: "p", settings: settings)
  }

  /// Runs a pipeline, and names the stages that were run.
  @discardableResult
  func run(_ text: String, settings: [String] = [], code: String = "1", force: Bool = false) throws -> [String] {
    var ran: [String] = []
    let runner = PipelineRunner(
      try pipeline(text, settings: settings), folder: path("run"), threads: 1, code: code
    ) { event in
      if case .started = event.message { ran.append(event.stage) }
    }
    _ = try runner.run(force: force)
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
