// SPDX-License-Identifier: Apache-2.0
// A tile of a first layer on AVX-512, for the convolution in FLOAT.
#ifndef QSIMRT_OPT_X86_COLOURS_FUSED_AVX512_H
#define QSIMRT_OPT_X86_COLOURS_FUSED_AVX512_H

#include "opt/convolution_fused.h"

// 0: it is none that this is for.
int qsimrt_avx512_add_colours(const qsimrt_fused_part *part, int32_t pixels);

#endif // QSIMRT_OPT_X86_COLOURS_FUSED_AVX512_H
