// The machine's peak of fused multiply-adds, measured.
#ifndef CPEAK_H
#define CPEAK_H
/// Runs `rounds` rounds of fused multiply-adds on registers alone; returns the floating-point operations done.
double peak_run(long rounds);
#endif
