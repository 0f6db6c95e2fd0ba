// SPDX-License-Identifier: Apache-2.0
// The small kernels: conversions, max pool, route, upsample, with numbers
// computed by hand.
#include "KernelCall.h"

#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>
#include <vector>

namespace {

using namespace qsim::test;
constexpr float nan = __builtin_nanf(""), inf = __builtin_inff();

Bytes quantize(const Reals &values, qsimrt_quant quant) {
  Bytes out(values.size());
  qsimrt_quantize(values.data(), values.size(), quant, out.data());
  return out;
}

TEST(Convert, QuantizeRoundsTiesToEven) {
  // 1 / 0.5 = 2 steps a unit: 0.25 -> 0.5 -> 0; 0.75 -> 1.5 -> 2; -1.25 -> -2
  EXPECT_EQ(quantize({0.25f, 0.75f, -1.25f, 3.0f}, {8, 0.5f, 0}),
            (Bytes{0, 2, -2, 6}));
  EXPECT_EQ(quantize({0.25f, 0.75f, -1.25f, 3.0f}, {8, 0.5f, -10}),
            (Bytes{-10, -8, -12, -4}));
}

TEST(Convert, QuantizeSaturatesAndMapsNanToTheZeroPoint) {
  EXPECT_EQ(quantize({1e30f, -1e30f, inf, -inf, nan}, {8, 0.5f, 7}),
            (Bytes{127, -128, 127, -128, 7}));
  // 4 bits: -8..7
  EXPECT_EQ(quantize({100, -100, nan}, {4, 1, 2}), (Bytes{7, -8, 2}));
  const Reals values{1e30f, -inf, nan, 1000.5f, 40000, -40000};
  std::vector<int16_t> wide(values.size());
  qsimrt_quantize(values.data(), values.size(), {16, 1, 9}, wide.data());
  EXPECT_EQ(wide,
            (std::vector<int16_t>{32767, -32768, 9, 1009, 32767, -32768}));
}

// N44: toward zero, +-127, 0 for what is not a number.
TEST(Convert, QuantizeLight) {
  const Reals values{0.99f, -0.99f, 1.5f, -100, 100, nan, inf, -inf};
  Bytes out(values.size());
  qsimrt_quantize_light(values.data(), values.size(), 2.0f, out.data());
  EXPECT_EQ(out, (Bytes{1, -1, 3, -127, 127, 0, 127, -127}));
}

// i = f32(1 / s) is rounded before the product: 127 steps of the picture.
TEST(Convert, QuantizeMultipliesByTheRoundedInverse) {
  const qsimrt_quant quant = {8, 1.0f / 127.0f, 0};
  for (int v = 0; v <= 255; ++v) {
    const float x = float(v / 255.0);
    const float inverse = float(1.0 / double(quant.scale));
    EXPECT_EQ(quantize({x}, quant)[0], int(std::nearbyint(x * inverse)));
  }
  // 11.5 steps of 0.01f: the quotient rounds to 11.5, the product to less.
  EXPECT_EQ(quantize({11.5f * 0.01f}, {8, 0.01f, 0})[0], 11);
}

TEST(Convert, RoundTripIsExact) {
  const qsimrt_quant quant = {16, 0.0123f, -321};
  std::vector<int16_t> all(65536), back(65536);
  for (int i = 0; i < 65536; ++i)
    all[size_t(i)] = int16_t(i - 32768);
  Reals reals(65536);
  qsimrt_dequantize(all.data(), all.size(), quant, reals.data());
  EXPECT_EQ(reals[0], float(-32768 + 321) * 0.0123f);
  qsimrt_quantize(reals.data(), reals.size(), quant, back.data());
  EXPECT_EQ(back, all);
}

TEST(MaxPool, SizeTwoStrideTwo) {
  KernelCall call;
  const Reals in{1, 5, 2, 0, 3, -4, -7, 9};
  call.input(in, {1, 2, 4});
  call.layer.shape = {1, 1, 2};
  call.layer.u.maxpool = {2, 2, 0, {}, 0};
  EXPECT_EQ(call.run<float>(qsimrt_maxpool_float), (Reals{5, 9}));
}

// Total padding 1: floor(1 / 2) = 0 before, one column and row after.
TEST(MaxPool, SizeTwoStrideOnePadsRightAndBottom) {
  KernelCall call;
  const Bytes in{1, 2, 3, 4, 5, 6, 7, 8, 9};
  call.input(in, {1, 3, 3});
  call.layer.shape = {1, 3, 3}; // (3 + 1 - 2) / 1 + 1
  call.layer.output = {8, 1, 0};
  call.layer.u.maxpool = {2, 1, 1, {}, 0};
  EXPECT_EQ(call.run<int8_t>(qsimrt_maxpool_int),
            (Bytes{5, 6, 6, 8, 9, 9, 8, 9, 9}));
}

TEST(MaxPool, SizeThreeStrideOnePadsAllSides) {
  KernelCall call;
  const std::vector<int16_t> in{-1, -2, -3, -4};
  call.input(in, {1, 2, 2}, {12, 1, 0});
  call.layer.shape = {1, 2, 2}; // (2 + 2 - 3) / 1 + 1
  call.layer.output = {12, 1, 0};
  call.layer.u.maxpool = {3, 1, 2, {}, 0};
  EXPECT_EQ(call.run<int16_t>(qsimrt_maxpool_int),
            (std::vector<int16_t>{-1, -1, -1, -1}));
}

TEST(MaxPool, WindowsWithoutTapsAndNans) {
  KernelCall call;
  const Reals in{nan};
  call.input(in, {1, 1, 1});
  call.layer.shape = {1, 1, 3}; // (1 + 2 - 1) / 1 + 1 columns
  call.layer.u.maxpool = {1, 1, 2, {}, 0};
  call.layer.shape.h = 3;
  EXPECT_EQ(call.run<float>(qsimrt_maxpool_float), Reals(9, -FLT_MAX));
  const Bytes one{-3};
  call.inputs[0].data = one.data();
  call.layer.output = {6, 1, 0}; // qmin = -32
  EXPECT_EQ(call.run<int8_t>(qsimrt_maxpool_int),
            (Bytes{-32, -32, -32, -32, -3, -32, -32, -32, -32}));
}

// N62: a run of the first, a run of the second, and so on.
TEST(Route, Runs) {
  KernelCall call;
  const Bytes first{1, 2, 3, 4}, second{10, 20};
  const qsimrt_quant out = {8, 0.5f, 4};
  call.input(first, {4, 1, 1}, out);
  call.input(second, {1, 1, 2}, {8, 0.25f, 0});
  call.layer.shape = {2, 3, 1};
  call.layer.output = out;
  const qsimrt_multiplier rescale[] = {{1, 0}, {1, 1}}; // 0.25 / 0.5
  call.layer.u.route = {1, 0, rescale, 2};
  EXPECT_EQ(call.run<int8_t>(qsimrt_route_int), (Bytes{1, 2, 9, 3, 4, 14}));
  const Reals a{1, 2, 3, 4}, b{10, 20};
  call.inputs[0].data = a.data();
  call.inputs[1].data = b.data();
  EXPECT_EQ(call.run<float>(qsimrt_route_float), (Reals{1, 2, 10, 3, 4, 20}));
}

TEST(Route, CopiesEqualAndRescalesOther) {
  KernelCall call;
  const Bytes first{10, -20}, second{10, -5};
  const qsimrt_quant out = {8, 0.5f, 4};
  call.input(first, {1, 1, 2}, out);
  call.input(second, {1, 1, 2}, {8, 0.25f, 1});
  call.layer.output = out;
  call.layer.shape = {2, 1, 2};
  const qsimrt_multiplier rescale[] = {{0, 1}, {1, 1}}; // 0.25 / 0.5
  call.layer.u.route = {1, 0, rescale, 1};
  // (10 - 1) / 2 = 4.5 -> 5, + 4 = 9; (-5 - 1) / 2 = -3, + 4 = 1
  EXPECT_EQ(call.run<int8_t>(qsimrt_route_int), (Bytes{10, -20, 9, 1}));
  EXPECT_EQ(call.saturated, 0U);
  call.datapath.rounding = QSIMRT_ROUND_HALF_EVEN; // 4.5 -> 4
  EXPECT_EQ(call.run<int8_t>(qsimrt_route_int), (Bytes{10, -20, 8, 1}));
}

TEST(Route, CountsSaturationAndChangesWidths) {
  KernelCall call;
  const std::vector<int16_t> wide{1000, -1000, 100};
  call.input(wide, {1, 1, 3}, {16, 0.5f, 0});
  call.layer.output = {8, 1.0f, 0};
  call.layer.shape = {1, 1, 3};
  const qsimrt_multiplier half[] = {{1, 1}};
  call.layer.u.route = {1, 0, half, 1};
  EXPECT_EQ(call.run<int8_t>(qsimrt_route_int), (Bytes{127, -128, 50}));
  EXPECT_EQ(call.saturated, 2U);
}

TEST(Route, Float) {
  KernelCall call;
  const Reals a{1, 2}, b{3, 4, 5, 6};
  call.input(a, {1, 1, 2});
  call.input(b, {2, 1, 2});
  call.layer.shape = {3, 1, 2};
  call.layer.u.route.groups = 1;
  EXPECT_EQ(call.run<float>(qsimrt_route_float), (Reals{1, 2, 3, 4, 5, 6}));
}

TEST(Route, TakesOneGroupOfEachInput) {
  KernelCall call;
  const Bytes a{1, 2, 3, 4}, b{10, 20};
  call.input(a, {4, 1, 1}, {8, 1, 0});
  call.input(b, {2, 1, 1}, {8, 0.5f, 0});
  call.layer.shape = {3, 1, 1};
  call.layer.output = {8, 1, 0};
  const qsimrt_multiplier rescale[] = {{1, 0}, {1, 1}};
  call.layer.u.route = {2, 1, rescale, 1}; // channels 2, 3 and 1
  EXPECT_EQ(call.run<int8_t>(qsimrt_route_int), (Bytes{3, 4, 10}));
  const Reals c{1, 2, 3, 4}, d{10, 20};
  call.inputs[0].data = c.data();
  call.inputs[1].data = d.data();
  call.layer.u.route.group_id = 0;
  EXPECT_EQ(call.run<float>(qsimrt_route_float), (Reals{1, 2, 10}));
}

TEST(Upsample, RepeatsRowsAndColumns) {
  KernelCall call;
  const Reals in{1, 2, 3, 4};
  call.input(in, {2, 1, 2});
  call.layer.shape = {2, 2, 4};
  call.layer.u.upsample.stride = 2;
  EXPECT_EQ(call.run<float>(qsimrt_upsample_float),
            (Reals{1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4}));
  const std::vector<int16_t> wide{7, -8};
  call.inputs.clear();
  call.input(wide, {1, 1, 2}, {9, 1, 0});
  call.layer.output = {9, 1, 0};
  call.layer.shape = {1, 3, 6};
  call.layer.u.upsample.stride = 3;
  const std::vector<int16_t> row{7, 7, 7, -8, -8, -8};
  std::vector<int16_t> want;
  for (int i = 0; i < 3; ++i)
    want.insert(want.end(), row.begin(), row.end());
  EXPECT_EQ(call.run<int16_t>(qsimrt_upsample_int), want);
}

TEST(Table, HasEveryKernel) {
  for (int i = 0; i < QSIMRT_KIND_COUNT; ++i) {
    const auto kind = qsimrt_kind(i);
    EXPECT_NE(qsimrt_reference_kernel(kind, QSIMRT_FLOAT), nullptr) << i;
    EXPECT_EQ(qsimrt_reference_kernel(kind, QSIMRT_INT) == nullptr,
              qsimrt_is_host(kind) || kind == QSIMRT_LRN ||
                  kind == QSIMRT_INSTANCE_NORM)
        << i;
    EXPECT_EQ(qsimrt_reference_kernel(kind, QSIMRT_HYBRID) != nullptr,
              kind == QSIMRT_CONVOLUTIONAL || kind == QSIMRT_CONNECTED ||
                  kind == QSIMRT_LOCAL)
        << i;
  }
}

} // namespace
