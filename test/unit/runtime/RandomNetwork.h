// SPDX-License-Identifier: Apache-2.0
// Test helper: a network of random layers with random integers, drawn by seed.
//
// Its integers are not derived from real weights: multipliers, zero points,
// widths and clamps are drawn so that results meet every branch, saturation
// included.
#ifndef QSIM_TEST_RUNTIME_RANDOMNETWORK_H
#define QSIM_TEST_RUNTIME_RANDOMNETWORK_H

#include "LayerList.h"

#include "qsimrt/qsimrt.h"

#include <cmath>
#include <deque>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace qsim::test {

inline size_t qsimrtVolume(qsimrt_shape shape) {
  return size_t(shape.c) * size_t(shape.h) * size_t(shape.w);
}

class RandomNetwork {
public:
  static constexpr int mostLayers = 9;

  // pooled: every convolution whose output has even sides is followed by a
  // pool that it may do in passing. extreme: the picture is black and white,
  // and weights are the least and the largest ones; some multipliers before
  // tables make results that no int32 holds.
  // transformed: most convolutions are such as mixed FLOAT transforms.
  explicit RandomNetwork(unsigned seed, bool pooled = false,
                         bool extreme = false, bool transformed = false)
      : isPooled(pooled), isExtreme(extreme), isTransformed(transformed),
        random(seed) {
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "random";
    model.image = {pick({1, 3, 3, 4, 5, 16, 20}), draw(1, 20), draw(1, 20)};
    if (isTransformed)
      model.image = {pick({16, 17, 30}), draw(4, isPooled ? 9 : 20),
                     draw(4, isPooled ? 9 : 20)};
    if (isPooled)
      model.image = {model.image.c, model.image.h * 4, model.image.w * 4};
    model.image_quant = {8, 1.0f / 127, draw(0, 1) ? 0 : -128};
    model.datapath = qsimrt_default_datapath();
    if (draw(0, 7) == 0)
      model.datapath.rounding =
          pick({QSIMRT_ROUND_FLOOR, QSIMRT_ROUND_HALF_EVEN});
    if (draw(0, 7) == 0)
      model.datapath.accumulator_bits = draw(12, 24);
    if (draw(0, 7) == 0)
      model.datapath.overflow_check = QSIMRT_CHECK_PER_ADD;
    model.has_float = model.has_integer = 1;
    convolution(QSIMRT_IMAGE);
    halve();
    for (const int count = draw(2, mostLayers - 1); int(layers.size()) < count;)
      addLayer();
    model.layers = layers.data();
    model.layer_count = int32_t(layers.size());
  }
  RandomNetwork(const RandomNetwork &) = delete;

  std::vector<float> picture() const {
    std::mt19937 source(99);
    std::vector<float> out(qsimrtVolume(model.image));
    for (float &value : out)
      value = isExtreme ? float(source() % 4 ? 2 : -2)
                        : float(source() % 256) / 255;
    return out;
  }

  std::string describe(int index) const {
    const qsimrt_layer &layer = layers[size_t(index)];
    std::ostringstream out;
    out << layer.name << ": " << qsimrt_kind_name(layer.kind) << " "
        << layer.shape.c << "x" << layer.shape.h << "x" << layer.shape.w << ", "
        << layer.output.bits << " bits, zero point " << layer.output.zero_point;
    if (layer.kind == QSIMRT_CONVOLUTIONAL)
      out << ", size " << layer.u.convolutional.size << " stride "
          << layer.u.convolutional.stride << " pad "
          << layer.u.convolutional.pad << " "
          << qsimrt_activation_name(layer.u.convolutional.activation);
    out << ", reads";
    for (int i = 0; i < layer.input_count; ++i)
      out << " " << layer.inputs[i];
    return out.str();
  }

  qsimrt_model model = {};

private:
  bool isPooled = false, isExtreme = false, isTransformed = false;
  LayerList list{mostLayers};

public:
  std::vector<qsimrt_layer> &layers = list.layers;

private:
  int draw(int low, int high) {
    return low + int(random() % unsigned(high - low + 1));
  }
  template <typename T> T pick(std::initializer_list<T> values) {
    return values.begin()[random() % values.size()];
  }

  qsimrt_shape shapeOf(int layer) const {
    return layer < 0 ? model.image : layers[size_t(layer)].shape;
  }
  qsimrt_quant quantOf(int layer) const {
    return layer < 0 ? model.image_quant : layers[size_t(layer)].output;
  }

  // A layer whose output others may read: at most 8 bits.
  int narrowLayer() {
    for (;;) {
      const int layer = draw(0, int(layers.size()) - 1);
      if (layers[size_t(layer)].output.bits <= 8)
        return layer;
    }
  }

  void halve() {
    const int last = int(layers.size()) - 1;
    const qsimrt_shape in = layers.back().shape;
    if (isPooled && layers.back().output.bits <= 8 && in.h % 2 == 0 &&
        in.w % 2 == 0)
      list.add(QSIMRT_MAXPOOL, {last}, {in.c, in.h / 2, in.w / 2},
               quantOf(last))
          .u.maxpool = {2, 2, draw(0, 1), {}, 0};
  }

  void addLayer() {
    const int from = narrowLayer();
    const qsimrt_shape in = shapeOf(from);
    if (isPooled) {
      const int last = int(layers.size()) - 1;
      convolution(quantOf(last).bits <= 8 ? last : from);
      if (int(layers.size()) < mostLayers)
        halve();
      return;
    }
    switch (draw(0, 7)) {
    case 0: {
      const int size = draw(1, 3), stride = draw(1, 2), padding = draw(0, 2);
      const qsimrt_shape out = {in.c, (in.h + padding - size) / stride + 1,
                                (in.w + padding - size) / stride + 1};
      if (in.h + padding >= size && in.w + padding >= size)
        list.add(QSIMRT_MAXPOOL, {from}, out, quantOf(from)).u.maxpool = {
            size, stride, padding, {}, 0};
      return;
    }
    case 1:
      if (qsimrtVolume(in) < 20000)
        list.add(QSIMRT_UPSAMPLE, {from}, {in.c, in.h * 2, in.w * 2},
                 quantOf(from))
            .u.upsample = {2};
      return;
    case 2:
      return route(from);
    case 3:
      return shortcut(from);
    case 4:
      list.add(QSIMRT_DROPOUT, {from}, in, quantOf(from));
      return;
    default:
      return convolution(from);
    }
  }

  qsimrt_quant narrowQuant() {
    const int bits = draw(0, 4) ? 8 : draw(2, 7);
    const int half = 1 << (bits - 1);
    return {bits, 0.05f, draw(0, 2) ? 0 : draw(-half, half - 1)};
  }

  // A multiplier near `scale`, normalised or a power of two.
  qsimrt_multiplier multiplierNear(double scale) {
    int exponent = 0;
    const double mantissa = std::frexp(scale, &exponent); // [0.5, 1)
    if (draw(0, 3) == 0)
      return {1, std::max(1, 1 - exponent)};
    return {int32_t(mantissa * 0x1p31) & 0x7fffffff,
            std::min(62, std::max(1, 31 - exponent))};
  }

  std::vector<qsimrt_multiplier> &multipliersNear(size_t count, double scale) {
    multipliers.emplace_back();
    for (size_t i = 0; i < count; ++i)
      multipliers.back().push_back(
          multiplierNear(scale * std::exp2(draw(-30, 20) / 10.0)));
    return multipliers.back();
  }

  // Of the activations that have them, below the positive ones.
  const qsimrt_multiplier *
  negativesOf(qsimrt_activation activation,
              const std::vector<qsimrt_multiplier> &positive) {
    if (!qsimrt_has_negative_multipliers(activation))
      return nullptr;
    multipliers.emplace_back(positive);
    for (qsimrt_multiplier &by : multipliers.back()) {
      if (activation != QSIMRT_LEAKY && activation != QSIMRT_LEAKY_RELU)
        by.mult = 0;
      else if (by.shift < 60)
        by = {int32_t(by.mult * 0.8), by.shift + 3};
    }
    return multipliers.back().data();
  }

  void convolution(int from) {
    const qsimrt_shape in = shapeOf(from);
    const bool isTypical = isTransformed && draw(0, 3);
    const int size = isTypical ? 3 : pick({1, 1, 3, 3, 3, 2, 5});
    const int stride = isTypical ? 1 : draw(1, 2);
    const int pad = isTypical || draw(0, 2) ? size / 2 : draw(0, size);
    int height = (in.h + 2 * pad - size) / stride + 1;
    int width = (in.w + 2 * pad - size) / stride + 1;
    if (in.h + 2 * pad < size || in.w + 2 * pad < size)
      return from < 0 ? convolution(from) : void();
    // Some have a window that is not square (numerics.md N51).
    qsimrt_window window = {};
    if (!isTypical && draw(0, 7) == 0) {
      window = {size, draw(1, size), stride, draw(1, 2), pad, pad,
                pad,  pad + 1,       1,      draw(1, 2), 1,   draw(1, 2)};
      const int columns =
          (in.w - 1) * window.input_dilation_x + 1 + 2 * pad + 1;
      const int wide = (window.size_x - 1) * window.dilation_x + 1;
      if (columns < wide)
        return from < 0 ? convolution(from) : void();
      width = (columns - wide) / window.stride_x + 1;
    }
    const bool isDepthwise = in.c > 1 && draw(0, 3) == 0 && !isTypical;
    int groups = isDepthwise ? in.c : 1;
    int filters = isDepthwise ? in.c
                  : isTypical
                      ? pick({16, 17, 32, 70})
                      : pick({1, 3, 4, 8, 16, 17, 32, 33, 48, 64, 70, 130});
    if (!isDepthwise && !isTypical && in.c > 1 && draw(0, 3) == 0) {
      groups = draw(2, in.c);
      while (in.c % groups)
        ++groups;
      filters = groups * pick({1, 2, 3, 4, 5, 8, 16});
    }
    const int64_t taps =
        int64_t(in.c / groups) * size * (window.size_y ? window.size_x : size);
    qsimrt_layer &out =
        list.add(QSIMRT_CONVOLUTIONAL, {from}, {filters, height, width},
                 draw(0, 5) ? narrowQuant() : qsimrt_quant{16, 0.001f, 0});
    // The first layer is read by others.
    if (from < 0)
      out.output = narrowQuant();
    auto &conv = out.u.convolutional;
    conv.filters = filters;
    conv.size = size;
    conv.stride = stride;
    conv.pad = window.size_y ? 0 : pad;
    conv.window = window;
    conv.groups = groups;
    conv.activation =
        pick({QSIMRT_LINEAR, QSIMRT_LEAKY, QSIMRT_LEAKY, QSIMRT_RELU,
              QSIMRT_RELU6, QSIMRT_MISH, QSIMRT_CLIP, QSIMRT_LEAKY_RELU});
    conv.parameters = parametersOf(conv.activation);
    conv.weight_bits = draw(0, 4) ? 8 : draw(2, 8);
    const int most = (1 << (conv.weight_bits - 1)) - 1;
    q8.emplace_back();
    for (int64_t i = 0; i < filters * taps; ++i)
      q8.back().push_back(
          int8_t(isExtreme ? (draw(0, 1) ? most : -most) : draw(-most, most)));
    b32.emplace_back();
    for (int i = 0; i < filters; ++i)
      b32.back().push_back(draw(-20000, 20000));
    conv.q_weights = q8.back().data();
    conv.q_biases = b32.back().data();
    qsimrt_quant target = out.output;
    if (qsimrt_is_table(conv.activation)) {
      target = conv.preactivation = {draw(4, 10), 0.03f, draw(-3, 3)};
      fillTable(conv, out.output);
    }
    // Sums of this many products are about this large: some saturate.
    const double spread = std::sqrt(double(taps)) * 64 * most / 1.7;
    double scale = std::exp2(target.bits - 1) / spread;
    if (isExtreme && qsimrt_is_table(conv.activation) && draw(0, 1))
      scale *= 0x1p26;
    const auto &positive = multipliersNear(size_t(filters), scale);
    conv.positive = positive.data();
    conv.negative = negativesOf(conv.activation, positive);
    addFloats(conv, size_t(filters * taps));
  }

  qsimrt_parameters parametersOf(qsimrt_activation activation) {
    if (activation == QSIMRT_CLIP)
      return {2, -0.5f, 1.0f};
    return {activation == QSIMRT_LEAKY_RELU, 0.125f, 0};
  }

  void fillTable(qsimrt_convolutional &conv, const qsimrt_quant &output) {
    tables.emplace_back(size_t(2) << conv.preactivation.bits);
    qsimrt_derive_table(QSIMRT_PJREDDIE, conv.activation, nullptr,
                        &conv.preactivation, &output, tables.back().data());
    conv.table = tables.back().data();
  }

  // For FLOAT and HYBRID.
  void addFloats(qsimrt_convolutional &conv, size_t count) {
    floats.emplace_back(count);
    for (float &value : floats.back())
      value = float(draw(-100, 100)) / 500;
    conv.weights = floats.back().data();
    floats.emplace_back(size_t(conv.filters), 0.25f);
    conv.biases = conv.hybrid_biases = floats.back().data();
    floats.emplace_back(size_t(conv.filters));
    for (float &value : floats.back())
      value = float(draw(1, 1000)) / 1e6f;
    conv.hybrid_scales = floats.back().data();
  }

  void route(int from) {
    std::vector<int32_t> sources = {from};
    const qsimrt_shape in = shapeOf(from);
    int channels = in.c;
    const qsimrt_quant output = draw(0, 1) ? quantOf(from) : narrowQuant();
    for (int i = 0; i < int(layers.size()); ++i)
      if (layers[size_t(i)].shape.h == in.h &&
          layers[size_t(i)].shape.w == in.w && quantOf(i).bits <= 8 &&
          draw(0, 1)) {
        sources.push_back(i);
        channels += shapeOf(i).c;
      }
    const size_t count = sources.size();
    const int groups = count == 1 && in.c % 2 == 0 ? draw(1, 2) : 1;
    qsimrt_layer &out = list.add(QSIMRT_ROUTE, std::move(sources),
                                 {channels / groups, in.h, in.w}, output);
    out.u.route.groups = groups;
    out.u.route.group_id = groups - 1;
    out.u.route.rescale = multipliersNear(count, 1).data();
  }

  void shortcut(int from) {
    const qsimrt_shape in = shapeOf(from);
    for (int other = int(layers.size()) - 1; other >= 0; --other) {
      const qsimrt_shape shape = shapeOf(other);
      const bool isEqual =
          shape.c == in.c && shape.h == in.h && shape.w == in.w;
      // Of another shape now and then, where both axes agree (N31).
      const bool overlaps = shape.w / in.w == shape.h / in.h &&
                            in.w / shape.w == in.h / shape.h && draw(0, 2) == 0;
      if (quantOf(other).bits > 8 || !(isEqual || overlaps))
        continue;
      qsimrt_layer &out =
          list.add(QSIMRT_SHORTCUT, {from, other}, in, narrowQuant());
      auto &sum = out.u.elementwise;
      sum.activation = pick({QSIMRT_LINEAR, QSIMRT_LEAKY, QSIMRT_RELU,
                             QSIMRT_CLIP, QSIMRT_LEAKY_RELU});
      sum.parameters = parametersOf(sum.activation);
      auto &positive = multipliersNear(2, 1);
      positive[1].shift = positive[0].shift; // one shift for all inputs
      sum.positive = positive.data();
      sum.negative = negativesOf(sum.activation, positive);
      return;
    }
  }

  std::mt19937 random;
  std::deque<std::vector<int32_t>> b32;
  std::deque<std::vector<int8_t>> q8, tables;
  std::deque<std::vector<float>> floats;
  std::deque<std::vector<qsimrt_multiplier>> multipliers;
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_RANDOMNETWORK_H
