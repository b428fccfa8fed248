/// What the command line asks for.
struct Options {
  var data = ""
  var mode = "train"
  var threads = 2
  /// Shards a batch is cut into.
  var shards = 2
  var batches = 100
  var warmup = 10
  var repeats = 3

  static let usage = """
    usage: EngineBenchmark --data FILE [--mode train|infer|peak] [--threads N] [--shards N] [--batches N] [--warmup N] [--repeat N]
    FILE is written by data.py of the peers: data.py --workload w1 --batches 100 --out FILE
    """

  init(_ arguments: [String]) throws {
    var rest = arguments.makeIterator()
    while let name = rest.next() {
      guard let value = rest.next() else { throw BenchmarkError.usage(Self.usage) }
      switch (name, Int(value)) {
      case ("--data", _): data = value
      case ("--mode", _) where ["train", "infer", "peak"].contains(value): mode = value
      case ("--threads", let number?) where number > 0: threads = number
      case ("--shards", let number?) where number > 0: shards = number
      case ("--batches", let number?) where number > 0: batches = number
      case ("--warmup", let number?) where number >= 0: warmup = number
      case ("--repeat", let number?) where number > 0: repeats = number
      default: throw BenchmarkError.usage("\(name) \(value)?\n\(Self.usage)")
      }
    }
    guard mode == "peak" || !data.isEmpty else { throw BenchmarkError.usage(Self.usage) }
  }
}
