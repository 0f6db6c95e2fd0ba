// SPDX-License-Identifier: Apache-2.0
// Test helper: a small two-headed detector with random weights, and a session
// that owns its memory.
#ifndef QSIM_TEST_RUNTIME_NETWORK_H
#define QSIM_TEST_RUNTIME_NETWORK_H

#include "LayerList.h"

#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace qsim::test {

// 0 conv 3x3 leaky      8 x 16 x 16
// 1 maxpool 2/2         8 x 8 x 8
// 2 conv 3x3 leaky     12 x 8 x 8
// 3 conv 1x1 linear    14 x 8 x 8   16 bits
// 4 yolo               14 x 8 x 8
// 5 route 2            12 x 8 x 8
// 6 conv 1x1 leaky      6 x 8 x 8
// 7 upsample 2          6 x 16 x 16
// 8 route 7, 0         14 x 16 x 16
// 9 conv 3x3 linear    14 x 16 x 16 16 bits
// 10 yolo              14 x 16 x 16
class Network {
public:
  static constexpr int layerCount = 11;

  Network() {
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "small";
    model.image = {3, 16, 16};
    model.image_quant = {8, 1.0f / 127.0f, 0};
    model.datapath = {QSIMRT_ROUND_HALF_UP,
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
    model.has_float = model.has_integer = 1;
    convolutional(8, 3, QSIMRT_LEAKY, {8, 0.03f, -90});
    layer(QSIMRT_MAXPOOL, {0}, {8, 8, 8}).u.maxpool = {2, 2, 0, {}, 0};
    convolutional(12, 3, QSIMRT_LEAKY, {8, 0.05f, -80});
    convolutional(14, 1, QSIMRT_LINEAR, {16, 0.001f, 0});
    yolo({0, 1});
    layer(QSIMRT_ROUTE, {2}, {12, 8, 8}).u.route.groups = 1;
    convolutional(6, 1, QSIMRT_LEAKY, {8, 0.04f, -70});
    layer(QSIMRT_UPSAMPLE, {6}, {6, 16, 16}).u.upsample = {2};
    qsimrt_layer &route = layer(QSIMRT_ROUTE, {7, 0}, {14, 16, 16});
    route.output = {8, 0.04f, -70};
    route.u.route.groups = 1;
    convolutional(14, 3, QSIMRT_LINEAR, {16, 0.001f, 0});
    yolo({1, 2});
    rescales[0] = rescales[1] = {0, 1};
    EXPECT_EQ(qsimrt_derive_rescale(&model.datapath, "route_8",
                                    &layers[0].output, &route.output,
                                    &rescales[1], nullptr),
              QSIMRT_OK);
    route.u.route.rescale = rescales;
    model.layers = layers.data();
    model.layer_count = layerCount;
  }
  Network(const Network &) = delete;

  std::vector<float> picture(unsigned seed = 1) const {
    std::mt19937 random(seed);
    std::vector<float> out(3 * 16 * 16);
    for (float &value : out)
      value = float(random() % 256) / 255.0f;
    return out;
  }

  qsimrt_model model = {};

private:
  LayerList list{layerCount};

public:
  std::vector<qsimrt_layer> &layers = list.layers;

private:
  qsimrt_layer &layer(qsimrt_kind kind, std::vector<int32_t> from,
                      qsimrt_shape shape) {
    const qsimrt_quant output =
        from[0] >= 0 ? layers[size_t(from[0])].output : qsimrt_quant{};
    return list.add(kind, std::move(from), shape, output);
  }

  void yolo(std::vector<int32_t> mask) {
    const int32_t from = int32_t(layers.size()) - 1;
    masks.push_back(std::move(mask));
    qsimrt_layer &out = layer(QSIMRT_YOLO, {from}, layers.back().shape);
    out.output = {};
    out.ceiling = QSIMRT_FLOAT;
    out.u.yolo = {
        2, 2, 3, masks.back().data(), anchors, 1, 0, QSIMRT_NMS_DEFAULT, 0.6f};
  }

  std::vector<float> &reals(size_t count, float low, float high) {
    parameters.emplace_back(count);
    for (float &value : parameters.back())
      value = low + (high - low) * float(random() >> 8) * 0x1p-24f;
    return parameters.back();
  }

  void convolutional(int filters, int size, qsimrt_activation activation,
                     qsimrt_quant output) {
    const int32_t from = int32_t(layers.size()) - 1;
    const qsimrt_shape in = from < 0 ? model.image : layers.back().shape;
    const qsimrt_quant inQuant =
        from < 0 ? model.image_quant : layers.back().output;
    const size_t count = size_t(filters) * in.c * size * size;
    qsimrt_layer &out =
        layer(QSIMRT_CONVOLUTIONAL, {from}, {filters, in.h, in.w});
    out.output = output;
    auto &conv = out.u.convolutional;
    conv.filters = filters;
    conv.size = size;
    conv.stride = conv.groups = 1;
    conv.pad = size / 2;
    conv.batch_normalize = 1;
    conv.activation = activation;
    conv.weight_bits = 8;
    conv.weight_scale_count = filters;
    conv.weight_scales = reals(size_t(filters), 0.01f, 0.011f).data();
    conv.weights = reals(count, -1, 1).data();
    conv.biases = reals(size_t(filters), -0.5f, 0.5f).data();
    conv.scales = reals(size_t(filters), 0.5f, 1).data();
    conv.mean = reals(size_t(filters), -0.5f, 0.5f).data();
    conv.variance = reals(size_t(filters), 1, 4).data();

    q8.emplace_back(count);
    b32.emplace_back(filters);
    multipliers.emplace_back(2 * filters);
    auto &hybrid = reals(size_t(2 * filters), 0, 0);
    qsimrt_derived_convolutional derived = {q8.back().data(),
                                            b32.back().data(),
                                            multipliers.back().data(),
                                            multipliers.back().data() + filters,
                                            hybrid.data(),
                                            hybrid.data() + filters,
                                            nullptr};
    conv.q_weights = derived.q_weights;
    conv.q_biases = derived.q_biases;
    conv.positive = derived.positive;
    conv.negative = derived.negative;
    conv.hybrid_scales = derived.hybrid_scales;
    conv.hybrid_biases = derived.hybrid_biases;
    qsimrt_error error = {};
    EXPECT_EQ(qsimrt_derive_convolutional(&model.datapath, model.arithmetic,
                                          &out, &inQuant, &in, &derived,
                                          &error),
              QSIMRT_OK)
        << error.text;
  }

  std::mt19937 random{42};
  std::deque<std::vector<int32_t>> masks;
  std::deque<std::vector<float>> parameters;
  std::deque<std::vector<int8_t>> q8;
  std::deque<std::vector<int32_t>> b32;
  std::deque<std::vector<qsimrt_multiplier>> multipliers;
  qsimrt_multiplier rescales[2];
  float anchors[6] = {2, 3, 4, 4, 8, 6};
};

// A session in memory of exactly the size that was asked for.
class Session {
public:
  Session(const qsimrt_model &model, const qsimrt_plan &plan)
      : size(qsimrt_session_size(&model, &plan)),
        memory(std::aligned_alloc(64, size), std::free) {
    EXPECT_GT(size, 0U);
    // Memory that was used before: a session takes nothing over from it.
    std::memset(memory.get(), 0xa5, size);
    qsimrt_error error = {};
    EXPECT_EQ(qsimrt_session_init(memory.get(), size, &model, &plan, &session,
                                  &error),
              QSIMRT_OK)
        << error.text;
  }
  operator qsimrt_session *() const { return session; }

  void input(const std::vector<float> &picture) {
    EXPECT_EQ(
        qsimrt_set_input(session, picture.data(), picture.size(), nullptr),
        QSIMRT_OK);
  }
  void run(const std::vector<float> &picture) {
    input(picture);
    EXPECT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  }
  // Empty where the output is not there.
  std::vector<float> read(int32_t layer) const {
    qsimrt_tensor tensor;
    if (qsimrt_output(session, layer, &tensor, nullptr) != QSIMRT_OK)
      return {};
    std::vector<float> out(size_t(tensor.shape.c) * tensor.shape.h *
                           tensor.shape.w);
    EXPECT_EQ(
        qsimrt_read_float(session, layer, out.data(), out.size(), nullptr),
        QSIMRT_OK);
    return out;
  }

  size_t size;

private:
  std::unique_ptr<void, decltype(&std::free)> memory;
  qsimrt_session *session = nullptr;
};

// The output of a layer as it lies in memory.
inline std::vector<unsigned char> bytesOf(qsimrt_session *session, int layer) {
  qsimrt_tensor tensor;
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_output(session, layer, &tensor, &error), QSIMRT_OK)
      << error.text;
  const size_t element = tensor.kind == QSIMRT_TENSOR_FLOAT ? 4
                         : tensor.quant.bits <= 8           ? 1
                                                            : 2;
  std::vector<unsigned char> bytes(size_t(tensor.shape.c) * tensor.shape.h *
                                   tensor.shape.w * element);
  std::memcpy(bytes.data(), tensor.data, bytes.size());
  return bytes;
}

inline qsimrt_plan planOf(qsimrt_mode mode,
                          qsimrt_retention retention = QSIMRT_RETAIN_ALL) {
  qsimrt_plan plan = {};
  plan.mode = mode;
  plan.retention = retention;
  return plan;
}

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_NETWORK_H
