// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs in INT on AVX2.
#include "opt/x86/lanes_avx2.h"

#include "opt/shortcut_exactly.h"

void qsimrt_avx2_shortcut(const qsimrt_fast_call *call) { add_inputs(call); }
