// SPDX-License-Identifier: Apache-2.0
// Speed of the reference convolutions by shape and mode, in
// multiply-accumulates a second.
#include "qsim/Execution/Package.h"
#include "qsimrt/kernels.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <vector>

namespace {

using namespace qsim;

/// One convolution with constant parameters: its time depends on shapes only.
class Convolution {
public:
  Convolution(qsimrt_mode mode, int channels, int filters, int size, int side,
              int groups)
      : mode(mode), datapath(qsimrt_default_datapath()),
        weights(std::size_t(filters) * (channels / groups) * size * size,
                0.01f),
        integers(weights.size(), 3), vector(filters, 1.0f),
        biases(filters, 100), multipliers(filters, {1, 9}),
        input(std::size_t(channels) * side * side, 0.5f),
        quantized(input.size(), 7), output(std::size_t(filters) * side * side) {
    qsimrt_convolutional &conv = layer.u.convolutional;
    layer.kind = QSIMRT_CONVOLUTIONAL;
    layer.name = "conv";
    layer.input_count = 1;
    layer.shape = {filters, side, side};
    layer.output = {8, 0.05f, 0};
    conv.filters = filters;
    conv.size = size;
    conv.stride = 1;
    conv.pad = size / 2;
    conv.groups = groups;
    conv.activation = QSIMRT_LEAKY;
    conv.weight_bits = 8;
    conv.weights = weights.data();
    conv.biases = vector.data();
    conv.q_weights = integers.data();
    conv.q_biases = biases.data();
    conv.positive = conv.negative = multipliers.data();
    conv.hybrid_scales = conv.hybrid_biases = vector.data();
    // The picture is float32 in FLOAT; HYBRID and INT read integers.
    operand.data = mode == QSIMRT_FLOAT
                       ? static_cast<const void *>(input.data())
                       : quantized.data();
    operand.shape = {channels, side, side};
    operand.quant = {8, 0.05f, 0};
    scratch = allocateRuntimeMemory(qsimrt_scratch_size(&layer, mode));
  }

  void run() {
    qsimrt_call call = {};
    call.layer = &layer;
    call.datapath = &datapath;
    call.inputs = &operand;
    call.output = output.data();
    call.scratch = scratch.get();
    call.channel_end = layer.shape.c;
    call.accumulator_overflows = call.saturated_outputs = &counter;
    qsimrt_reference_kernel(layer.kind, mode)(&call);
    benchmark::DoNotOptimize(output.data());
  }

  double multiplications() const {
    return double(weights.size()) * layer.shape.h * layer.shape.w;
  }

private:
  qsimrt_mode mode;
  qsimrt_datapath datapath;
  qsimrt_layer layer = {};
  qsimrt_operand operand = {};
  std::vector<float> weights;
  std::vector<std::int8_t> integers;
  std::vector<float> vector;
  std::vector<std::int32_t> biases;
  std::vector<qsimrt_multiplier> multipliers;
  std::vector<float> input;
  std::vector<std::int8_t> quantized;
  std::vector<float> output;
  RuntimeMemory scratch;
  std::uint64_t counter = 0;
};

void measure(benchmark::State &state, qsimrt_mode mode) {
  Convolution convolution(mode, int(state.range(0)), int(state.range(1)),
                          int(state.range(2)), int(state.range(3)),
                          int(state.range(4)));
  for (auto _ : state)
    convolution.run();
  state.counters["MAC/s"] = benchmark::Counter(convolution.multiplications() *
                                                   double(state.iterations()),
                                               benchmark::Counter::kIsRate);
}

// The shapes of yolov3-tiny at 416 that differ most, and a depthwise one.
void addShapes(benchmark::internal::Benchmark *program) {
  program->ArgNames({"channels", "filters", "size", "side", "groups"});
  program->Args({3, 16, 3, 416, 1});
  program->Args({32, 64, 3, 104, 1});
  program->Args({128, 256, 3, 26, 1});
  program->Args({512, 1024, 3, 13, 1});
  program->Args({1024, 256, 1, 13, 1});
  program->Args({512, 512, 3, 14, 512});
  program->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(measure, reference_float, QSIMRT_FLOAT)->Apply(addShapes);
BENCHMARK_CAPTURE(measure, reference_hybrid, QSIMRT_HYBRID)->Apply(addShapes);
BENCHMARK_CAPTURE(measure, reference_int, QSIMRT_INT)->Apply(addShapes);

} // namespace

BENCHMARK_MAIN();
