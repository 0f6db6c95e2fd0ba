// SPDX-License-Identifier: Apache-2.0
// Test helper: the layers of a network, with the names and inputs that they
// point to.
#ifndef QSIM_TEST_RUNTIME_LAYERLIST_H
#define QSIM_TEST_RUNTIME_LAYERLIST_H

#include "qsimrt/model.h"

#include <deque>
#include <string>
#include <vector>

namespace qsim::test {

class LayerList {
public:
  /// References to layers stay while there are at most `most`.
  explicit LayerList(int most) { layers.reserve(size_t(most)); }

  qsimrt_layer &add(qsimrt_kind kind, std::vector<int32_t> from,
                    qsimrt_shape shape, qsimrt_quant output) {
    names.push_back("layer_" + std::to_string(layers.size()));
    inputs.push_back(std::move(from));
    qsimrt_layer out = {};
    out.kind = kind;
    out.index = int32_t(layers.size());
    out.name = names.back().c_str();
    out.input_count = int32_t(inputs.back().size());
    out.inputs = inputs.back().data();
    out.shape = shape;
    out.output = output;
    out.ceiling = QSIMRT_INT;
    layers.push_back(out);
    return layers.back();
  }

  std::vector<qsimrt_layer> layers;

private:
  std::deque<std::string> names;
  std::deque<std::vector<int32_t>> inputs;
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_LAYERLIST_H
