// SPDX-License-Identifier: Apache-2.0
// Compiles a loop for several instruction sets; the program takes the best that
// the machine has. Results are the same on all: nothing is contracted or
// reordered.
#ifndef QSIM_LIB_CALIBRATION_VECTORCLONES_H
#define QSIM_LIB_CALIBRATION_VECTORCLONES_H

// The choice is made before a sanitizer is ready for it.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) &&                   \
    !defined(__SANITIZE_THREAD__) && !defined(__clang__)
#define QSIM_VECTOR_CLONES                                                     \
  __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define QSIM_VECTOR_CLONES
#endif

#endif // QSIM_LIB_CALIBRATION_VECTORCLONES_H
