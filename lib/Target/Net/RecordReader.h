// SPDX-License-Identifier: Apache-2.0
// From a layer, as the runtime has it, to its record.
#ifndef QSIM_TARGET_RECORDREADER_H
#define QSIM_TARGET_RECORDREADER_H

#include "QNet/IR/QNetOps.h"
#include "qsimrt/model.h"

#include "mlir/IR/Builders.h"

namespace qsim {

/// Null where the tensor is not quantized.
qnet::QuantAttr toAttr(mlir::MLIRContext *context, const qsimrt_quant &quant);

/// Makes the record of a layer at the builder's position, without parameters.
mlir::Operation *readRecord(mlir::OpBuilder &builder, mlir::Location location,
                            qsimrt_arithmetic arithmetic,
                            const qsimrt_layer &layer);

} // namespace qsim

#endif // QSIM_TARGET_RECORDREADER_H
