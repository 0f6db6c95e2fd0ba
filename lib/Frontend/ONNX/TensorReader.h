// SPDX-License-Identifier: Apache-2.0
// TensorProto to the importer's constants.
#ifndef QSIM_LIB_FRONTEND_ONNX_TENSORREADER_H
#define QSIM_LIB_FRONTEND_ONNX_TENSORREADER_H

#include "ExternalData.h"
#include "Tensor.h"

namespace onnx {
class TensorProto;
}

namespace qsim::onnximport {

/// Takes the values out of `proto` (raw data moves, it is not copied).
/// float16, bfloat16 and double become float32. The message does not name the
/// tensor.
Result<Tensor> takeTensor(::onnx::TensorProto &proto, ExternalData &external);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_TENSORREADER_H
