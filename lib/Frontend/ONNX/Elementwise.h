// SPDX-License-Identifier: Apache-2.0
// Arithmetic on values, each with the cheapest layer that can do it: at once
// for constants, else as part of the layer before, as an activation, by
// channel, or as a layer of two inputs.
#ifndef QSIM_LIB_FRONTEND_ONNX_ELEMENTWISE_H
#define QSIM_LIB_FRONTEND_ONNX_ELEMENTWISE_H

#include "Lowering.h"

namespace qsim::onnximport {

/// An activation on the layer before where that can take it, else as a layer.
Value activate(Lowering &lowering, const Value &value,
               const Activation &activation);
/// low..high as relu or relu6 where it is one of these, else as a clip.
Activation limited(float low, float high);
/// factor * x + term
Value affine(Lowering &lowering, const Value &value, double factor,
             double term);

/// 1 / divisor where that is the logistic function, of a divisor 1 + exp(-x);
/// nothing for others.
std::optional<Value> logisticOfDivisor(Lowering &lowering,
                                       const Value &divisor);

// With broadcasting.
Value addValues(Lowering &lowering, const Value &a, const Value &b);
Value subtract(Lowering &lowering, const Value &a, const Value &b);
Value multiply(Lowering &lowering, const Value &a, const Value &b);
Value divide(Lowering &lowering, const Value &a, const Value &b);
Value power(Lowering &lowering, const Value &a, const Value &b);
/// `operation` is max or min.
Value choose(Lowering &lowering, const Value &a, const Value &b,
             llvm::StringRef operation);

/// factors[c] * x + terms[c] for channel c of a convolution, a connected layer
/// or a normalization that nobody else reads, by its scales or biases. An empty
/// list
/// stands for ones, or zeros. False where that cannot be.
bool foldIntoLayer(Lowering &lowering, const Value &value,
                   const std::vector<float> &factors,
                   const std::vector<float> &terms);

/// A 1x1 depthwise convolution: factors[c] * x + terms[c], lists as above.
Value scaleChannels(Lowering &lowering, const Value &value,
                    const std::vector<float> &factors,
                    const std::vector<float> &terms);

/// The function of an activation, for constants.
double evaluate(const Activation &activation, double x);

/// Element by element, for constants of any types; see BinaryConstants.cpp for
/// the operations.
Value computeBinary(Lowering &lowering, llvm::StringRef operation,
                    const Value &a, const Value &b);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_ELEMENTWISE_H
