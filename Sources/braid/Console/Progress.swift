import BraidCorpora
import BraidFiles
import Foundation

/// How far reading has come: a bar on a terminal, else a plain line every few seconds.
///
/// Nothing is shown of work that is over within half a second.
final class Progress {
  private let meter: ReadMeter
  private let totalBytes: Int?
  private let isSilent: Bool
  private let isTerminal = Console.isTerminal
  private let start = Date()
  private var lastShown = Date()
  private var documents = 0
  /// The share of what has been read that is done.
  private var shareOfRead = 1.0
  private var checkedBytes = 0
  private var isDrawn = false
  private static let plainSeconds = 5.0

  /// Progress of reading files.
  ///
  /// - Parameters:
  ///   - paths: The files; their sizes are the whole.
  ///   - meter: Counts the bytes that were read.
  ///   - isSilent: Whether nothing is shown.
  init(_ paths: [String], meter: ReadMeter, isSilent: Bool) {
    self.meter = meter
    self.isSilent = isSilent
    let sizes = paths.map { path -> Int? in
      guard path != "-", let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        attributes[.type] as? FileAttributeType == .typeRegular
      else { return nil }
      return attributes[.size] as? Int
    }
    totalBytes = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
  }

  /// Counts documents, and shows how far things are now and then.
  ///
  /// - Throws: `Interruption.Interrupted` when the user ended the work.
  func advance(by count: Int = 1) throws {
    try Interruption.check()
    show(documents: documents + count)
  }

  /// Shows how far things are now and then.
  ///
  /// - Parameters:
  ///   - count: documents that are done.
  ///   - shareOfRead: the share, 0 to 1, of the text that has been read that they are.
  func show(documents count: Int, shareOfRead: Double = 1) {
    documents = count
    self.shareOfRead = shareOfRead
    // The clock is not asked for each of many small documents.
    guard !isSilent, shareOfRead < 1 || documents & 63 == 0 || meter.bytes - checkedBytes >= 1 << 20 else { return }
    checkedBytes = meter.bytes
    let now = Date()
    guard now.timeIntervalSince(lastShown) > (isTerminal ? isDrawn ? 0.1 : 0.5 : Self.plainSeconds) else { return }
    lastShown = now
    show(now)
  }

  /// Removes the bar.
  func finish() {
    guard isDrawn else { return }
    Console.message("\r\u{1B}[K")
    isDrawn = false
  }

  private func show(_ now: Date) {
    let bytes = Int(Double(meter.bytes) * shareOfRead)
    let seconds = now.timeIntervalSince(start)
    let rate = Console.number(Double(bytes) / seconds / 1e6, decimals: 1)
    let counted = Console.count(documents, "document")
    guard let totalBytes, totalBytes > 0, bytes > 0 else {
      draw("\(counted), \(Console.number(seconds, decimals: 0)) s")
      return
    }
    let share = min(1, Double(bytes) / Double(totalBytes))
    let text = "\(counted), \(rate) MB/s\(Bar.left(seconds: seconds, share: share))"
    draw(isTerminal ? "\(Bar.text(share))  \(text)" : "\(Console.number(share * 100, decimals: 0)) %, \(text)")
  }

  private func draw(_ text: String) {
    if isTerminal {
      Console.message("\r\(text)\u{1B}[K")
      isDrawn = true
    } else {
      Console.note(text)
    }
  }
}
