import BraidPipelines
import BraidTraining
import Foundation

/// The processes that `mpirun` has started to train together, for a command that trains.
///
/// Process 0 does what the command does alone; the others are silent, but for the reason for which one can't continue.
final class Processes {
  /// Those of this process, which leaves them when it ends, however it is ended in order; of the main thread alone.
  private nonisolated(unsafe) static var joined: Processes?

  /// What the processes know of each other.
  private enum Phase {
    /// Not yet whether all can begin.
    case joining
    /// All have begun.
    case working
    /// All end.
    case over
  }

  /// The processes as those of a training.
  let team: TrainingTeam
  private let mpi: OpenMPI
  private var phase = Phase.joining
  /// Why this process ends.
  private var failure: (text: String, advice: String?)?

  private init(_ mpi: OpenMPI) {
    self.mpi = mpi
    team = TrainingTeam(mpi)
  }

  /// Joins the processes that `mpirun` has started beside this one; nil when it has started none.
  static func join() -> Processes? {
    switch OpenMPI.Launch(ProcessInfo.processInfo.environment) {
    case .alone: return nil
    case .other(let variable): fail(.otherLauncher(variable: variable))
    case .openMPI: break
    }
    let mpi: OpenMPI
    do { mpi = try OpenMPI() } catch { fail(error) }
    guard mpi.count > 1 else {
      mpi.finish()
      return nil
    }
    let processes = Processes(mpi)
    joined = processes
    Console.isSilent = mpi.rank > 0
    atexit { Processes.joined?.leave() }
    return processes
  }

  /// Ends a command that only one process can do, when there are several.
  static func refuse(_ command: String) {
    guard OpenMPI.Launch(ProcessInfo.processInfo.environment) != .alone else { return }
    Console.fail(
      "braid \(command) works in one process", advice: "Start it without mpirun; `train` and `run` are for several.",
      code: 2)
  }

  private static func fail(_ problem: OpenMPI.Problem) -> Never {
    Console.fail(problem.errorDescription ?? "", advice: problem.recoverySuggestion, code: 1)
  }

  /// Notes why this process is about to end.
  static func note(failure text: String, advice: String?) { joined?.failure = (text, advice) }

  /// Waits until all processes are ready to begin; ends the process when one is not.
  func begin() {
    let failures = mpi.gather([])
    phase = .working
    guard let first = failures.firstIndex(where: { !$0.isEmpty }) else { return }
    phase = .over
    // Process 0 has said itself what is wrong with it.
    if team.leads { Console.note(line(first, String(decoding: failures[first], as: UTF8.self))) }
    exit(1)
  }

  /// Says that this process, which follows, was told to end.
  func end() { phase = .over }

  private func line(_ rank: Int, _ text: String) -> String { "process \(rank) of \(mpi.count): \(text)" }

  /// Leaves the other processes, or ends them when they would wait for this one for ever.
  private func leave() {
    switch phase {
    case .joining:
      let text = failure.map { "\($0.text) (on \(mpi.host))" } ?? "ended before it began"
      _ = mpi.gather(Array(text.utf8))
      mpi.finish()
    case .over: mpi.finish()
    case .working where team.leads && !team.isTraining:
      team.end()
      mpi.finish()
    case .working:
      Console.isSilent = false
      if !team.leads {
        Console.note(line(mpi.rank, "on \(mpi.host): \(failure?.text ?? "ended")"))
        if let advice = failure?.advice { Console.note("  " + advice) }
      }
      mpi.abort()
    }
  }
}
