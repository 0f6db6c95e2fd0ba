// SPDX-License-Identifier: Apache-2.0
// Constants that say one number for each channel.
#ifndef QSIM_LIB_FRONTEND_ONNX_CHANNELS_H
#define QSIM_LIB_FRONTEND_ONNX_CHANNELS_H

#include "Lowering.h"

namespace qsim::onnximport {

/// A constant that is broadcast to a value's dimensions, as one number for each
/// channel of the convolution (connected layer, normalization) that computes
/// the value; nothing where it varies within a channel, or another layer does.
std::optional<std::vector<float>>
channelsOfLayer(Lowering &lowering, const Value &value, const Tensor &constant);

/// The same for the channels that the dimensions themselves have (N50).
std::optional<std::vector<float>> channelsOfDims(const Dims &dims,
                                                 const Tensor &constant);

/// The list `count` times in a row: batches are part of the channels.
Parameter repeated(const Parameter &parameter, std::int64_t count);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_CHANNELS_H
