// SPDX-License-Identifier: Apache-2.0
// A second hand for the profile yolo2_light (numerics.md N42 to N44): computes
// every convolution of a dumped HYBRID run from the package's float parameters
// and the dumped inputs, and compares all values.
//
// usage: yolo2-light-check PACKAGE DUMP_DIR
//   Prints one line for each convolution and a last line with totals; exits 1
//   when a value differs or a layer runs in another mode than that engine's.
#include "qsim/Execution/Package.h"
#include "qsim/Support/Npy.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

using namespace qsim;

namespace {

struct Totals {
  std::size_t layers = 0, values = 0, differing = 0;
};

// What a layer reads, with zeros around it.
struct PaddedInput {
  int channels, height, width; // with the padding
  std::vector<float> values;

  PaddedInput(const float *from, qsimrt_shape shape, int pad)
      : channels(shape.c), height(shape.h + 2 * pad), width(shape.w + 2 * pad),
        values(static_cast<std::size_t>(channels) * height * width) {
    for (int c = 0; c < channels; ++c)
      for (int y = 0; y < shape.h; ++y)
        std::copy_n(from +
                        (static_cast<std::size_t>(c) * shape.h + y) * shape.w,
                    shape.w, at(c, y + pad, pad));
  }
  float *at(int c, int y, int x) {
    return &values[(static_cast<std::size_t>(c) * height + y) * width + x];
  }
};

// Weights and biases with their batch norm.
struct Folded {
  std::vector<float> weights, biases;

  Folded(const qsimrt_convolutional &conv, std::size_t taps)
      : weights(conv.weights, conv.weights + conv.filters * taps),
        biases(conv.biases, conv.biases + conv.filters) {
    for (int o = 0; conv.batch_normalize && o < conv.filters; ++o) {
      const float d = std::sqrt(conv.variance[o]) + .000001f;
      biases[o] -= conv.scales[o] * conv.mean[o] / d;
      for (std::size_t k = 0; k < taps; ++k)
        weights[o * taps + k] *= conv.scales[o] / d;
    }
  }
};

float weightMultiplier(const std::vector<float> &weights) {
  int best = 0, most = 0;
  for (int first = 0; first <= 24; ++first) {
    const float low = std::pow(2.0f, static_cast<float>(first - 16));
    const int inside = static_cast<int>(
        std::count_if(weights.begin(), weights.end(),
                      [&](float w) { return w >= low && w < 256 * low; }));
    if (inside > most) {
      most = inside;
      best = first;
    }
  }
  return std::pow(2.0f, static_cast<float>(16 - best)) / 4;
}

float truncated(float value, float limit) {
  return std::clamp(std::trunc(value), -limit, limit);
}

// One output channel, tap by tap: of the integers exact in int32, of floats in
// Darknet's order.
template <typename Sum>
std::vector<Sum> convolve(PaddedInput &input, const qsimrt_layer &layer,
                          const float *weights) {
  const qsimrt_convolutional &conv = layer.u.convolutional;
  const int height = layer.shape.h, width = layer.shape.w;
  std::vector<Sum> sums(static_cast<std::size_t>(height) * width);
  for (int c = 0; c < input.channels; ++c)
    for (int ky = 0; ky < conv.size; ++ky)
      for (int kx = 0; kx < conv.size; ++kx) {
        const Sum weight = static_cast<Sum>(*weights++);
        for (int y = 0; y < height; ++y)
          for (int x = 0; x < width; ++x)
            sums[y * width + x] +=
                weight * static_cast<Sum>(*input.at(c, y * conv.stride + ky,
                                                    x * conv.stride + kx));
      }
  return sums;
}

// The engine's integer convolution: five lines for each value.
float integerValue(int acc, float scale, float bias, bool leaky) {
  const int o = std::clamp(acc / 32, -32767, 32767);
  float y = static_cast<float>(o) * scale;
  y = y + bias;
  if (leaky && !(y > 0))
    y = y / 10;
  return y;
}

std::size_t check(const qsimrt_layer &layer, qsimrt_shape shape,
                  const NpyArray &from, const NpyArray &got, bool integer) {
  const qsimrt_convolutional &conv = layer.u.convolutional;
  const std::size_t taps =
      static_cast<std::size_t>(shape.c) * conv.size * conv.size;
  const bool leaky = conv.activation == QSIMRT_LEAKY;
  PaddedInput input(from.values<float>(), shape, conv.pad);
  Folded folded(conv, taps);
  const float mi = conv.input_multiplier, mw = weightMultiplier(folded.weights);
  if (integer) {
    for (float &x : input.values)
      x = truncated(x * mi, 127);
    for (float &w : folded.weights)
      w = truncated(w * mw, 127);
  }
  const std::size_t places =
      static_cast<std::size_t>(layer.shape.h) * layer.shape.w;
  std::vector<float> expected(places);
  std::size_t differing = 0;
  for (int o = 0; o < conv.filters; ++o) {
    const float *weights = &folded.weights[o * taps];
    if (integer) {
      const std::vector<int> acc = convolve<int>(input, layer, weights);
      for (std::size_t i = 0; i < places; ++i)
        expected[i] =
            integerValue(acc[i], 32 / (mi * mw), folded.biases[o], leaky);
    } else {
      const std::vector<float> acc = convolve<float>(input, layer, weights);
      for (std::size_t i = 0; i < places; ++i) {
        const float y = acc[i] + folded.biases[o];
        expected[i] = leaky && !(y > 0) ? .1f * y : y;
      }
    }
    const float *values = got.values<float>() + o * places;
    for (std::size_t i = 0; i < places; ++i) // -0 equals +0
      differing += !(values[i] == expected[i]);
  }
  return differing;
}

int refuse(const std::string &message) {
  std::fprintf(stderr, "yolo2-light-check: error: %s\n", message.c_str());
  return 1;
}

Result<NpyArray> readTensor(const std::string &folder, int layer) {
  const std::string name = layer < 0 ? "input" : std::to_string(layer);
  Result<NpyArray> array = readNpy(folder + "/" + name + ".npy");
  if (array && array->type != NpyType::Float32)
    return Error{folder + "/" + name + ".npy: expected float32"};
  return array;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: yolo2-light-check PACKAGE DUMP_DIR\n");
    return 2;
  }
  Result<std::unique_ptr<Package>> package = Package::open(argv[1]);
  if (!package)
    return refuse(package.error().message);
  const qsimrt_model &model = (*package)->model();
  Totals integers, floats;
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_layer &layer = model.layers[i];
    if (layer.kind != QSIMRT_CONVOLUTIONAL)
      continue;
    const bool integer =
        i > 0 && layer.u.convolutional.activation != QSIMRT_LINEAR;
    if (integer != (layer.u.convolutional.input_multiplier > 0))
      return refuse(std::string(layer.name) + ": expected it to run in " +
                    (integer ? "integers" : "float"));
    Result<NpyArray> input = readTensor(argv[2], layer.inputs[0]);
    Result<NpyArray> output = readTensor(argv[2], i);
    if (!input || !output)
      return refuse(!input ? input.error().message : output.error().message);
    const qsimrt_shape shape =
        layer.inputs[0] < 0 ? model.image : model.layers[layer.inputs[0]].shape;
    Totals &totals = integer ? integers : floats;
    const std::size_t differing = check(layer, shape, *input, *output, integer);
    std::printf("%s: %s, %zu values, %zu differing\n", layer.name,
                integer ? "integer" : "float", output->count(), differing);
    ++totals.layers;
    totals.values += output->count();
    totals.differing += differing;
  }
  for (const auto &[totals, name] :
       {std::pair(integers, "integer"), std::pair(floats, "float")})
    std::printf("%zu %s convolutions, %zu values, %zu differing\n",
                totals.layers, name, totals.values, totals.differing);
  return integers.differing + floats.differing == 0 ? 0 : 1;
}
