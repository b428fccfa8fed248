import Foundation

/// What can be wrong with a benchmark's command line or data.
enum BenchmarkError: Error, LocalizedError {
  case usage(String)
  case notAWorkload(String)
  case truncated(String)

  var errorDescription: String? {
    switch self {
    case .usage(let text): text
    case .notAWorkload(let path): "\(path) is not a file of data.py. Write one with `data.py --workload w1 --out FILE`."
    case .truncated(let path): "\(path) ends in the middle of a batch. Write it anew with data.py."
    }
  }
}
