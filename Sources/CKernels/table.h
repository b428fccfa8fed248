// The functions of one build of the kernels.
#ifndef TABLE_H
#define TABLE_H
#include "CKernels.h"

// Bytes before the groups of a panel of whole numbers: the scales of its columns, and -128 times their sums.
#define BYTES_HEADER 128

typedef void (*bytes_product)(long, long, long, const float *, long, const void *, float *, long, int, const float *,
                              float *);

typedef struct {
  void (*pack)(const float *, long, long, long, long, long, long, long, long, float *);
  void (*gemm)(long, long, long, const float *, long, const float *, float *, long, int, const float *, float *);
  void (*gemm_tn)(long, long, long, const float *, long, const int32_t *, const float *, long, float *, long, int,
                  float *);
  void (*gates_forward)(bk_gates, long, long, float *, const float *, float *, float *, float *, long);
  void (*gates_backward)(bk_gates, long, long, float *, const float *, const float *, const float *, long, float *);
  void (*layer_norm)(long, long, const float *, const float *, const float *, float *, float *, float *, int);
  void (*layer_norm_backward)(long, long, const float *, const float *, const float *, const float *, float *, int,
                              float *, float *);
  void (*tanh)(long, const float *, float *);
  void (*sigmoid)(long, const float *, float *);
  void (*exp)(long, const float *, float *);
  void (*log)(long, const float *, float *);
  void (*add)(long, const float *, float *);
  void (*add_scaled)(long, float, const float *, float *);
  void (*column_sums)(long, long, const float *, long, float *, int);
  double (*sum_of_squares)(long, const float *);
  double (*sum)(long, const float *);
  double (*dot)(long, const float *, const float *);
  void (*softmax)(long, long, const float *, long, float *, long, float *);
  void (*adam)(long, float *, float *, float *, const float *, float, const bk_adam_options *);
  void (*sgd)(long, float *, float *, const float *, float, float, float, float);
  void (*exponentials)(long, const float *, float, double, double, double *);
  void (*best_classes)(long, long, const float *, long, const int32_t *, double, int32_t *, double *);
  void (*chain_best)(long, long, long, const float *, const float *, const float *, const float *, float *, int32_t *,
                     int32_t *);
  void (*chain_ranked)(long, long, long, long, const float *, const float *, const float *, float *, float *, int32_t *);
  void (*chain_marginals)(long, long, long, const float *, double, const double *, const double *, const double *,
                          const double *, double *, double *, double *, double *);
  void (*top_scores)(long, long, const float *, long, long, const int32_t *, long, int32_t *, float *);
  void (*attend)(long, long, const float *, const float *, const int32_t *, const int32_t *, float *, long, float *);
  // Products with whole numbers of 8 bits; null where another build's are as good, or there are no instructions for them.
  bytes_product gemm_bytes, gemm_dots;
} bk_table;

extern const bk_table bk_table_portable;
#if defined(__x86_64__)
extern const bk_table bk_table_avx2;
extern const bk_table bk_table_avx512;
#endif
#endif
