// Chooses a build of the kernels at run time and forwards every call to it.
#include "table.h"
#include <stdatomic.h>
#include <stddef.h>

static _Atomic(const bk_table *) chosen = NULL;

static const bk_table *best(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &bk_table_avx2;
#endif
  return &bk_table_portable;
}

static inline const bk_table *table(void) {
  const bk_table *t = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (t) return t;
  t = best();
  atomic_store_explicit(&chosen, t, memory_order_relaxed);
  return t;
}

bk_level bk_current(void) {
#if defined(__x86_64__)
  return table() == &bk_table_avx2 ? BK_AVX2 : BK_PORTABLE;
#elif defined(__aarch64__)
  return BK_NEON;
#else
  return BK_PORTABLE;
#endif
}

int bk_use(bk_level level) {
#if defined(__x86_64__)
  if (level == BK_NEON || (level == BK_AVX2 && best() != &bk_table_avx2)) return 0;
  atomic_store(&chosen, level == BK_AVX2 ? &bk_table_avx2 : &bk_table_portable);
  return 1;
#else
  return level == bk_current();
#endif
}

void bk_pack(const float *b, long rs, long cs, long k, long n, float *packed) { table()->pack(b, rs, cs, k, n, packed); }
void bk_gemm(long m, long n, long k, const float *a, long lda, const float *packed, float *c, long ldc, int accumulate,
             const float *bias, float *work) {
  table()->gemm(m, n, k, a, lda, packed, c, ldc, accumulate, bias, work);
}
void bk_gemm_tn(long m, long n, long k, const float *a, long lda, const float *b, long ldb, float *c, long ldc,
                int accumulate, float *work) {
  table()->gemm_tn(m, n, k, a, lda, b, ldb, c, ldc, accumulate, work);
}
void bk_gates_forward(long rows, long units, float *g, const float *c_previous, float *c, float *tanh_c, float *h) {
  table()->gates_forward(rows, units, g, c_previous, c, tanh_c, h);
}
void bk_gates_backward(long rows, long units, float *g, const float *c_previous, const float *tanh_c, const float *dh,
                       float *dc) {
  table()->gates_backward(rows, units, g, c_previous, tanh_c, dh, dc);
}
void bk_tanh(long n, const float *x, float *y) { table()->tanh(n, x, y); }
void bk_sigmoid(long n, const float *x, float *y) { table()->sigmoid(n, x, y); }
void bk_exp(long n, const float *x, float *y) { table()->exp(n, x, y); }
void bk_add(long n, const float *x, float *y) { table()->add(n, x, y); }
void bk_add_scaled(long n, float scale, const float *x, float *y) { table()->add_scaled(n, scale, x, y); }
void bk_column_sums(long m, long n, const float *x, long ldx, float *out, int accumulate) {
  table()->column_sums(m, n, x, ldx, out, accumulate);
}
double bk_sum_of_squares(long n, const float *x) { return table()->sum_of_squares(n, x); }
double bk_dot(long n, const float *x, const float *y) { return table()->dot(n, x, y); }
void bk_softmax(long m, long n, const float *x, long ldx, float *y, long ldy, float *log_sums) {
  table()->softmax(m, n, x, ldx, y, ldy, log_sums);
}
void bk_adam(long n, float *p, float *m, float *v, const float *g, float g_scale, const bk_adam_options *options) {
  table()->adam(n, p, m, v, g, g_scale, options);
}
void bk_sgd(long n, float *p, float *v, const float *g, float g_scale, float rate, float momentum, float l2) {
  table()->sgd(n, p, v, g, g_scale, rate, momentum, l2);
}

long bk_packed_size(long k, long n) { return k * ((n + 15) / 16 * 16); }
// 128 rows and 256 columns of A and B, 256 deep: see MC, NC and KC in gemm.inc.
long bk_gemm_work(void) { return (120 + 8) * 256 + 256 * 256 + 64; }
