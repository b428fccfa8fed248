#include "CPeak.h"

typedef float v8 __attribute__((ext_vector_type(8)));
typedef float v16 __attribute__((ext_vector_type(16)));

// Twelve independent chains hide the latency of the units; the sum keeps the compiler from dropping them.
#define LOOP(vector)                                                                                                 \
  vector s[12], a = 0.999999f, b = 1e-7f;                                                                            \
  for (int i = 0; i < 12; i++) s[i] = (vector)(float)i;                                                              \
  for (long r = 0; r < rounds; r++)                                                                                  \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 12; i++) s[i] = __builtin_elementwise_fma(s[i], a, b);    \
  float sum = 0;                                                                                                     \
  for (int i = 0; i < 12; i++) sum += s[i][0];                                                                       \
  static volatile float sink;                                                                                        \
  sink = sum;                                                                                                        \
  return 12.0 * (sizeof(vector) / sizeof(float)) * 2 * (double)rounds

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static double peak_avx512(long rounds) { LOOP(v16); }
__attribute__((target("avx2,fma"))) static double peak_avx2(long rounds) { LOOP(v8); }
#endif
static double peak_portable(long rounds) { LOOP(v8); }

double peak_run(int level, long rounds) {
#if defined(__x86_64__)
  if (level == 2) return __builtin_cpu_supports("avx512f") ? peak_avx512(rounds) : 0;
  if (level == 1) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? peak_avx2(rounds) : 0;
#endif
  return level == 0 ? peak_portable(rounds) : 0;
}
