// The build for x86-64 with AVX-512.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define TABLE bk_table_avx512
#define LANES 16
#include "kernels.inc"
#endif
