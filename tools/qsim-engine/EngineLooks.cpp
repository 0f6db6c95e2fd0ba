// SPDX-License-Identifier: Apache-2.0
// What is known of a layer.
#include "Engine.h"
#include "NetSections.h"
#include "Words.h"

#include <algorithm>

namespace qsim::engine {

/// Layers that have accumulators, where they run in INT.
static bool accumulates(const qsimrt_layer &layer) {
  return qsimrt_has_weights(layer.kind) || qsimrt_sums(&layer) ||
         qsimrt_averages(&layer);
}

static bool isInteger(qsimrt_session *session, int layer,
                      const qsimrt_layer &of) {
  return layer != QSIMRT_IMAGE && of.output.bits != 0 &&
         qsimrt_layer_mode(session, layer) == QSIMRT_INT;
}

static void describeTensor(const LayerTensor &tensor, TensorDetails &details) {
  details.set_name(tensor.name);
  details.set_dtype(dtypeName(tensor.dtype));
  for (const std::int64_t extent : tensor.shape)
    details.add_shape(extent);
  details.set_editable(tensor.name != "weight_scales");
}

Result<void> Engine::layer(const GetLayer &ask, LayerDetails &details) {
  const int index = ask.layer();
  if (Result<void> there = checkLayer(index); !there)
    return there;
  const qsimrt_model &model = bench->model();
  qsimrt_session *session = bench->simulation().running().handle();
  const bool isImage = index == QSIMRT_IMAGE;
  static const qsimrt_layer none = {};
  const qsimrt_layer &of = isImage ? none : model.layers[index];
  const qsimrt_quant quant = isImage ? model.image_quant : of.output;
  details.set_index(index);
  details.set_name(isImage ? "image" : of.name);
  details.set_kind(isImage ? "image" : qsimrt_kind_name(of.kind));
  details.set_mode(isImage ? FLOAT
                           : toMessage(qsimrt_layer_mode(session, index)));
  details.set_ran(hasRun(index));
  details.set_milliseconds(bench->milliseconds(index));
  std::vector<unsigned char> stale(static_cast<std::size_t>(model.layer_count));
  qsimrt_find_stale(session, stale.data());
  details.set_stale(!isImage && stale[static_cast<std::size_t>(index)]);

  std::vector<LayerTensor> tensors = bench->simulation().tensors(index);
  // How an output will be quantized is known before it is there.
  const bool hasOutput =
      std::any_of(tensors.begin(), tensors.end(), [](const LayerTensor &one) {
        return one.name == outputTensor;
      });
  if (!hasOutput)
    tensors.push_back(
        {outputTensor, QSIMRT_F32, {of.shape.c, of.shape.h, of.shape.w}});
  const bool integer = isInteger(session, index, of);
  if (integer && details.ran() && accumulates(of))
    tensors.push_back(
        {accumulatorsTensor, QSIMRT_I64, {of.shape.c, of.shape.h, of.shape.w}});
  for (LayerTensor &tensor : tensors) {
    const bool isOutput = tensor.name == outputTensor;
    // An output is stored as its mode has it.
    if (isOutput && integer)
      tensor.dtype = quant.bits <= 8 ? QSIMRT_I8 : QSIMRT_I16;
    TensorDetails &one = *details.add_tensors();
    describeTensor(tensor, one);
    if (isOutput && !hasOutput)
      one.set_editable(false);
    if (isOutput && quant.bits != 0)
      describeQuant(quant, *one.mutable_quantization());
    if (tensor.name == "weights" || tensor.name == "q_weights")
      if (!describeWeights(of, *one.mutable_quantization()))
        one.clear_quantization();
  }
  if (!isImage)
    for (const auto &[key, value] : sectionOf(bench->directory(), index))
      (*details.mutable_parameters())[key] = value;
  return {};
}

} // namespace qsim::engine
