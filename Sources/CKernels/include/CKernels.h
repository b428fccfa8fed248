// The few loops that must use the whole processor: products with packed matrices, LSTM gates, optimizer steps; and hashing.
//
// Every function has one definition of its result, down to the bits: sums are chains of fused multiply-adds in the
// order stated, vectors run across independent elements only. The builds for AVX-512, AVX2, NEON and any
// processor come from the same source and give the same bits.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stdint.h>

/// Which build of the kernels runs.
typedef enum { BK_PORTABLE = 0, BK_AVX2 = 1, BK_NEON = 2, BK_AVX512 = 3 } bk_level;

/// The build that runs now.
bk_level bk_current(void);
/// Makes another build run, for tests and benchmarks; returns 0 when this machine can't run it.
int bk_use(bk_level level);

// ---- products ----

/// Floats that bk_pack writes for a K x N matrix.
long bk_packed_size(long k, long n);
/// Packs B, element (k, n) at b[k * row_stride + n * column_stride], into panels of 16 columns.
void bk_pack(const float *b, long row_stride, long column_stride, long k, long n, float *packed);
/// Packs only rows k_begin ..< k_end and columns n_begin ..< n_end; n_begin is a multiple of 16, and so is n_end or it is n.
void bk_pack_part(const float *b, long row_stride, long column_stride, long k, long n, long k_begin, long k_end,
                  long n_begin, long n_end, float *packed);
/// C [M x N] = (accumulate ? C : bias ? bias : 0) + A B, for k = 0, 1, 2, ... in this order.
/// A is row-major with `lda` floats from row to row, B is packed, bias has N floats or is null.
/// `work`: bk_gemm_work() floats, or null for small M.
void bk_gemm(long m, long n, long k, const float *a, long lda, const float *packed, float *c, long ldc, int accumulate,
             const float *bias, float *work);
/// C [M x N] = (accumulate ? C : 0) + A^T B, A [K x M] and B [K x N] row-major; for k = 0, 1, 2, ... in this order.
/// `rows`, if not null: row k of the product's A is row rows[k] of `a`, a row of zeros where that is negative.
/// `work`: bk_gemm_work() floats.
void bk_gemm_tn(long m, long n, long k, const float *a, long lda, const int32_t *rows, const float *b, long ldb,
                float *c, long ldc, int accumulate, float *work);
/// Floats of work space that any product needs.
long bk_gemm_work(void);

// ---- products with whole numbers of 8 bits ----

/// Bytes that bk_bytes_pack writes for a K x N matrix.
long bk_bytes_size(long k, long n);
/// Packs B, row-major [K x N], into panels of 16 columns: element (k, n) is a whole number q of -127 to 127 times scales[n],
/// which is not negative. K is at most 65,536.
void bk_bytes_pack(const float *b, const float *scales, long k, long n, void *packed);
/// C [M x N] = (accumulate ? C : bias ? bias : 0) + A B with the whole numbers of B, and of each row of A:
///
///   C(m, n) = fma((float)S * s, scales[n], C(m, n) or bias[n] or 0),   S = sum over k of p[k] * q(k, n)
///
/// where, with t the largest magnitude in row m of A, s = t / 127 and p[k] is a[k] * (127 / t) rounded to the nearest whole
/// number, of two that are equally near to the even one. Where t is below 2^-100 all of this is 0; where a number is not
/// finite, s is NaN. S is exact.
/// The arguments are those of bk_gemm; `work`: bk_gemm_work() floats.
void bk_gemm_bytes(long m, long n, long k, const float *a, long lda, const void *packed, float *c, long ldc,
                   int accumulate, const float *bias, float *work);
/// Whether these products may run with the processor's instructions for them (VNNI, the dot products of ARM), for tests and
/// benchmarks; returns 0 where the present build has none.
int bk_use_dots(int wanted);

// ---- LSTM gates ----

/// Which gates a row has: `BK_LSTM` 4H columns i f g o; `BK_HIGHWAY` 6H: i f g o, a gate r and a projection p, with
/// h = r * o * tanh_c + (1 - r) * p; `BK_CELL_GIVEN`, backward only: 4H, and dc already holds the whole gradient of c.
typedef enum { BK_LSTM = 0, BK_HIGHWAY = 1, BK_CELL_GIVEN = 2 } bk_gates;

/// Gates of `rows` rows: g [rows x 4H or 6H] holds pre-activations and becomes activations.
/// c = f * c_previous + i * g, tanh_c = tanh(c), h = o * tanh_c; c_previous may be null for zeros.
/// h has `ldh` floats from row to row.
void bk_gates_forward(bk_gates kind, long rows, long units, float *g, const float *c_previous, float *c, float *tanh_c,
                      float *h, long ldh);
/// The gates' gradients: g holds activations and becomes gradients of the pre-activations; dh has `ldh` floats from row
/// to row; dc [rows x H] comes in as the gradient of c from the next step and goes out as that of c_previous.
void bk_gates_backward(bk_gates kind, long rows, long units, float *g, const float *c_previous, const float *tanh_c,
                       const float *dh, long ldh, float *dc);

// ---- layer normalization ----

/// y [M x N] (+)= gain * normalized + bias, normalized = (x - mean) * scale of each row, scale = 1 / sqrt(variance + 1e-5).
/// bias may be null. `normalized` [M x N] and `scales` [M] are kept for the gradient.
void bk_layer_norm(long m, long n, const float *x, const float *gain, const float *bias, float *normalized,
                   float *scales, float *y, int accumulate);
/// dx (+)= the gradient of x; d_gain [N] and d_bias [N] += theirs, either may be null. dx may be dy.
void bk_layer_norm_backward(long m, long n, const float *dy, const float *gain, const float *normalized,
                            const float *scales, float *dx, int accumulate, float *d_gain, float *d_bias);

// ---- elementwise ----

void bk_tanh(long n, const float *x, float *y);
void bk_sigmoid(long n, const float *x, float *y);
void bk_exp(long n, const float *x, float *y);
/// The natural logarithm.
void bk_log(long n, const float *x, float *y);
/// y += x
void bk_add(long n, const float *x, float *y);
/// y += scale * x
void bk_add_scaled(long n, float scale, const float *x, float *y);
/// out [N] (+)= the sum of the rows of x [M x N], in row order.
void bk_column_sums(long m, long n, const float *x, long ldx, float *out, int accumulate);
/// The sum of squares: 8 chains over elements 8i + lane, added pairwise, in double precision from there.
double bk_sum_of_squares(long n, const float *x);
/// The sum, in the same order.
double bk_sum(long n, const float *x);
/// The inner product, summed like bk_sum_of_squares.
double bk_dot(long n, const float *x, const float *y);
/// Softmax of each row of x [M x N] into y (y may be x); log_sums, if not null, gets each row's log of the sum of exponentials.
void bk_softmax(long m, long n, const float *x, long ldx, float *y, long ldy, float *log_sums);

// ---- decoding; scores are in nats, tables of a chain have `width` columns: the tags, filled up to a multiple of 16 ----

/// y = e^max(least, (x - top) / temperature), the difference in Float, the rest in double precision, to two units in the
/// last place; 0 below e^-708. x is at most `top`.
void bk_exponentials(long n, const float *x, float top, double temperature, double least, double *y);
/// For each of `count` rows of x, by number, the highest of its n elements, of equal ones the first; and, if not null, the
/// probability of that one, softmax(x / temperature).
void bk_best_classes(long count, long n, const float *x, long ldx, const int32_t *rows, double temperature,
                     int32_t *best, double *probabilities);
/// The best path of tags through emissions [tokens x tags] (Viterbi 1967); of equal ones the lower tags count.
/// transitions [tags x width]: from the row's tag to the column's, minus infinity beyond `tags`; start, end [tags].
/// work [2 x width], from [tokens x width] are scratch.
void bk_chain_best(long tags, long width, long tokens, const float *emissions, const float *transitions,
                   const float *start, const float *end, float *work, int32_t *from, int32_t *path);
/// The `count` best ways to each last tag, best first (list Viterbi: Seshadri & Sundberg 1994): scores in ways
/// [count x width], minus infinity where there are fewer; from [tokens x count x width]: how each way came there, the tag
/// before times `count` plus its rank among that tag's ways; the first token's is not set. Of equal scores the lower tag
/// before, then the lower rank. work [2 x count x (width + 16)].
void bk_chain_ranked(long tags, long width, long count, long tokens, const float *emissions, const float *transitions,
                     const float *start, float *ways, float *work, int32_t *from);
/// Forward-backward over scores [tokens x tags] in probabilities, each token's scaled to a sum of 1 (Rabiner 1989, section
/// V.A). steps, transposed [tags x width], start, end [width]: exponentials, 0 beyond `tags`. Into emissions, forward and
/// backward [tokens x width]; scales [tokens + width] gets what each token's were divided by, the rest is scratch.
void bk_chain_marginals(long tags, long width, long tokens, const float *scores, double temperature,
                        const double *steps, const double *transposed, const double *start, const double *end,
                        double *emissions, double *forward, double *backward, double *scales);

/// The `count` highest of the n elements of each row of x but those whose numbers are in `excluded`, best first, of equal
/// ones the first, and each less the row's log of the sum of exponentials; -1 and minus infinity where there are no more.
void bk_top_scores(long rows, long n, const float *x, long ldx, long count, const int32_t *excluded,
                   long excluded_count, int32_t *classes, float *log_probabilities);
/// Each query q [queries x width] reads lengths[i] rows of `memory` from row starts[i] on: weights [queries x ldw] become
/// the softmax of its inner products with them, out [queries x width] their sum by these weights. lengths are at least 1.
void bk_attend(long queries, long width, const float *q, const float *memory, const int32_t *starts,
               const int32_t *lengths, float *weights, long ldw, float *out);

// ---- optimizers; g is multiplied by g_scale first ----

/// Kingma & Ba 2015: l2 is added as l2 * p to the gradient, decay is decoupled (p -= rate * decay * p).
/// correction1 = 1 - beta1^t, correction2 = 1 - beta2^t. nesterov: Dozat 2016.
typedef struct {
  float rate, beta1, beta2, epsilon, correction1, correction2, l2, decay;
  int nesterov;
} bk_adam_options;
void bk_adam(long n, float *p, float *m, float *v, const float *g, float g_scale, const bk_adam_options *options);
/// v = momentum * v + g + l2 * p; p -= rate * v. v may be null when momentum is 0.
void bk_sgd(long n, float *p, float *v, const float *g, float g_scale, float rate, float momentum, float l2);
// ---- SHA-256 ----

/// Takes `count` blocks of 64 bytes into the state of a SHA-256, eight words, with the processor's instructions for it where
/// there are any.
void bk_sha256(uint32_t *state, const uint8_t *blocks, long count);
/// The same in plain C.
void bk_sha256_portable(uint32_t *state, const uint8_t *blocks, long count);

#endif
