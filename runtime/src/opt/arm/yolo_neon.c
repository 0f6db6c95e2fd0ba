// SPDX-License-Identifier: Apache-2.0
// The yolo head on NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/yolo.h"

void qsimrt_neon_yolo(const qsimrt_call *call) { yolo_head(call); }
