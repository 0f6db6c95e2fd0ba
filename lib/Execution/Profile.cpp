// SPDX-License-Identifier: Apache-2.0
// Times layers from the runtime's hooks.
#include "qsim/Execution/Profile.h"

#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <algorithm>
#include <chrono>

namespace qsim {
namespace {

using Clock = std::chrono::steady_clock;

/// What the hooks fill: the times of every layer, run by run.
struct Stopwatch {
  Clock::time_point start;
  std::vector<std::vector<double>> times; // [layer][run]
};

qsimrt_verdict startTimer(void *context, qsimrt_session *, int32_t) {
  static_cast<Stopwatch *>(context)->start = Clock::now();
  return QSIMRT_CONTINUE;
}

qsimrt_verdict stopTimer(void *context, qsimrt_session *, int32_t layer) {
  auto &watch = *static_cast<Stopwatch *>(context);
  watch.times[layer].push_back(
      std::chrono::duration<double, std::milli>(Clock::now() - watch.start)
          .count());
  return QSIMRT_CONTINUE;
}

double volume(qsimrt_shape shape) {
  return static_cast<double>(shape.c) * shape.h * shape.w;
}

qsimrt_shape shapeOf(const qsimrt_model &model, int layer) {
  return layer == QSIMRT_IMAGE ? model.image : model.layers[layer].shape;
}

double weightsOf(const qsimrt_model &model, const qsimrt_layer &layer) {
  if (!qsimrt_has_weights(layer.kind))
    return 0;
  const qsimrt_convolutional &conv = layer.u.convolutional;
  const qsimrt_shape in = shapeOf(model, layer.inputs[0]);
  if (layer.kind == QSIMRT_CONNECTED)
    return volume(in) * conv.filters;
  const qsimrt_window window = qsimrt_window_of(&layer);
  const double perPlace = static_cast<double>(in.c / conv.groups) *
                          window.size_y * window.size_x * conv.filters;
  return layer.kind == QSIMRT_LOCAL ? perPlace * layer.shape.h * layer.shape.w
                                    : perPlace;
}

/// Bytes of a value of a tensor in the session.
double elementBytes(const Session &session, int layer) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  if (layer == QSIMRT_IMAGE ||
      qsimrt_layer_mode(session.handle(), layer) != QSIMRT_INT)
    return 4;
  return model.layers[layer].output.bits <= 8 ? 1 : 2;
}

double bytesOf(const Session &session, const qsimrt_layer &layer) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  const bool isFloat =
      qsimrt_layer_mode(session.handle(), layer.index) == QSIMRT_FLOAT;
  double bytes = volume(layer.shape) * elementBytes(session, layer.index);
  for (int i = 0; i < layer.input_count; ++i)
    bytes += volume(shapeOf(model, layer.inputs[i])) *
             elementBytes(session, layer.inputs[i]);
  const double weightBytes = isFloat                                  ? 4
                             : layer.u.convolutional.weight_bits <= 8 ? 1
                                                                      : 2;
  return bytes + weightsOf(model, layer) * weightBytes;
}

std::string kernelOf(const LayerProfile &layer) {
  const std::string isa = layer.kernel == QSIMRT_ISA_NONE
                              ? "reference"
                              : qsimrt_isa_name(layer.kernel);
  return layer.isTransformed ? isa + " winograd" : isa;
}

double median(std::vector<double> times) {
  const auto middle = times.begin() + times.size() / 2;
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

} // namespace

double multiplicationsOf(const qsimrt_model &model, const qsimrt_layer &layer) {
  const double weights = weightsOf(model, layer);
  return layer.kind == QSIMRT_CONVOLUTIONAL
             ? weights * layer.shape.h * layer.shape.w
             : weights;
}

Result<std::vector<LayerProfile>>
profileLayers(Session &session, std::span<const float> input, int repeat) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  Stopwatch watch;
  watch.times.resize(model.layer_count);
  qsimrt_hooks hooks = {};
  hooks.context = &watch;
  hooks.before = startTimer;
  hooks.after = stopTimer;
  for (int run = 0; run <= repeat; ++run) {
    if (run == 1)
      for (std::vector<double> &times : watch.times)
        times.clear();
    if (Result<void> done = session.run(input, &hooks); !done)
      return done.error();
  }
  std::vector<LayerProfile> layers(model.layer_count);
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_layer &layer = model.layers[i];
    layers[i] = {median(std::move(watch.times[i])),
                 multiplicationsOf(model, layer), bytesOf(session, layer),
                 qsimrt_layer_isa(session.handle(), i),
                 qsimrt_layer_is_transformed(session.handle(), i) != 0};
  }
  return layers;
}

std::string profileAsText(const Session &session,
                          const std::vector<LayerProfile> &layers) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  double total = 0;
  for (const LayerProfile &layer : layers)
    total += layer.milliseconds;
  Table table({"layer", "mode", "kernel", "ms", "share %", "GOP/s", "MB"});
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const LayerProfile &layer = layers[i];
    const double operations = 2 * layer.multiplications;
    table.addRow({model.layers[i].name,
                  qsimrt_mode_name(
                      qsimrt_layer_mode(session.handle(), static_cast<int>(i))),
                  kernelOf(layer), formatFixed(layer.milliseconds, 3),
                  formatFixed(100 * layer.milliseconds / total, 1),
                  operations == 0
                      ? ""
                      : formatFixed(operations / layer.milliseconds / 1e6, 1),
                  formatFixed(layer.bytes / 1e6, 2)});
  }
  table.addRow({"all", "", "", formatFixed(total, 3), "", "", ""});
  return table.text();
}

} // namespace qsim
