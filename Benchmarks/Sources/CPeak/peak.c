#include "CPeak.h"

typedef float v8 __attribute__((ext_vector_type(8)));

// Twelve independent chains hide the latency of the two units; the sum keeps the compiler from dropping them.
#define LOOP                                                                                                         \
  v8 s[12], a = 0.999999f, b = 1e-7f;                                                                                \
  for (int i = 0; i < 12; i++) s[i] = (v8)(float)i;                                                                  \
  for (long r = 0; r < rounds; r++)                                                                                  \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 12; i++) s[i] = __builtin_elementwise_fma(s[i], a, b);    \
  float sum = 0;                                                                                                     \
  for (int i = 0; i < 12; i++) sum += s[i][0];                                                                       \
  static volatile float sink;                                                                                        \
  sink = sum;                                                                                                        \
  return 12.0 * 8 * 2 * (double)rounds

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static double peak_avx2(long rounds) { LOOP; }
#endif
static double peak_portable(long rounds) { LOOP; }

double peak_run(long rounds) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return peak_avx2(rounds);
#endif
  return peak_portable(rounds);
}
