// SPDX-License-Identifier: Apache-2.0
// The .qweights: what the runtime derives from the other files.
#include "WeightWriters.h"
#include "qsim/Support/ContainerWriter.h"

#include <cstring>

using namespace qsim;

namespace {

/// Adds the entries of all layers, then derives into them.
class IntegerWeights {
public:
  IntegerWeights(qnet::NetworkOp network, const qsimrt_model &model)
      : network(network), model(model) {
    for (int32_t i = 0; i < model.layer_count; ++i) {
      qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
      int32_t count = 0;
      qsimrt_derived_tensors(&model, i, specs, &count);
      container.add(model.layers[i].name, specs, count);
      ends.push_back(container.entryCount());
    }
    container.layOut();
  }

  bool empty() const { return container.entryCount() == 0; }

  Result<AlignedBytes> write(uint32_t binding) {
    bytes = AlignedBytes(container.size());
    const auto records = network.getRecords();
    for (int32_t i = 0; i < model.layer_count; ++i) {
      qsimrt_error error = {};
      if (derive(i, error) != QSIMRT_OK)
        return fail(records[static_cast<size_t>(i)], error.text);
    }
    std::vector<uint32_t> checksums;
    for (std::size_t i = 0; i < container.entryCount(); ++i)
      checksums.push_back(
          qsimrt_crc32(0, payload(i), container.payloadSize(i)));
    const std::string header =
        container.header(ContainerWriter::integerWeights, binding, checksums);
    std::memcpy(bytes.data(), header.data(), header.size());
    return std::move(bytes);
  }

private:
  void *payload(std::size_t entry) {
    return bytes.data() + container.payloadOffset(entry);
  }

  qsimrt_status derive(int32_t layer, qsimrt_error &error) {
    const std::size_t first =
        layer == 0 ? 0 : ends[static_cast<size_t>(layer) - 1];
    std::vector<void *> destinations;
    for (std::size_t i = first; i < ends[static_cast<size_t>(layer)]; ++i)
      destinations.push_back(payload(i));
    if (destinations.empty())
      return QSIMRT_OK;
    return qsimrt_derive_layer(&model, layer, destinations.data(), &error);
  }

  qnet::NetworkOp network;
  const qsimrt_model &model;
  ContainerWriter container;
  std::vector<std::size_t> ends; // behind the last entry of each layer
  AlignedBytes bytes;
};

} // namespace

Result<AlignedBytes> qsim::writeIntegerWeights(qnet::NetworkOp network,
                                               const RuntimeModel &model) {
  IntegerWeights weights(network, *model);
  // A quantized network has the file, whether or not a layer needs it.
  if (weights.empty() && !network.getQuantizationAttr())
    return AlignedBytes();
  return weights.write(model.binding());
}
