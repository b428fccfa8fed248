import CKernels

/// The build of the numeric kernels that this processor runs; all of them give the same bits.
public enum KernelBuild: String, Sendable, CaseIterable {
  case portable
  case avx2
  case neon
  case avx512

  /// The one at work.
  public static var current: KernelBuild {
    switch bk_current() {
    case BK_AVX512: .avx512
    case BK_AVX2: .avx2
    case BK_NEON: .neon
    default: .portable
    }
  }
}
