import BraidFiles
import BraidTensors
import BraidTraining
import Testing

/// Three corpora of 7, 40 and 13 examples in batches of 4.
@Suite struct ScheduleTests {
  static let names = ["small", "large", "middle"]
  static let sizes = [7, 40, 13]

  static let kinds: [ScheduleOptions] = [
    .joint, .proportional, .uniform, .roundRobin, .temperature(3),
    .probabilities(["small": 0.2, "large": 0.7, "middle": 0.1]), .annealed,
    .dynamic(DynamicSampling()),
    .sequential([
      SchedulePhase(of: ["small"], epochs: 2), SchedulePhase(of: ["large", "middle"], epochs: 3),
    ]),
  ]

  func sampler(
    _ schedule: ScheduleOptions, seed: UInt64 = 5, epochs: Int = 6, tokens: Int = 20,
    batches: [String: CorpusBatchOptions] = [:]
  ) -> BatchSampler {
    let lengths = Self.sizes.map { size in (0..<size).map { 1 + $0 % 9 } }
    return BatchSampler(
      schedule, names: Self.names, lengths: lengths, costs: lengths, sentences: 4, tokens: tokens,
      batches: batches, epochs: epochs, random: Random(seed: seed))
  }

  /// The draws of each epoch.
  func draws(_ sampler: inout BatchSampler, epochs: Int) -> [[BatchSampler.Draw]] {
    (0..<epochs).map { _ in
      var draws: [BatchSampler.Draw] = []
      while let next = sampler.next(active: [true, true, true]) { draws += next }
      return draws
    }
  }

  @Test(arguments: kinds)
  func `every example is handed out once before any is handed out twice`(schedule: ScheduleOptions) {
    var sampler = sampler(schedule)
    let draws = draws(&sampler, epochs: 6).flatMap { $0 }
    for (corpus, size) in Self.sizes.enumerated() {
      let order = draws.filter { $0.corpus == corpus }.flatMap(\.examples)
      #expect(!order.isEmpty)
      for start in stride(from: 0, to: order.count, by: size) {
        let pass = order[start..<min(order.count, start + size)]
        #expect(Set(pass).count == pass.count)
        if pass.count == size { #expect(Set(pass) == Set(0..<size)) }
      }
    }
  }

  @Test(arguments: kinds)
  func `an epoch of draws is as long as the first one, and all of them as long as was said`(schedule: ScheduleOptions) {
    var sampler = sampler(schedule)
    let total = sampler.totalSteps
    var lengths = [0]
    while lengths.count <= 6 {
      if sampler.next(active: [true, true, true]) == nil { lengths.append(0) } else { lengths[lengths.count - 1] += 1 }
    }
    let steps = lengths.dropLast()
    // Passes are cut anew, by tokens too: two batches more or less.
    #expect(abs(steps.reduce(0, +) - total) <= 6 * 2)
    if case .sequential = schedule { return }
    for count in steps { #expect(abs(count - steps[0]) <= 2) }
  }

  /// 40 examples in batches of 3 are 14 batches, 4 of which make a step; 7 in batches of 2 are 4 batches, and 13 in
  /// batches of 4.
  @Test(arguments: kinds)
  func `a corpus has batches of its own size, several of which make a step`(schedule: ScheduleOptions) {
    let batches = ["large": CorpusBatchOptions(sentences: 3, accumulate: 4), "small": CorpusBatchOptions(sentences: 2)]
    var whole = sampler(schedule, tokens: 1000, batches: batches)
    if schedule == .joint { #expect(whole.stepsPerEpoch == 4 && whole.totalSteps == 6 * 4) }
    if schedule == .proportional { #expect(whole.stepsPerEpoch == 4 + 4 + 4 && whole.totalSteps == 6 * 12) }
    var drawn: [BatchSampler.Draw] = []
    var resumed = sampler(schedule, tokens: 1000, batches: batches)
    for _ in 0..<300 {
      resumed.restore(whole.state)
      let next = whole.next(active: [true, true, true])
      #expect(resumed.next(active: [true, true, true]) == next)
      drawn += next ?? []
    }
    for (corpus, size, sentences, steps) in [
      (0, 7, 2, [1, 1, 1, 1]), (1, 40, 3, [4, 4, 4, 2]), (2, 13, 4, [1, 1, 1, 1]),
    ] {
      let own = drawn.filter { $0.corpus == corpus }
      #expect(own.count >= 4)
      for (number, draw) in own.enumerated() {
        #expect(draw.batches.count == steps[number % 4])
        #expect(draw.batches.allSatisfy { $0.count <= sentences })
      }
      for start in stride(from: 0, through: own.count - 4, by: 4) {
        #expect(own[start..<start + 4].flatMap(\.examples).sorted() == Array(0..<size))
      }
    }
  }

  @Test func `in proportion, an epoch is each corpus once`() {
    var sampler = sampler(.proportional)
    for epoch in draws(&sampler, epochs: 3) {
      for (corpus, size) in Self.sizes.enumerated() {
        #expect(epoch.filter { $0.corpus == corpus }.flatMap(\.examples).sorted() == Array(0..<size))
      }
    }
  }

  @Test func `jointly, each step takes a batch of every corpus, as many steps as the largest has batches`() {
    var sampler = sampler(.joint)
    let steps = sampler.stepsPerEpoch
    var taken = 0
    while let draws = sampler.next(active: [true, true, true]) {
      #expect(draws.map(\.corpus) == [0, 1, 2])
      taken += 1
    }
    #expect(taken == steps && steps >= 10)
  }

  @Test func `in turn, corpora alternate`() {
    var sampler = sampler(.roundRobin)
    #expect(draws(&sampler, epochs: 1)[0].prefix(7).map(\.corpus) == [0, 1, 2, 0, 1, 2, 0])
  }

  /// Shares of 6,000 draws: uniform 1/3; size^(1/3) = 1.913, 3.420, 2.351 over 7.684; the probabilities given.
  static let shares: [(ScheduleOptions, [Double])] = [
    (.uniform, [0.333, 0.333, 0.333]), (.temperature(3), [0.249, 0.445, 0.306]),
    (.temperature(1), [0.117, 0.667, 0.217]),
    (.probabilities(["small": 2, "large": 7, "middle": 1]), [0.2, 0.7, 0.1]),
  ]

  @Test(arguments: shares)
  func `draws come in the shares that the schedule says`(schedule: ScheduleOptions, expected: [Double]) {
    var sampler = sampler(schedule)
    var counts = [0.0, 0, 0]
    while counts.reduce(0, +) < 6000 {
      for draw in sampler.next(active: [true, true, true]) ?? [] { counts[draw.corpus] += 1 }
    }
    for (count, share) in zip(counts, expected) { #expect(abs(count / counts.reduce(0, +) - share) < 0.02) }
  }

  @Test func `annealed draws go from proportional towards even`() {
    // size^1 at first: 0.667 for the large corpus; size^0.2 at last: 1.476, 2.091, 1.670 over 5.237, 0.399.
    func share(_ epochs: Range<Int>) -> Double {
      var large = 0.0
      var all = 0.0
      for seed in 0..<200 {
        var sampler = sampler(.annealed, seed: UInt64(seed))
        for draw in draws(&sampler, epochs: epochs.upperBound)[epochs].joined() {
          all += 1
          if draw.corpus == 1 { large += 1 }
        }
      }
      return large / all
    }
    #expect(abs(share(0..<1) - 0.667) < 0.03)
    #expect(abs(share(5..<6) - 0.399) < 0.03)
  }

  /// What a task of 80 points has still to learn, by its losses at the last two evaluations.
  static let needs: [(DynamicSampling, before: Double?, now: Double?, need: Double?)] = [
    (DynamicSampling(), nil, 1, 20), (DynamicSampling(by: .gap, targets: ["pos": 95]), nil, nil, 15),
    (DynamicSampling(by: .gap, targets: ["pos": 75]), 2, 1, 0),
    (DynamicSampling(by: .gap, targets: ["roles": 75]), 2, 1, 20),
    (DynamicSampling(by: .progress), nil, 1, nil), (DynamicSampling(by: .progress), 2, 1.5, 0.25),
    (DynamicSampling(by: .progress), 1.5, 2, 0), (DynamicSampling(by: .progress), -1, -1.5, 0.5),
    (DynamicSampling(by: .progress), 0, 0, 0), (DynamicSampling(by: .progress), 1, .nan, nil),
  ]

  @Test(arguments: needs)
  func `what is still to be learned is the gap to the target, or the share by which the loss fell`(
    sampling: DynamicSampling, before: Double?, now: Double?, need: Double?
  ) {
    #expect(sampling.need(of: "pos", points: 80, losses: (before, now)) == need)
  }

  /// `floor / 3 + (1 - floor) need / Σ need`
  static let probabilities: [(floor: Double, needs: [Double?], expected: [Double])] = [
    (0, [30, 10, 0], [0.75, 0.25, 0]), (0.3, [30, 10, 0], [0.625, 0.275, 0.1]),
    (1, [30, 10, 0], [1 / 3, 1 / 3, 1 / 3]),
    (0.3, [0, 0, 0], [1 / 3, 1 / 3, 1 / 3]), (0.3, [5, nil, 0], [1 / 3, 1 / 3, 1 / 3]),
  ]

  @Test(arguments: probabilities)
  func `a corpus is drawn in proportion to what it has still to learn, above a floor`(
    floor: Double, needs: [Double?], expected: [Double]
  ) {
    let found = DynamicSampling(by: .gap, floor: floor).probabilities(needs)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    var sampler = sampler(.dynamic(DynamicSampling(by: .gap, floor: floor)))
    sampler.evaluated(needs: needs)
    var counts = [0.0, 0, 0]
    while counts.reduce(0, +) < 6000 {
      for draw in sampler.next(active: [true, true, true]) ?? [] { counts[draw.corpus] += 1 }
    }
    for (count, share) in zip(counts, expected) { #expect(abs(count / counts.reduce(0, +) - share) < 0.02) }
    // What is known goes with the state.
    var resumed = self.sampler(.dynamic(DynamicSampling(by: .gap, floor: floor)))
    resumed.restore(sampler.state)
    for _ in 0..<50 { #expect(resumed.next(active: [true, true, true]) == sampler.next(active: [true, true, true])) }
  }

  @Test func `phases follow one another, and the last one stays`() {
    var sampler = sampler(Self.kinds[8])
    let corpora = draws(&sampler, epochs: 6).map { Set($0.map(\.corpus)) }
    #expect(corpora == [[0], [0], [1, 2], [1, 2], [1, 2], [1, 2]])
  }

  @Test func `a corpus whose tasks are done is not drawn, the others go on`() {
    for schedule in Self.kinds.dropLast() {
      var sampler = sampler(schedule)
      var corpora = Set<Int>()
      while let draws = sampler.next(active: [true, false, true]) { corpora.formUnion(draws.map(\.corpus)) }
      #expect(corpora == [0, 2])
    }
  }

  @Test(arguments: kinds)
  func `a sampler put where another stood continues as that one does`(schedule: ScheduleOptions) {
    var whole = sampler(schedule)
    for _ in 0..<70 {
      var resumed = sampler(schedule)
      resumed.restore(whole.state)
      #expect(resumed.stepsPerEpoch == whole.stepsPerEpoch)
      var other = whole
      for _ in 0..<30 {
        #expect(resumed.next(active: [true, true, true]) == other.next(active: [true, true, true]))
      }
      _ = whole.next(active: [true, true, true])
    }
  }

  @Test func `a batch keeps to both limits, and what is written counts where it is longer than the text`() {
    var random = Random(seed: 1).stream("plan")
    let lengths = (0..<200).map { 1 + $0 % 12 }
    let costs = lengths.enumerated().map { $0 == 17 ? 500 : $1 * (1 + $0 % 3) }
    let plan = BatchPlan(lengths: lengths, costs: costs, sentences: 8, tokens: 60, random: &random)
    #expect(plan.batches.joined().sorted() == Array(0..<200))
    for batch in plan.batches {
      #expect(batch.count <= 8)
      #expect(batch == [17] || batch.reduce(0) { $0 + costs[$1] } <= 60)
    }
  }
}
