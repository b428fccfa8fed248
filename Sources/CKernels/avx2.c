// The build for x86-64 with AVX2 and fused multiply-add.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
#define TABLE bk_table_avx2
#define LANES 8
#define AVX2
#include "kernels.inc"
#endif
