#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much memory the process has used.
enum PeakMemory {
  /// The most that was resident at once since the process started, in bytes.
  static var bytes: Int {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss) * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }
}
