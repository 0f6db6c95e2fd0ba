// SPDX-License-Identifier: Apache-2.0
// Whether the integers of a .qweights or .packed are ones that the datapath can
// hold.
#ifndef QSIMRT_FILES_BIND_CHECKS_H
#define QSIMRT_FILES_BIND_CHECKS_H

#include "qsimrt/qsimrt.h"

// The values of one derived or packed tensor; BAD_FILE names file, entry, value
// and range.
qsimrt_status qsimrt_check_derived(const char *file, const qsimrt_model *model,
                                   const qsimrt_layer *layer,
                                   const qsimrt_tensor_spec *tensor,
                                   const void *data, qsimrt_error *error);

// The integer weights of a layer, where that was put off; BAD_FILE.
qsimrt_status qsimrt_check_deferred(const qsimrt_model *model, int32_t layer,
                                    qsimrt_error *error);

#endif // QSIMRT_FILES_BIND_CHECKS_H
