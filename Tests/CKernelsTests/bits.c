// Runs every build of the kernels that this processor has over all shapes up to N x N x N and some large ones, holds them
// to the plain loop bit for bit, and prints a hash of each function's results, for comparison with another processor's.
//
//   bits [N]     (40 when not given)
#include "CKernels.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float *numbers(long count, uint64_t seed) {
  float *x = malloc((count + 16) * sizeof(float));
  for (long i = 0; i < count + 16; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    x[i] = (float)(int32_t)(seed >> 32) / 2147483648.0f;
  }
  return x;
}

static uint64_t hash(uint64_t h, const float *x, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, 4);
    h = (h ^ bits) * 0x100000001b3u;
  }
  return h;
}

static const bk_level levels[] = {BK_PORTABLE, BK_AVX2, BK_NEON, BK_AVX512};
static const char *const names[] = {"portable", "AVX2", "NEON", "AVX-512"};
static float *a, *at, *b, *c0, *c, *expected, *packed, *work;
static int wrong = 0;

// Both products of one shape in every build; the hash of the plain loop's result.
static uint64_t products(long m, long n, long k, uint64_t h) {
  for (long i = 0; i < m; i++)
    for (long q = 0; q < k; q++) at[q * m + i] = a[i * k + q];
  for (long i = 0; i < m; i++)
    for (long j = 0; j < n; j++) {
      float sum = c0[i * n + j];
      for (long q = 0; q < k; q++) sum = __builtin_fmaf(a[i * k + q], b[q * n + j], sum);
      expected[i * n + j] = sum;
    }
  for (int level = 0; level < 4; level++) {
    if (!bk_use(levels[level])) continue;
    for (int transposed = 0; transposed < 2; transposed++) {
      memcpy(c, c0, m * n * sizeof(float));
      if (transposed) {
        bk_gemm_tn(m, n, k, at, m, 0, b, n, c, n, 1, work);
      } else {
        bk_pack(b, n, 1, k, n, packed);
        bk_gemm(m, n, k, a, k, packed, c, n, 1, 0, work);
      }
      if (memcmp(c, expected, m * n * sizeof(float)) && !wrong++)
        printf("%s differs at %ld x %ld x %ld%s\n", names[level], m, n, k, transposed ? ", A transposed" : "");
    }
  }
  return hash(h, expected, m * n);
}

// The product of one shape with whole numbers of 8 bits in every build, with the processor's instructions for it and
// without; the hash of the plain loop's result.
static uint64_t bytes(long m, long n, long k, uint64_t h) {
  float *scales = at;
  for (long j = 0; j < n; j++) scales[j] = (j % 7 + 1) / 500.0f;
  float *left = c, *result = c + m * k;
  // Among the rows are one of zeros, one of numbers too small, and one with a number that is none.
  for (long i = 0; i < m * k; i++) left[i] = i / k % 11 == 3 ? 0 : i / k % 11 == 5 ? a[i] * 1e-32f : a[i];
  if (m > 7) left[7 * k + k / 2] = INFINITY;
  for (long i = 0; i < m; i++) {
    float top = 0;
    for (long q = 0; q < k; q++) top = fabsf(left[i * k + q]) > top ? fabsf(left[i * k + q]) : top;
    float scale = top == INFINITY ? NAN : top < 0x1p-100f ? 0 : top / 127;
    for (long j = 0; j < n; j++) {
      int32_t sum = 0;
      for (long q = 0; q < k && scale > 0; q++)
        sum += (int32_t)rintf(left[i * k + q] * (127 / top)) * (int32_t)rintf(b[q * n + j] * 127);
      expected[i * n + j] = __builtin_fmaf((float)sum * scale, scales[j], c0[i * n + j]);
    }
  }
  for (long i = 0; i < k * n; i++) result[i] = rintf(b[i] * 127) * scales[i % n];
  bk_bytes_pack(result, scales, k, n, packed);
  for (int level = 0; level < 4; level++) {
    if (!bk_use(levels[level])) continue;
    for (int dots = bk_use_dots(1); dots >= 0; dots--) {
      bk_use_dots(dots);
      memcpy(result, c0, m * n * sizeof(float));
      bk_gemm_bytes(m, n, k, left, k, packed, result, n, 1, 0, work);
      if (memcmp(result, expected, m * n * sizeof(float)) && !wrong++)
        printf("%s differs at %ld x %ld x %ld, 8 bits, with%s dots\n", names[level], m, n, k, dots ? "" : "out");
    }
  }
  bk_use_dots(1);
  return hash(h, expected, m * n);
}

// The results of everything but the products, for one width.
static uint64_t others(long n, uint64_t h) {
  const long rows = 3;
  float *g = numbers(rows * 6 * n, 1), *x = numbers(rows * n, 2), *y = numbers(rows * n, 3), *z = numbers(rows * n, 4);
  float *p = numbers(rows * n, 5), *q = numbers(rows * n, 6), *s = numbers(rows, 7);
  for (int kind = 0; kind < 3; kind++) {
    if (kind < 2) bk_gates_forward((bk_gates)kind, rows, n, g, x, y, z, p, n);
    bk_gates_backward((bk_gates)kind, rows, n, g, x, z, p, n, q);
    h = hash(hash(hash(h, g, rows * 6 * n), q, rows * n), y, rows * n);
  }
  bk_layer_norm(rows, n, x, p, q, y, s, z, 1);
  bk_layer_norm_backward(rows, n, z, p, y, s, x, 1, p, q);
  h = hash(hash(hash(h, x, rows * n), p, n), s, rows);
  bk_softmax(rows, n, x, n, y, n, s);
  h = hash(hash(h, y, rows * n), s, rows);
  for (long i = 0; i < rows * n; i++) x[i] *= 30;
  bk_exp(rows * n, x, y), h = hash(h, y, rows * n);
  bk_tanh(rows * n, x, y), h = hash(h, y, rows * n);
  bk_sigmoid(rows * n, x, y), h = hash(h, y, rows * n);
  bk_exp(rows * n, x, y);
  bk_log(rows * n, y, y), h = hash(h, y, rows * n);
  bk_adam_options options = {0.01f, 0.9f, 0.99f, 1e-8f, 0.5f, 0.4f, 0.01f, 0.02f, 1};
  // No infinities and no NaNs from here on: a NaN's sign is the processor's.
  for (long i = 0; i < rows * n; i++) x[i] = p[i] = q[i] / 100, y[i] = q[i], z[i] = q[i] * q[i];
  bk_adam(rows * n, x, y, z, p, 0.7f, &options);
  bk_sgd(rows * n, x, y, p, 0.7f, 0.01f, 0.9f, 0.1f);
  h = hash(h, x, rows * n);
  bk_add_scaled(rows * n, 0.3f, p, x), bk_column_sums(rows, n, x, n, y, 0);
  float sums[2] = {(float)bk_dot(rows * n, x, q), (float)bk_sum(rows * n, x)};
  h = hash(hash(h, y, n), sums, 2);
  free(g), free(x), free(y), free(z), free(p), free(q), free(s);
  return h;
}

static uint64_t hash_d(uint64_t h, const double *x, long count) { return hash(h, (const float *)x, 2 * count); }

// The results of decoding with n tags, or n classes or columns.
static uint64_t decoding(long n, uint64_t h) {
  const long tokens = 4, ranks = 3, width = (n + 15) / 16 * 16;
  float *x = numbers(tokens * n, 1), *transitions = numbers(n * width, 2), *start = numbers(n, 3), *end = numbers(n, 4);
  float *scratch = numbers(2 * ranks * (width + 16), 5), *ways = numbers(tokens * width, 6), *y = numbers(tokens * n, 7);
  int32_t *from = calloc(tokens * ranks * width, 4), path[4], rows[] = {3, 0, 1, 1}, starts[] = {0, 1, 0, 2}, lengths[] = {1, 2, 3, 2};
  double *steps = calloc(4 * n * width, sizeof(double)), *edges = calloc(2 * width, sizeof(double));
  double *emissions = calloc(3 * tokens * width + tokens + width, sizeof(double)), likely[4];
  for (long i = 0; i < n; i++)
    for (long j = 0; j < width; j++)
      if (j >= n || (i + j) % 5 == 1) transitions[i * width + j] = -INFINITY;
  for (long i = 0; i < tokens * n; i++) x[i] *= 8;
  bk_chain_best(n, width, tokens, x, transitions, start, end, scratch, from, path);
  h = hash(h, (const float *)path, tokens);
  bk_chain_ranked(n, width, ranks, tokens, x, transitions, start, ways, scratch, from);
  for (long r = 0; r < ranks; r++) h = hash(h, ways + r * width, n);
  bk_best_classes(4, n, x, n, rows, 1.5, path, likely);
  h = hash_d(hash(h, (const float *)path, 4), likely, 4);
  for (long i = 0; i < n; i++) bk_exponentials(n, transitions + i * width, 1, 1, -500, steps + i * width);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) steps[(n + j) * width + i] = steps[i * width + j];
  bk_exponentials(n, start, 1, 1, -500, edges), bk_exponentials(n, end, 1, 1, -500, edges + width);
  double *forward = emissions + tokens * width, *backward = forward + tokens * width;
  bk_chain_marginals(n, width, tokens, x, 1.5, steps, steps + n * width, edges, edges + width, emissions, forward,
                     backward, backward + tokens * width);
  for (long t = 0; t < tokens; t++)
    h = hash_d(hash_d(h, forward + t * width, n), backward + t * width, n);
  bk_top_scores(tokens, n, x, n, ranks, rows, 2, from, scratch);
  h = hash(hash(h, (const float *)from, tokens * ranks), scratch, tokens * ranks);
  bk_attend(tokens, n, y, x, starts, lengths, scratch, 3, ways);
  h = hash(h, ways, tokens * n);
  free(x), free(transitions), free(start), free(end), free(scratch), free(ways), free(y), free(from);
  free(steps), free(edges), free(emissions);
  return h;
}

int main(int count, char **arguments) {
  const long largest = count > 1 ? atol(arguments[1]) : 40;
  static const long large[][3] = {{1, 512, 128},  {5, 17, 300},    {16, 1024, 256}, {33, 100, 513}, {130, 48, 70},
                                  {121, 257, 259}, {256, 80, 300}, {300, 33, 40},   {13, 1000, 1},
                                  {30, 600, 260}, {123, 2065, 5}};
  const long size = 300 * 1024;
  a = numbers(size, 1), at = numbers(size, 2), b = numbers(size, 3), c0 = numbers(size, 4), c = numbers(size, 5);
  expected = numbers(size, 6), packed = numbers(2 * size, 7), work = numbers(bk_gemm_work(), 8);
  for (long m = 1; m <= largest; m++) {
    uint64_t h = 0xcbf29ce484222325u;
    for (long n = 1; n <= largest; n++)
      for (long k = 1; k <= largest; k++) h = products(m, n, k, h);
    printf("products of %ld rows %016llx\n", m, (unsigned long long)h);
    for (long n = 1; n <= largest; n++)
      for (long k = 1; k <= largest; k++) h = bytes(m, n, k, h);
    printf("products of %ld rows, 8 bits %016llx\n", m, (unsigned long long)h);
  }
  for (unsigned i = 0; i < sizeof large / sizeof *large; i++)
    printf("product %ld x %ld x %ld %016llx\n", large[i][0], large[i][1], large[i][2],
           (unsigned long long)products(large[i][0], large[i][1], large[i][2], 0xcbf29ce484222325u));
  for (unsigned i = 0; i < sizeof large / sizeof *large; i++)
    printf("product %ld x %ld x %ld, 8 bits %016llx\n", large[i][0], large[i][1], large[i][2],
           (unsigned long long)bytes(large[i][0], large[i][1], large[i][2], 0xcbf29ce484222325u));
  for (long n = 1; n <= 67; n++) {
    uint64_t first = 0;
    for (int level = 3, isFirst = 1; level >= 0; level--) {
      if (!bk_use(levels[level])) continue;
      uint64_t h = decoding(n, others(n, 0xcbf29ce484222325u));
      if (isFirst) first = h;
      if (h != first && !wrong++) printf("%s differs at width %ld\n", names[level], n);
      isFirst = 0;
    }
    printf("other kernels of width %ld %016llx\n", n, (unsigned long long)first);
  }
  for (int level = 0; level < 4; level++)
    if (bk_use(levels[level]))
      fprintf(stderr, "kernels: the %s build was run%s\n", names[level], bk_use_dots(1) ? ", with and without dots" : "");
  if (wrong) fprintf(stderr, "kernels: %d results differ\n", wrong);
  return wrong > 0;
}
