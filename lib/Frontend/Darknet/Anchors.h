// SPDX-License-Identifier: Apache-2.0
// The keys `num` and `anchors` of detection heads.
#ifndef QSIM_LIB_FRONTEND_DARKNET_ANCHORS_H
#define QSIM_LIB_FRONTEND_DARKNET_ANCHORS_H

#include "Emitter.h"

namespace qsim::darknet {

/// `num` pairs of positive numbers; anything else is reported.
llvm::SmallVector<float> readAnchors(SectionReader &reader);

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_ANCHORS_H
