// SPDX-License-Identifier: Apache-2.0
// Test helper: a network of one convolution, or of one and a 2 x 2 max pool;
// the instruction sets to try it on.
#ifndef QSIM_TEST_RUNTIME_ONELAYER_H
#define QSIM_TEST_RUNTIME_ONELAYER_H

#include "Convolution.h"

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

struct OneLayer {
  explicit OneLayer(Convolution &conv, bool pooled = false) {
    layers[0] = conv.layer;
    layers[0].input_count = 1;
    layers[0].inputs = &image;
    layers[0].ceiling = QSIMRT_INT;
    layers[1] = layers[0];
    layers[1].kind = QSIMRT_MAXPOOL;
    layers[1].name = "maxpool_1";
    layers[1].index = 1;
    layers[1].inputs = &first;
    layers[1].u.maxpool = {2, 2, 1};
    layers[1].shape.h /= 2;
    layers[1].shape.w /= 2;
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "one";
    model.arithmetic = conv.arithmetic;
    model.image = {conv.shape.inC, conv.shape.inH, conv.shape.inW};
    model.image_quant = conv.inputQuant;
    model.datapath = conv.datapath;
    model.has_float = 1;
    model.has_integer = conv.layer.u.convolutional.q_weights != nullptr;
    model.layers = layers;
    model.layer_count = pooled ? 2 : 1;
  }
  OneLayer(const OneLayer &) = delete;
  const int32_t image = QSIMRT_IMAGE, first = 0;
  qsimrt_layer layers[2] = {};
  qsimrt_model model = {};
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_ONELAYER_H
