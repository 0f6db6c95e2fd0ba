// SPDX-License-Identifier: Apache-2.0
// The yolo head on AVX-512.
#include "opt/x86/lanes_avx512.h"

#include "opt/yolo.h"

void qsimrt_avx512_yolo(const qsimrt_call *call) { yolo_head(call); }
