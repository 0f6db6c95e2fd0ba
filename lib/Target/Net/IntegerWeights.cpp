// SPDX-License-Identifier: Apache-2.0
// The .qweights: what the runtime derives from the other files.
#include "ContainerWriter.h"
#include "WeightWriters.h"

using namespace qsim;

namespace {

/// Adds the entries of all layers, then derives into them.
class IntegerWeights {
public:
  IntegerWeights(qnet::NetworkOp network, const qsimrt_model &model)
      : model(model), records(network.getRecords()) {}

  Result<AlignedBytes> write(uint32_t binding) {
    for (int32_t i = 0; i < model.layer_count; ++i)
      addEntries(model.layers[i]);
    container.allocate();
    for (int32_t i = 0; i < model.layer_count; ++i) {
      qsimrt_error error = {};
      if (derive(model.layers[i], error) != QSIMRT_OK)
        return fail(records[i], error.text);
    }
    return container.finish(ContainerWriter::integerWeights, binding);
  }

private:
  const qsimrt_quant &quantOf(int32_t index) const {
    return index == QSIMRT_IMAGE ? model.image_quant
                                 : model.layers[index].output;
  }
  const qsimrt_shape &shapeOf(int32_t index) const {
    return index == QSIMRT_IMAGE ? model.image : model.layers[index].shape;
  }
  static bool same(const qsimrt_quant &a, const qsimrt_quant &b) {
    return a.bits == b.bits && a.scale == b.scale &&
           a.zero_point == b.zero_point;
  }
  bool isLeaky(const qsimrt_layer &layer) const {
    return layer.u.convolutional.activation == QSIMRT_LEAKY;
  }

  void addEntries(const qsimrt_layer &layer) {
    const std::string prefix = std::string(layer.name) + ".";
    if (layer.kind == QSIMRT_CONVOLUTIONAL)
      addConvolutional(prefix, layer);
    else if (layer.kind == QSIMRT_ROUTE)
      container.add(prefix + "rescale", QSIMRT_MULT, {layer.input_count});
  }

  void addConvolutional(const std::string &prefix, const qsimrt_layer &layer) {
    const qsimrt_convolutional &conv = layer.u.convolutional;
    const int64_t filters = conv.filters;
    const bool narrow = qsimrt_is_narrow(&conv, &quantOf(layer.inputs[0]));
    container.add(prefix + "q_weights",
                  conv.weight_bits <= 8 ? QSIMRT_I8 : QSIMRT_I16,
                  {filters, shapeOf(layer.inputs[0]).c / conv.groups, conv.size,
                   conv.size});
    container.add(prefix + "q_biases", narrow ? QSIMRT_I32 : QSIMRT_I64,
                  {filters});
    container.add(prefix + "positive", QSIMRT_MULT, {filters});
    if (isLeaky(layer))
      container.add(prefix + "negative", QSIMRT_MULT, {filters});
    container.add(prefix + "hybrid_scales", QSIMRT_F32, {filters});
    container.add(prefix + "hybrid_biases", QSIMRT_F32, {filters});
  }

  qsimrt_status derive(const qsimrt_layer &layer, qsimrt_error &error) {
    if (layer.kind == QSIMRT_CONVOLUTIONAL)
      return deriveConvolutional(layer, error);
    if (layer.kind == QSIMRT_ROUTE)
      return deriveRoute(layer, error);
    return QSIMRT_OK;
  }

  qsimrt_status deriveConvolutional(const qsimrt_layer &layer,
                                    qsimrt_error &error) {
    qsimrt_derived_convolutional out = {};
    out.q_weights = container.payload<void>(next++);
    out.q_biases = container.payload<void>(next++);
    out.positive = container.payload<qsimrt_multiplier>(next++);
    if (isLeaky(layer))
      out.negative = container.payload<qsimrt_multiplier>(next++);
    out.hybrid_scales = container.payload<float>(next++);
    out.hybrid_biases = container.payload<float>(next++);
    return qsimrt_derive_convolutional(
        &model.datapath, model.arithmetic, &layer, &quantOf(layer.inputs[0]),
        shapeOf(layer.inputs[0]).c, &out, &error);
  }

  qsimrt_status deriveRoute(const qsimrt_layer &layer, qsimrt_error &error) {
    auto *rescale = container.payload<qsimrt_multiplier>(next++);
    for (int32_t i = 0; i < layer.input_count; ++i) {
      const qsimrt_quant &from = quantOf(layer.inputs[i]);
      rescale[i] = {1, 0}; // copied, not multiplied
      if (same(from, layer.output))
        continue;
      const qsimrt_status status =
          qsimrt_derive_rescale(&model.datapath, layer.name, &from,
                                &layer.output, &rescale[i], &error);
      if (status != QSIMRT_OK)
        return status;
    }
    return QSIMRT_OK;
  }

  const qsimrt_model &model;
  llvm::SmallVector<qnet::RecordOpInterface> records;
  ContainerWriter container;
  std::size_t next = 0; // entry to derive
};

} // namespace

Result<AlignedBytes> qsim::writeIntegerWeights(qnet::NetworkOp network,
                                               const NetFiles &files) {
  const std::string name = network.getSymName().str();
  const std::string netName = name + ".net", sysName = name + ".sys",
                    fweightsName = name + ".fweights";
  qsimrt_files inputs = {};
  inputs.net = {netName.c_str(), files.net.data(), files.net.size()};
  inputs.sys = {sysName.c_str(), files.sys.data(), files.sys.size()};
  inputs.fweights = {fweightsName.c_str(), files.fweights.data(),
                     files.fweights.size()};
  AlignedBytes memory(qsimrt_model_size(&inputs));
  const qsimrt_model *model = nullptr;
  qsimrt_error error = {};
  if (qsimrt_model_init(memory.data(), memory.size(), &inputs, &model,
                        &error) != QSIMRT_OK)
    return fail(network, error.text);
  return IntegerWeights(network, *model).write(qsimrt_binding(&inputs));
}
