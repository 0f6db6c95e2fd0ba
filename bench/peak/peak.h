// SPDX-License-Identifier: Apache-2.0
// What one core of this machine can do at most: chains of independent
// multiply-accumulates that stay in registers.
//
// Measured, not looked up: the clock of a virtual machine drifts with its
// neighbours, so the peak belongs into the run that it is compared with.
#ifndef QSIM_BENCH_PEAK_H
#define QSIM_BENCH_PEAK_H

#ifdef __cplusplus
extern "C" {
#endif

typedef enum qsim_peak_kind {
  QSIM_PEAK_INT8, // 8-bit products in 32-bit sums
  QSIM_PEAK_FLOAT // float32
} qsim_peak_kind;

// The instruction that is measured here, such as "vpdpbusd zmm".
const char *qsim_peak_instruction(qsim_peak_kind kind);

// Runs `steps` steps of every chain; the operations done, a multiplication and
// an addition being two.
double qsim_peak_run(qsim_peak_kind kind, long steps);

#ifdef __cplusplus
}
#endif
#endif // QSIM_BENCH_PEAK_H
