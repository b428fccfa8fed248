public import Foundation

extension FileError: LocalizedError {
  /// What is wrong with which file.
  public var errorDescription: String? { text.problem }

  /// One imperative sentence on what to change.
  public var recoverySuggestion: String? { text.advice }

  /// Both sentences; the only place that turns errors of this module into words.
  private var text: (problem: String, advice: String) {
    switch self {
    case .unreadable(let file, FileError.folder):
      ("\(file): cannot read: \(FileError.folder)", "Name the files in it, such as \(file)/*.")
    case .unreadable(let file, let reason):
      ("\(file): cannot read: \(reason)", "Check the path and its permissions.")
    case .interrupted(let file, let reason):
      (
        "\(file): reading stopped: \(reason)",
        "Check the disk or the connection that it comes from, and run the command again, with `--resume` if it has that option."
      )
    case .unwritable(let file, FileError.folder):
      ("\(file): cannot write: \(FileError.folder)", "Name a file in it, such as \(file)/NAME.")
    case .unwritable(let file, let reason):
      ("\(file): cannot write: \(reason)", "Choose a folder you may write to, with space left.")
    case .truncatedGzip(let file, let bytes):
      (
        "\(file): the gzip stream ends early, after \(bytes) uncompressed bytes",
        "Copy or download the file again; its end is missing."
      )
    case .damagedGzip(let file, let reason):
      ("\(file): damaged gzip stream: \(reason)", "Copy or download the file again.")
    }
  }
}
