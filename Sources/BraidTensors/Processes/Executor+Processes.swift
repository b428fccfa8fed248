extension Executor {
  /// Adds up the gradients of the last step's shards, of which the processes have consecutive ones, in the memory of this
  /// process's first shard.
  ///
  /// - Returns: the sum, the same bits in every process and as in one alone; the next run overwrites it.
  /// - Precondition: a step has run, in all processes.
  package func sumGradients(over communicator: any Communicator) -> Gradients {
    let gradients = sumInPlace()
    reduce(into: gradients, over: communicator)
    return gradients
  }

  /// Adds up the gradients of the last step's shards in memory of their own, which lasts.
  package func reduce(into gradients: Gradients, over communicator: any Communicator) {
    GradientChain(gradients, tapes: tapes.prefix(used), store: store, team: team, communicator: communicator).run()
  }
}
