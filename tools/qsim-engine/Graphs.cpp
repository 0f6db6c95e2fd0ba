// SPDX-License-Identifier: Apache-2.0
// Layers, who reads whom, what they cost and how they are quantized.
#include "Graphs.h"

#include "GraphText.h"
#include "Words.h"

#include "qsim/Execution/Detection.h"
#include "qsim/Execution/Session.h"
#include "qsim/Execution/Simulation.h"
#include "qsimrt/kernels.h"

#include <cstring>

namespace qsim::engine {
namespace {

std::uint64_t volume(const qsimrt_tensor_spec &spec) {
  std::uint64_t count = 1;
  for (int i = 0; i < spec.rank; ++i)
    count *= static_cast<std::uint64_t>(spec.dims[i]);
  return count;
}

/// As the network was imported: what bias correction added is not counted.
void describeCost(const qsimrt_model &model, const qsimrt_layer &layer,
                  GraphLayer &said) {
  qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
  std::int32_t count = 0;
  qsimrt_float_tensors(&model, layer.index, specs, &count);
  std::uint64_t parameters = 0, macs = 0;
  for (std::int32_t i = 0; i < count; ++i) {
    if (std::strcmp(specs[i].suffix, "bias_delta") == 0)
      continue;
    parameters += volume(specs[i]);
    // The weights of a local layer are those of all its places already.
    if (qsimrt_has_weights(layer.kind) &&
        std::strcmp(specs[i].suffix, "weights") == 0)
      macs = volume(specs[i]) *
             (layer.kind == QSIMRT_LOCAL
                  ? 1
                  : static_cast<std::uint64_t>(layer.shape.h) *
                        static_cast<std::uint64_t>(layer.shape.w));
  }
  said.set_parameters(parameters);
  said.set_macs(macs);
}

/// Can the whole network run in this mode?
bool runs(const qsimrt_model &model, qsimrt_mode mode) {
  qsimrt_plan plan = {};
  plan.mode = mode;
  return qsimrt_session_size(&model, &plan) > 0;
}

void describeLayer(const qsimrt_model &model, int index, bool hasFloat,
                   GraphLayer &said) {
  const qsimrt_layer &layer = model.layers[index];
  said.set_index(index);
  said.set_name(layer.name);
  said.set_kind(qsimrt_kind_name(layer.kind));
  said.set_text(layerText(layer));
  for (int i = 0; i < layer.input_count; ++i)
    said.add_inputs(layer.inputs[i]);
  for (const int extent : {layer.shape.c, layer.shape.h, layer.shape.w})
    said.add_shape(extent);
  said.set_host(qsimrt_is_host(layer.kind) != 0);
  const qsimrt_mode most = mostIntegerMode(model, index);
  for (const qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT}) {
    // Host layers have one way to run, whatever else the package lacks.
    const bool can = mode == QSIMRT_FLOAT
                         ? said.host() || hasFloat
                         : mode <= most && !said.host() &&
                               qsimrt_layer_kernel(&layer, mode) != nullptr;
    if (can)
      said.add_modes(toMessage(mode));
  }
  describeCost(model, layer, said);
  if (layer.output.bits != 0) {
    describeQuant(layer.output, *said.mutable_output());
    if (layer.scale_group != index)
      said.set_scale_from(layer.scale_group);
  }
  if (!describeWeights(layer, *said.mutable_weights()))
    said.clear_weights();
}

std::uint64_t weightBytes(const Package &package) {
  std::uint64_t floats = 0;
  for (const auto &[name, bytes] : package.files()) {
    if (name.ends_with(".qweights"))
      return bytes;
    if (name.ends_with(".fweights"))
      floats = bytes;
  }
  return floats;
}

} // namespace

void describeGraph(const Package &package, Graph &graph) {
  const qsimrt_model &model = package.model();
  graph.set_name(model.name);
  for (const int extent : {model.image.c, model.image.h, model.image.w})
    graph.add_picture(extent);
  if (model.image_quant.bits != 0)
    describeQuant(model.image_quant, *graph.mutable_picture_quantization());
  const bool hasFloat = runs(model, QSIMRT_FLOAT);
  for (int i = 0; i < model.layer_count; ++i)
    describeLayer(model, i, hasFloat, *graph.add_layers());
  for (const int layer : outputLayers(model))
    graph.add_outputs(layer);
  for (int i = 0; i < model.class_count; ++i)
    graph.add_classes(model.class_names[i]);
  graph.set_detector(isDetector(model));
  for (const qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT})
    if (runs(model, mode))
      graph.add_modes(toMessage(mode));
  graph.set_bytes(weightBytes(package));
}

} // namespace qsim::engine
