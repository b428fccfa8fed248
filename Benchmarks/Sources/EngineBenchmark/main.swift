import BraidTensors
import Foundation

func seconds(since start: ContinuousClock.Instant) -> Double { (ContinuousClock.now - start) / .seconds(1) }

func decimals(_ number: Double) -> String { String(format: "%.3f", number) }

func run(_ options: Options) throws {
  if options.mode == "peak" {
    let peak = Peak(threads: options.threads)
    print(
      """
      {"threads": \(options.threads), "peak_gflops": \(Int(peak.best / 1e9)), \
      "median_gflops": \(Int(peak.median / 1e9))}
      """)
    return
  }
  let begin = ContinuousClock.now
  let data = try WorkloadData(contentsOf: options.data, limit: options.batches)
  var model: any Model =
    switch data.workload {
    case 1: W1(vocabulary: data.vocabulary)
    case 2: W2(vocabulary: data.vocabulary)
    default: W3(vocabulary: data.vocabulary)
    }
  let training = options.mode == "train"
  let executor = Executor(weights: model.weights, threads: options.threads, training: training, seed: 1)
  model.weights = Weights()
  let network = model
  var optimizer = Optimizer(OptimizerOptions())
  var lastLoss = Float(0)
  // Seconds of the three phases of a step.
  var phases = (shards: 0.0, sum: 0.0, update: 0.0)

  func train(_ step: Int) {
    let batch = data.batches[step]
    let start = ContinuousClock.now
    let shards = Shards.split(lengths: batch.map { $0.ids.count + $0.target.count }, into: options.shards)
    let losses = executor.run(step: UInt64(step), shards: options.shards) { tape, shard in
      let part = shards[shard].map { batch[$0] }
      let loss = network.loss(tape, part, of: batch, step: step)
      tape.backward(loss)
      return loss[0, 0]
    }
    phases.shards += seconds(since: start)
    let middle = ContinuousClock.now
    let gradients = executor.sumGradients()
    phases.sum += seconds(since: middle)
    let end = ContinuousClock.now
    _ = executor.update(&optimizer, gradients, rate: 1e-3, clip: network.clip)
    phases.update += seconds(since: end)
    lastLoss = losses.reduce(0, +)
  }
  func epoch(_ count: Int) {
    if training {
      for step in 0..<count { train(step) }
    } else {
      // A batch a thread.
      _ = executor.map(count) { tape, step in
        let scores = network.scores(tape, data.batches[step], step: step)
        return scores[scores.rows - 1, 0]
      }
    }
  }
  epoch(min(options.warmup, data.batches.count))
  let ready = seconds(since: begin)
  phases = (0, 0, 0)
  let times = (0..<options.repeats).map { _ in
    let start = ContinuousClock.now
    epoch(data.batches.count)
    return seconds(since: start)
  }.sorted()
  let tokens = data.batches.reduce(0) { $0 + data.tokens($1) }
  let forward = data.batches.enumerated().reduce(0) { $0 + network.operations($1.element, step: $1.offset) }
  let median = times[times.count / 2]
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  print(
    """
    {"engine": "braid", "workload": "w\(data.workload)", "mode": "\(options.mode)", "threads": \(options.threads), \
    "shards": \(options.shards), "optim": "adam, touched rows of tables", "batches": \(data.batches.count), \
    "tokens": \(tokens), "tokens_per_s": \(Int(Double(tokens) / median)), \
    "best": \(Int(Double(tokens) / (times.first ?? median))), \
    "gflops": \(Int(forward * (training ? 3 : 1) / median / 1e9)), \
    "phases_s": {"shards": \(decimals(phases.shards)), "sum": \(decimals(phases.sum)), \
    "update": \(decimals(phases.update))}, "startup_s": \(String(format: "%.2f", ready)), "last_loss": \(String(format: "%.4f", lastLoss)), \
    "peak_rss_mb": \(usage.ru_maxrss / 1024)}
    """)
}

do {
  try run(Options(Array(CommandLine.arguments.dropFirst())))
} catch {
  FileHandle.standardError.write(Data("\(error.localizedDescription)\n".utf8))
  exit(2)
}
