// Chooses a build of the kernels at run time and forwards every call to it.
#include "table.h"
#include <stdatomic.h>
#include <stddef.h>
#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static _Atomic(const bk_table *) chosen = NULL;

// The table of a level; null when this machine can't run it.
static const bk_table *table_of(bk_level level) {
  switch (level) {
#if defined(__x86_64__)
  case BK_AVX512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
               ? &bk_table_avx512
               : NULL;
  case BK_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &bk_table_avx2 : NULL;
#endif
#if defined(__aarch64__)
  case BK_NEON: return &bk_table_portable;
#else
  case BK_PORTABLE: return &bk_table_portable;
#endif
  default: return NULL;
  }
}

static const bk_level levels[] = {BK_AVX512, BK_AVX2, BK_NEON, BK_PORTABLE};

static const bk_table *best(void) {
  for (int i = 0; i < 4; i++)
    if (table_of(levels[i])) return table_of(levels[i]);
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
  for (int i = 0; i < 4; i++)
    if (table_of(levels[i]) == table()) return levels[i];
  return BK_PORTABLE;
}

int bk_use(bk_level level) {
  const bk_table *t = table_of(level);
  if (t) atomic_store(&chosen, t);
  return t != NULL;
}

// Whether the processor has the instructions of a table's gemm_dots.
static int has_dots(const bk_table *t) {
#if defined(__x86_64__)
  if (t == &bk_table_avx512) return __builtin_cpu_supports("avx512vnni") != 0;
  return t == &bk_table_avx2 && __builtin_cpu_supports("avxvnni");
#elif defined(__aarch64__) && defined(__linux__)
  return t->gemm_dots && (getauxval(AT_HWCAP) & 1 << 20);  // HWCAP_ASIMDDP
#else
  return t->gemm_dots != NULL;
#endif
}

static atomic_int without_dots = 0;

int bk_use_dots(int wanted) {
  atomic_store(&without_dots, !wanted);
  return has_dots(table());
}

void bk_pack(const float *b, long rs, long cs, long k, long n, float *packed) {
  table()->pack(b, rs, cs, k, n, 0, k, 0, n, packed);
}
void bk_pack_part(const float *b, long rs, long cs, long k, long n, long k_begin, long k_end, long n_begin, long n_end,
                  float *packed) {
  table()->pack(b, rs, cs, k, n, k_begin, k_end, n_begin, n_end, packed);
}
void bk_gemm(long m, long n, long k, const float *a, long lda, const float *packed, float *c, long ldc, int accumulate,
             const float *bias, float *work) {
  table()->gemm(m, n, k, a, lda, packed, c, ldc, accumulate, bias, work);
}
void bk_gemm_tn(long m, long n, long k, const float *a, long lda, const int32_t *rows, const float *b, long ldb,
                float *c, long ldc, int accumulate, float *work) {
  table()->gemm_tn(m, n, k, a, lda, rows, b, ldb, c, ldc, accumulate, work);
}
void bk_gemm_bytes(long m, long n, long k, const float *a, long lda, const void *packed, float *c, long ldc,
                   int accumulate, const float *bias, float *work) {
  const bk_table *t = table();
  bytes_product product = t->gemm_bytes;
  if (!atomic_load_explicit(&without_dots, memory_order_relaxed) && has_dots(t)) product = t->gemm_dots;
#if defined(__x86_64__)
  // Without instructions for them, 512 bits are no faster.
  if (!product) product = bk_table_avx2.gemm_bytes;
#endif
  product(m, n, k, a, lda, packed, c, ldc, accumulate, bias, work);
}
void bk_gates_forward(bk_gates kind, long rows, long units, float *g, const float *c_previous, float *c, float *tanh_c,
                      float *h, long ldh) {
  table()->gates_forward(kind, rows, units, g, c_previous, c, tanh_c, h, ldh);
}
void bk_gates_backward(bk_gates kind, long rows, long units, float *g, const float *c_previous, const float *tanh_c,
                       const float *dh, long ldh, float *dc) {
  table()->gates_backward(kind, rows, units, g, c_previous, tanh_c, dh, ldh, dc);
}
void bk_layer_norm(long m, long n, const float *x, const float *gain, const float *bias, float *normalized,
                   float *scales, float *y, int accumulate) {
  table()->layer_norm(m, n, x, gain, bias, normalized, scales, y, accumulate);
}
void bk_layer_norm_backward(long m, long n, const float *dy, const float *gain, const float *normalized,
                            const float *scales, float *dx, int accumulate, float *d_gain, float *d_bias) {
  table()->layer_norm_backward(m, n, dy, gain, normalized, scales, dx, accumulate, d_gain, d_bias);
}
void bk_tanh(long n, const float *x, float *y) { table()->tanh(n, x, y); }
void bk_sigmoid(long n, const float *x, float *y) { table()->sigmoid(n, x, y); }
void bk_exp(long n, const float *x, float *y) { table()->exp(n, x, y); }
void bk_log(long n, const float *x, float *y) { table()->log(n, x, y); }
void bk_add(long n, const float *x, float *y) { table()->add(n, x, y); }
void bk_add_scaled(long n, float scale, const float *x, float *y) { table()->add_scaled(n, scale, x, y); }
void bk_column_sums(long m, long n, const float *x, long ldx, float *out, int accumulate) {
  table()->column_sums(m, n, x, ldx, out, accumulate);
}
double bk_sum_of_squares(long n, const float *x) { return table()->sum_of_squares(n, x); }
double bk_sum(long n, const float *x) { return table()->sum(n, x); }
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
void bk_exponentials(long n, const float *x, float top, double temperature, double least, double *y) {
  table()->exponentials(n, x, top, temperature, least, y);
}
void bk_best_classes(long count, long n, const float *x, long ldx, const int32_t *rows, double temperature,
                     int32_t *best, double *probabilities) {
  table()->best_classes(count, n, x, ldx, rows, temperature, best, probabilities);
}
void bk_chain_best(long tags, long width, long tokens, const float *emissions, const float *transitions,
                   const float *start, const float *end, float *work, int32_t *from, int32_t *path) {
  table()->chain_best(tags, width, tokens, emissions, transitions, start, end, work, from, path);
}
void bk_chain_ranked(long tags, long width, long count, long tokens, const float *emissions, const float *transitions,
                     const float *start, float *ways, float *work, int32_t *from) {
  table()->chain_ranked(tags, width, count, tokens, emissions, transitions, start, ways, work, from);
}
void bk_chain_marginals(long tags, long width, long tokens, const float *scores, double temperature,
                        const double *steps, const double *transposed, const double *start, const double *end,
                        double *emissions, double *forward, double *backward, double *scales) {
  table()->chain_marginals(tags, width, tokens, scores, temperature, steps, transposed, start, end, emissions, forward,
                           backward, scales);
}
void bk_top_scores(long rows, long n, const float *x, long ldx, long count, const int32_t *excluded,
                   long excluded_count, int32_t *classes, float *log_probabilities) {
  table()->top_scores(rows, n, x, ldx, count, excluded, excluded_count, classes, log_probabilities);
}
void bk_attend(long queries, long width, const float *q, const float *memory, const int32_t *starts,
               const int32_t *lengths, float *weights, long ldw, float *out) {
  table()->attend(queries, width, q, memory, starts, lengths, weights, ldw, out);
}

long bk_packed_size(long k, long n) { return k * ((n + 15) / 16 * 16); }
long bk_bytes_size(long k, long n) { return (n + 15) / 16 * (BYTES_HEADER + (k + 3) / 4 * 64); }
// 128 rows of A and 512 columns of B, 256 deep, or 488 rows of A alone: see MC, NC, KC and MC_WIDE in gemm.inc.
long bk_gemm_work(void) { return (120 + 8) * 256 + 512 * 256 + 64; }
