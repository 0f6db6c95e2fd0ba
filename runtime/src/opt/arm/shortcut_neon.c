// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs in INT on NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/shortcut_exactly.h"

void qsimrt_neon_shortcut(const qsimrt_fast_call *call) { add_inputs(call); }
