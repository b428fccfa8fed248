extension ModelConfiguration {
  /// Checks that every number is one that a model can be made with, since the file may come from anywhere.
  ///
  /// - Throws: `TaskError.badModel` naming the option, what was found and what is allowed.
  func check(path: String) throws(TaskError) {
    func check<Number: Comparable>(_ name: String, _ value: Number, _ range: ClosedRange<Number>) throws(TaskError) {
      guard range.contains(value) else {
        throw .badModel(
          path: path, reason: "\(name): found \(value), expected \(range.lowerBound) to \(range.upperBound)")
      }
    }
    let sizes = 1...1_000_000
    try check("encoder.embedding", encoder.embedding, sizes)
    try check("encoder.unknownBuckets", encoder.unknownBuckets, 0...100_000_000)
    func check(_ name: String, _ lstm: LSTMOptions) throws(TaskError) {
      try check("\(name).units", lstm.units, sizes)
      try check("\(name).layers", lstm.layers, 1...64)
    }
    try check("encoder.lstm", encoder.lstm)
    if let characters = encoder.characters {
      try check("encoder.characters.embedding", characters.embedding, sizes)
      try check("encoder.characters.units", characters.units, 2...1_000_000)
    }
    for task in tasks {
      let name = task.options.name
      for temperature in task.temperatures ?? [] { try check("\(name).temperatures", temperature, 1e-3...1e3) }
      if let layers = task.options.privateLayers { try check("\(name).privateLayers", layers) }
      switch task.options.head {
      case .classification, .tagging, .custom: break
      case .semanticRoles(let options):
        try check("\(name).units", options.units, sizes)
        try check("\(name).layers", options.layers, 1...64)
      case .translation(let options):
        try check("\(name).embedding", options.embedding, sizes)
        try check("\(name).units", options.units, sizes)
        try check("\(name).beam", options.beam, 1...1000)
        try check("\(name).lengthPenalty", options.lengthPenalty, -100...100)
        try check("\(name).maximumRatio", options.maximumRatio, 0...1000)
        try check("\(name).maximumExtra", options.maximumExtra, 0...100_000)
      }
    }
  }
}
