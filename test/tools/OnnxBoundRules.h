// SPDX-License-Identifier: Apache-2.0
// The bounds of layers that no run of the network on bounds gives: what
// divides, takes powers, normalizes or compares.
#ifndef QSIM_TEST_TOOLS_ONNXBOUNDRULES_H
#define QSIM_TEST_TOOLS_ONNXBOUNDRULES_H

#include "qsimrt/qsimrt.h"

#include <vector>

namespace qsim::conformance {

/// A tensor: its real values and how far each may be off.
struct Uncertain {
  const std::vector<float> &values;
  const std::vector<double> &bounds;
};

/// |a'b' - ab|; the first has the second's shape, or one value for each
/// channel, or one channel (N32).
std::vector<double> productBounds(const Uncertain &a, const Uncertain &b,
                                  qsimrt_shape first, qsimrt_shape second);
/// Sub, max, min, div, pow.
std::vector<double> binaryBounds(qsimrt_binary_kind operation,
                                 const Uncertain &a, const Uncertain &b);
/// Softmax and its logarithm: of the values of one layer.
std::vector<double> softmaxBounds(const qsimrt_softmax &softmax,
                                  const std::vector<float> &results,
                                  const Uncertain &input);
std::vector<double> argmaxBounds(const qsimrt_argmax &argmax,
                                 std::size_t results, const Uncertain &input);
std::vector<double> lrnBounds(const qsimrt_lrn &lrn, qsimrt_shape shape,
                              const Uncertain &input);
std::vector<double> instanceNormBounds(const qsimrt_instance_norm &norm,
                                       qsimrt_shape shape,
                                       const Uncertain &input);
/// Of a resize that weighs several values, with integer weights or without.
std::vector<double> resizeBounds(const qsimrt_resizing &resize, bool integers,
                                 std::size_t results, const Uncertain &input);

} // namespace qsim::conformance

#endif // QSIM_TEST_TOOLS_ONNXBOUNDRULES_H
