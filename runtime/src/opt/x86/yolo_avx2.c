// SPDX-License-Identifier: Apache-2.0
// The yolo head on AVX2.
#include "opt/x86/lanes_avx2.h"

#include "opt/yolo.h"

void qsimrt_avx2_yolo(const qsimrt_call *call) { yolo_head(call); }
