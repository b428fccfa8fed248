import Foundation

extension OpenMPI.Problem: LocalizedError {
  /// What was found.
  package var errorDescription: String? {
    switch self {
    case .notFound(let reason): "mpirun has started this process beside others, but Open MPI can't be loaded: \(reason)"
    case .notStarted: "Open MPI does not start"
    case .otherLauncher(let variable):
      "something other than Open MPI has started this process beside others (\(variable) is set)"
    }
  }

  /// What to do about it.
  package var recoverySuggestion: String? {
    switch self {
    case .notFound: "Install it on every host (Debian: openmpi-bin), or name its folder in LD_LIBRARY_PATH."
    case .notStarted: "See what it says above."
    case .otherLauncher: "Start it with the mpirun of Open MPI, or as a single process."
    }
  }
}
