// SPDX-License-Identifier: Apache-2.0
// Speed of convolutions by shape, mode and kernels: GOP/s (a multiplication and
// an addition are two operations) and per cent of what one core was measured to
// reach at the same time.
//
// A layer is timed as part of a network, behind a max pool that leaves its
// output as the layers of real networks find theirs: whatever a session does
// for the layer, conversions included, counts.
#include "peak/peak.h"

#include "qsim/Execution/Session.h"
#include "qsimrt/kernels.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace qsim;

struct Shape {
  int channels, filters, size, stride, side, groups;

  double operations() const {
    const double places = double(side / stride) * (side / stride);
    return 2 * places * filters * (channels / groups) * size * size;
  }
  std::string name() const {
    return std::to_string(channels) + "->" + std::to_string(filters) + " k" +
           std::to_string(size) + (stride > 1 ? "/2 " : " ") +
           std::to_string(side) + (groups > 1 ? " depthwise" : "");
  }
};

// Of yolov3-tiny, yolov3 and yolo-fastest-1.1.
const Shape shapes[] = {{3, 16, 3, 1, 416, 1},    {32, 64, 3, 1, 104, 1},
                        {64, 128, 3, 2, 208, 1},  {128, 256, 3, 1, 52, 1},
                        {256, 512, 3, 1, 26, 1},  {512, 1024, 3, 1, 13, 1},
                        {256, 128, 1, 1, 52, 1},  {1024, 512, 1, 1, 13, 1},
                        {136, 136, 3, 1, 20, 136}};

double seconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since)
      .count();
}

/// GOP/s of one core, from about 3 ms.
double peakGops(qsimrt_mode mode) {
  const auto start = std::chrono::steady_clock::now();
  const double operations = qsim_peak_run(
      mode == QSIMRT_FLOAT ? QSIM_PEAK_FLOAT : QSIM_PEAK_INT8, 2000000);
  return operations / seconds(start) / 1e9;
}

/// A network whose last layer is the convolution; the first layer of real
/// networks, with three channels, reads the picture itself.
class Network {
public:
  explicit Network(const Shape &shape)
      : reals(std::size_t(shape.filters) * (shape.channels / shape.groups) *
              shape.size * shape.size),
        integers(reals.size()), biases(shape.filters, 0.1f),
        scales(shape.filters, 0.001f), hybrid(2 * shape.filters),
        sums(shape.filters), multipliers(2 * shape.filters) {
    for (std::size_t i = 0; i < reals.size(); ++i)
      reals[i] = float(int(i * 37 % 201) - 100) * 0.001f;
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "one convolution";
    model.image_quant = {8, 1.0f / 127.0f, 0};
    model.datapath = qsimrt_default_datapath();
    model.has_float = model.has_integer = 1;
    model.image = {shape.channels, shape.side, shape.side};
    if (shape.channels != 3) {
      model.image.h = model.image.w = 2 * shape.side;
      qsimrt_layer &pool = add(QSIMRT_MAXPOOL, "pool");
      pool.shape = {shape.channels, shape.side, shape.side};
      pool.output = model.image_quant;
      pool.u.maxpool = {2, 2, 0, {}, 0};
    }
    addConvolution(shape);
    model.layers = layers;
  }
  Network(const Network &) = delete;

  qsimrt_model model = {};
  std::string complaint; ///< empty: the network can be used

private:
  qsimrt_layer &add(qsimrt_kind kind, const char *name) {
    const int32_t index = model.layer_count++;
    qsimrt_layer &layer = layers[index];
    before[index] = index - 1;
    layer.kind = kind;
    layer.index = layer.scale_group = index;
    layer.name = name;
    layer.input_count = 1;
    layer.inputs = &before[index];
    layer.ceiling = QSIMRT_INT;
    return layer;
  }

  void addConvolution(const Shape &shape) {
    qsimrt_layer &layer = add(QSIMRT_CONVOLUTIONAL, "convolution");
    qsimrt_convolutional &conv = layer.u.convolutional;
    layer.shape = {shape.filters, shape.side / shape.stride,
                   shape.side / shape.stride};
    layer.output = {8, 0.05f, 0};
    conv.filters = shape.filters;
    conv.size = shape.size;
    conv.stride = shape.stride;
    conv.pad = shape.size / 2;
    conv.groups = shape.groups;
    conv.activation = QSIMRT_LEAKY;
    conv.weight_bits = 8;
    conv.weight_scale_count = shape.filters;
    conv.weight_scales = scales.data();
    conv.weights = reals.data();
    conv.biases = biases.data();
    qsimrt_derived_convolutional derived = {integers.data(),
                                            sums.data(),
                                            multipliers.data(),
                                            multipliers.data() + shape.filters,
                                            hybrid.data(),
                                            hybrid.data() + shape.filters,
                                            nullptr};
    const qsimrt_shape input = {shape.channels, shape.side, shape.side};
    qsimrt_error error = {};
    if (qsimrt_derive_convolutional(&model.datapath, model.arithmetic, &layer,
                                    &model.image_quant, &input, &derived,
                                    &error) != QSIMRT_OK)
      complaint = error.text;
    conv.q_weights = derived.q_weights;
    conv.q_biases = derived.q_biases;
    conv.positive = derived.positive;
    conv.negative = derived.negative;
    conv.hybrid_scales = derived.hybrid_scales;
    conv.hybrid_biases = derived.hybrid_biases;
  }

  std::vector<float> reals;
  std::vector<std::int8_t> integers;
  std::vector<float> biases, scales, hybrid;
  std::vector<std::int32_t> sums;
  std::vector<qsimrt_multiplier> multipliers;
  qsimrt_layer layers[2] = {};
  int32_t before[2] = {};
};

void measure(benchmark::State &state, const Shape &shape, qsimrt_mode mode,
             Kernels kernels) {
  const Network network(shape);
  if (!network.complaint.empty()) {
    state.SkipWithError(network.complaint.c_str());
    return;
  }
  SessionOptions options;
  options.mode = mode;
  options.kernels = kernels;
  Result<std::unique_ptr<Session>> session =
      Session::create(network.model, options);
  if (!session) {
    state.SkipWithError(session.error().message.c_str());
    return;
  }
  const qsimrt_shape image = network.model.image;
  std::vector<float> picture(std::size_t(image.c) * image.h * image.w);
  for (std::size_t i = 0; i < picture.size(); ++i)
    picture[i] = float(i * 7919 % 256) / 255;
  const int last = network.model.layer_count - 1;
  const double peakBefore = peakGops(mode);
  std::vector<double> times;
  for (auto _ : state) {
    bool done = bool((*session)->setInput(picture));
    while (done && (*session)->position() < last)
      done = bool((*session)->step());
    const auto start = std::chrono::steady_clock::now();
    done = done && bool((*session)->step());
    const double spent = seconds(start);
    times.push_back(spent);
    state.SetIterationTime(spent);
    if (!done) {
      state.SkipWithError("the layer does not run");
      return;
    }
  }
  // Medians: the mean that Google Benchmark prints counts what others did.
  const auto middle = times.begin() + std::ptrdiff_t(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  const double peak = std::max(peakBefore, peakGops(mode));
  const double gops = shape.operations() / *middle / 1e9;
  state.counters["GOP/s"] = gops;
  state.counters["% of peak"] = 100 * gops / peak;
  if (qsimrt_layer_isa((*session)->handle(), last) != kernels.isa)
    state.SetLabel("runs on the reference");
}

void addBenchmarks(const std::string &mode_name, qsimrt_mode mode,
                   Kernels kernels, double mostOperations) {
  const std::string kernels_name = kernels.isa == QSIMRT_ISA_NONE
                                       ? "reference"
                                       : qsimrt_isa_name(kernels.isa);
  for (const Shape &shape : shapes)
    if (shape.operations() <= mostOperations)
      benchmark::RegisterBenchmark(
          (mode_name + "/" + kernels_name + "/" + shape.name()).c_str(),
          measure, shape, mode, kernels)
          ->UseManualTime()
          ->Unit(benchmark::kMillisecond);
}

void addBenchmarks(qsimrt_isa isa, double mostOperations) {
  const bool isReference = isa == QSIMRT_ISA_NONE;
  const qsimrt_float_kernels floats =
      isReference ? QSIMRT_FLOAT_EXACT : QSIMRT_FLOAT_DIRECT;
  for (qsimrt_mode mode : {QSIMRT_INT, QSIMRT_HYBRID, QSIMRT_FLOAT})
    addBenchmarks(qsimrt_mode_name(mode), mode, {isa, floats}, mostOperations);
  if (!isReference)
    addBenchmarks("mixed float", QSIMRT_FLOAT, {isa, QSIMRT_FLOAT_MIXED},
                  mostOperations);
}

} // namespace

int main(int argc, char **argv) {
  if (qsimrt_best_isa() != QSIMRT_ISA_NONE)
    addBenchmarks(qsimrt_best_isa(), 1e12);
  // The reference takes seconds for the large ones.
  addBenchmarks(QSIMRT_ISA_NONE, 5e8);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
