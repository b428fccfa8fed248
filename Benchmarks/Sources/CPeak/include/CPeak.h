// The machine's peak of fused multiply-adds, measured.
#ifndef CPEAK_H
#define CPEAK_H
/// Runs `rounds` rounds of fused multiply-adds on registers alone, with the vectors of any processor (level 0), of AVX2 (1)
/// or of AVX-512 (2); returns the floating-point operations done, 0 where the processor has no such vectors.
double peak_run(int level, long rounds);
#endif
