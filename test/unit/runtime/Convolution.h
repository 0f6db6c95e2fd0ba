// SPDX-License-Identifier: Apache-2.0
// Test helper: one convolutional layer with random parameters, a call of its
// kernels, and the rules written out naively.
#ifndef QSIM_TEST_RUNTIME_CONVOLUTION_H
#define QSIM_TEST_RUNTIME_CONVOLUTION_H

#include "qsimrt/kernels.h"
#include "qsimrt/qsimrt.h"

#include <cstdint>
#include <random>
#include <vector>

namespace qsim::test {

constexpr qsimrt_datapath defaultDatapath = {QSIMRT_ROUND_HALF_UP,
                                             QSIMRT_SATURATE,
                                             QSIMRT_CHECK_OUTPUT,
                                             QSIMRT_LEAKY_MULTIPLIER,
                                             32,
                                             48,
                                             32,
                                             48,
                                             31,
                                             15,
                                             62,
                                             12};

struct ConvolutionShape {
  int inC, inH, inW, filters, size, stride, pad, groups;
  int weightBits, inputBits, zeroPoint;
  qsimrt_window window = {}; // in place of size, stride and pad (N51)
};

// Owns everything that a layer points to.
struct Convolution {
  Convolution(const ConvolutionShape &shape, unsigned seed,
              qsimrt_activation activation = QSIMRT_LEAKY)
      : shape(shape), random(seed) {
    const qsimrt_window w = window();
    const int taps = shape.inC / shape.groups * w.size_y * w.size_x;
    const size_t weightCount = size_t(taps) * shape.filters;
    for (size_t i = 0; i < weightCount; ++i)
      weights.push_back(real(-1, 1));
    for (int o = 0; o < shape.filters; ++o) {
      biases.push_back(real(-1, 1));
      scales.push_back(real(0.5f, 2));
      mean.push_back(real(-1, 1));
      variance.push_back(real(0.5f, 2));
      weightScales.push_back(real(0.9f, 1.1f) /
                             float((1 << (shape.weightBits - 1)) - 1));
    }
    input.assign(size_t(shape.inC) * shape.inH * shape.inW, 0);
    for (float &value : input)
      value = real(-1, 1);

    inputQuant = {shape.inputBits, 1.0f / float(1 << (shape.inputBits - 1)),
                  shape.zeroPoint};
    layer.kind = QSIMRT_CONVOLUTIONAL;
    layer.name = "conv_0";
    layer.shape = {shape.filters,
                   outSize(shape.inH, w.size_y, w.stride_y, w.top + w.bottom,
                           w.dilation_y, w.input_dilation_y),
                   outSize(shape.inW, w.size_x, w.stride_x, w.left + w.right,
                           w.dilation_x, w.input_dilation_x)};
    layer.output = {8, 0.05f, 5};
    auto &conv = layer.u.convolutional;
    conv.filters = shape.filters;
    conv.size = shape.size;
    conv.stride = shape.stride;
    conv.pad = shape.pad;
    conv.groups = shape.groups;
    conv.window = shape.window;
    conv.batch_normalize = 1;
    conv.activation = activation;
    conv.weight_bits = shape.weightBits;
    conv.weight_scale_count = shape.filters;
    conv.weight_scales = weightScales.data();
    conv.weights = weights.data();
    conv.biases = biases.data();
    conv.scales = scales.data();
    conv.mean = mean.data();
    conv.variance = variance.data();
    q8.resize(weightCount);
    q16.resize(weightCount);
    b32.resize(shape.filters);
    b64.resize(shape.filters);
    positive.resize(shape.filters);
    negative.resize(shape.filters);
    hybridScales.resize(shape.filters);
    hybridBiases.resize(shape.filters);
  }
  Convolution(const Convolution &) = delete;

  float real(float low, float high) {
    return low + (high - low) * float(random() >> 8) * 0x1p-24f;
  }
  qsimrt_window window() const {
    if (shape.window.size_y != 0)
      return shape.window;
    return {shape.size,
            shape.size,
            shape.stride,
            shape.stride,
            shape.pad,
            shape.pad,
            shape.pad,
            shape.pad,
            1,
            1,
            1,
            1};
  }
  static int outSize(int in, int size, int stride, int pads, int dilation,
                     int inputDilation) {
    return ((in - 1) * inputDilation + 1 + pads - ((size - 1) * dilation + 1)) /
               stride +
           1;
  }
  bool narrow() const {
    return qsimrt_is_narrow(&layer.u.convolutional, &inputQuant) != 0;
  }

  qsimrt_status derive(qsimrt_error *error = nullptr) {
    auto &conv = layer.u.convolutional;
    qsimrt_derived_convolutional out = {};
    out.q_weights = shape.weightBits <= 8 ? (void *)q8.data() : q16.data();
    out.q_biases = narrow() ? (void *)b32.data() : b64.data();
    out.positive = positive.data();
    const bool hasNegative =
        conv.activation != QSIMRT_LINEAR && !qsimrt_is_table(conv.activation);
    out.negative = hasNegative ? negative.data() : nullptr;
    out.hybrid_scales = hybridScales.data();
    out.hybrid_biases = hybridBiases.data();
    conv.q_weights = out.q_weights;
    conv.q_biases = out.q_biases;
    conv.positive = out.positive;
    conv.negative = out.negative;
    conv.hybrid_scales = out.hybrid_scales;
    conv.hybrid_biases = out.hybrid_biases;
    const qsimrt_shape inShape = {shape.inC, shape.inH, shape.inW};
    return qsimrt_derive_convolutional(&datapath, arithmetic, &layer,
                                       &inputQuant, &inShape, &out, error);
  }

  // The input as integers, by N1.
  std::vector<int16_t> integers() const {
    std::vector<int16_t> out(input.size());
    if (shape.inputBits <= 8) {
      std::vector<int8_t> narrowed(input.size());
      qsimrt_quantize(input.data(), input.size(), inputQuant, narrowed.data());
      out.assign(narrowed.begin(), narrowed.end());
    } else {
      qsimrt_quantize(input.data(), input.size(), inputQuant, out.data());
    }
    return out;
  }

  // Runs the reference kernel, or another one, in pieces of `step` output
  // channels.
  template <typename T>
  std::vector<T> run(qsimrt_mode mode, int step = 1000,
                     qsimrt_kernel kernel = nullptr) {
    if (!kernel)
      kernel = qsimrt_reference_kernel(QSIMRT_CONVOLUTIONAL, mode);
    const std::vector<int16_t> wide = integers();
    const std::vector<int8_t> small(wide.begin(), wide.end());
    qsimrt_operand in = {
        input.data(), {shape.inC, shape.inH, shape.inW}, inputQuant};
    if (mode != QSIMRT_FLOAT)
      in.data = shape.inputBits <= 8 ? (const void *)small.data() : wide.data();
    std::vector<T> out(size_t(layer.shape.c) * layer.shape.h * layer.shape.w);
    std::vector<uint64_t> scratch((qsimrt_scratch_size(&layer, mode) + 127) /
                                  8);
    overflows = saturated = 0;
    qsimrt_call call = {};
    call.layer = &layer;
    call.datapath = &datapath;
    call.arithmetic = arithmetic;
    call.inputs = &in;
    call.output = out.data();
    // Any 64-byte boundary inside.
    call.scratch = (void *)((uintptr_t(scratch.data()) + 63) / 64 * 64);
    call.accumulator_overflows = &overflows;
    call.saturated_outputs = &saturated;
    for (int o = 0; o < shape.filters; o += step) {
      call.channel_begin = o;
      call.channel_end = std::min(o + step, shape.filters);
      kernel(&call);
    }
    return out;
  }

  // Position p of the dilated input as one of the input; -1: outside (N51).
  static int seen(int p, int inputDilation, int extent) {
    if (p < 0 || p > (extent - 1) * inputDilation || p % inputDilation != 0)
      return -1;
    return p / inputDilation;
  }

  // Calls visit(o, y, x, [(weight index, input index or -1) in order]).
  template <typename Visit> void forEachOutput(Visit visit) const {
    const qsimrt_window w = window();
    const int channels = shape.inC / shape.groups;
    const int perGroup = shape.filters / shape.groups;
    std::vector<std::pair<size_t, long>> taps;
    for (int o = 0; o < shape.filters; ++o)
      for (int y = 0; y < layer.shape.h; ++y)
        for (int x = 0; x < layer.shape.w; ++x) {
          taps.clear();
          for (int c = 0; c < channels; ++c)
            for (int ky = 0; ky < w.size_y; ++ky)
              for (int kx = 0; kx < w.size_x; ++kx) {
                const int row = seen(y * w.stride_y + ky * w.dilation_y - w.top,
                                     w.input_dilation_y, shape.inH);
                const int column =
                    seen(x * w.stride_x + kx * w.dilation_x - w.left,
                         w.input_dilation_x, shape.inW);
                const bool inside = row >= 0 && column >= 0;
                const long channel = o / perGroup * channels + c;
                const size_t weight =
                    ((size_t(o) * channels + c) * w.size_y + ky) * w.size_x +
                    kx;
                taps.emplace_back(
                    weight,
                    inside ? (channel * shape.inH + row) * shape.inW + column
                           : -1);
              }
          visit(o, y, x, taps);
        }
  }

  ConvolutionShape shape;
  std::mt19937 random;
  qsimrt_datapath datapath = defaultDatapath;
  qsimrt_arithmetic arithmetic = QSIMRT_PJREDDIE;
  qsimrt_layer layer = {};
  qsimrt_quant inputQuant;
  uint64_t overflows = 0, saturated = 0;
  std::vector<float> weights, biases, scales, mean, variance, weightScales;
  std::vector<float> input, hybridScales, hybridBiases;
  std::vector<int8_t> q8;
  std::vector<int16_t> q16;
  std::vector<int32_t> b32;
  std::vector<int64_t> b64;
  std::vector<qsimrt_multiplier> positive, negative;
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_CONVOLUTION_H
