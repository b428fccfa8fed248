// The build for any processor; on AArch64 its vectors are NEON registers.
#define TARGET
#define TABLE bk_table_portable
#define LANES 8
#include "kernels.inc"
