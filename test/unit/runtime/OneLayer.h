// SPDX-License-Identifier: Apache-2.0
// Test helper: a network of one convolution, run in FLOAT by optimised kernels.
#ifndef QSIM_TEST_RUNTIME_ONELAYER_H
#define QSIM_TEST_RUNTIME_ONELAYER_H

#include "Convolution.h"
#include "Network.h"
#include "Packed.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace qsim::test {

// Those that this machine has.
inline std::vector<qsimrt_isa> instructionSets() {
  std::vector<qsimrt_isa> sets;
  for (int isa = QSIMRT_ISA_NONE; isa < QSIMRT_ISA_COUNT; ++isa)
    if (qsimrt_has_isa(qsimrt_isa(isa)))
      sets.push_back(qsimrt_isa(isa));
  return sets;
}

// A network of the one layer.
struct OneLayer {
  explicit OneLayer(Convolution &conv) {
    conv.layer.input_count = 1;
    conv.layer.inputs = &image;
    conv.layer.ceiling = QSIMRT_INT;
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "one";
    model.arithmetic = conv.arithmetic;
    model.image = {conv.shape.inC, conv.shape.inH, conv.shape.inW};
    model.datapath = conv.datapath;
    model.has_float = 1;
    model.layers = &conv.layer;
    model.layer_count = 1;
  }
  const int32_t image = QSIMRT_IMAGE;
  qsimrt_model model = {};
};

// What the layer gives in FLOAT, direct or mixed.
inline std::vector<float> runFast(Convolution &conv, qsimrt_isa isa,
                                  qsimrt_float_kernels kernels,
                                  const qsimrt_parallel &parallel = {}) {
  const OneLayer network(conv);
  const Packed packed(network.model, isa,
                      kernels == QSIMRT_FLOAT_MIXED ? QSIMRT_PACK_MIXED
                                                    : QSIMRT_PACK_FLOATS);
  qsimrt_plan plan = planOf(QSIMRT_FLOAT);
  plan.packed = packed.packed;
  plan.float_kernels = kernels;
  plan.parallel = parallel;
  Session session(network.model, plan);
  session.run(conv.input);
  return session.read(0);
}

// What the reference gives: N18.
inline std::vector<float> runReference(Convolution &conv) {
  const OneLayer network(conv);
  Session session(network.model, planOf(QSIMRT_FLOAT));
  session.run(conv.input);
  return session.read(0);
}

inline void expectSameBits(const std::vector<float> &a,
                           const std::vector<float> &b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i)
    ASSERT_TRUE(std::memcmp(&a[i], &b[i], sizeof a[i]) == 0 ||
                (std::isnan(a[i]) && std::isnan(b[i])))
        << "output " << i << ": " << a[i] << " and " << b[i];
}

inline float largestMagnitude(const std::vector<float> &values) {
  float largest = 0;
  for (const float value : values)
    largest = std::max(largest, std::fabs(value));
  return largest;
}

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_ONELAYER_H
