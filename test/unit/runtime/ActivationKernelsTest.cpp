// SPDX-License-Identifier: Apache-2.0
// Activations of real values (numerics.md N26).
#include "opt/fast.h"
#include "qsimrt/kernels.h"
#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

namespace {

constexpr float nan = __builtin_nanf(""), inf = __builtin_inff();

float f(qsimrt_activation activation, float x,
        qsimrt_arithmetic arithmetic = QSIMRT_PJREDDIE) {
  return qsimrt_activation_value(arithmetic, activation, nullptr, x);
}

TEST(Activation, PiecewiseByHand) {
  EXPECT_EQ(f(QSIMRT_LINEAR, -3), -3.0f);
  EXPECT_EQ(f(QSIMRT_RELU, -3), 0.0f);
  EXPECT_EQ(f(QSIMRT_RELU, 3), 3.0f);
  EXPECT_EQ(f(QSIMRT_RELU, nan), 0.0f);
  EXPECT_EQ(f(QSIMRT_RELU6, 7), 6.0f);
  EXPECT_EQ(f(QSIMRT_RELU6, 5.5f), 5.5f);
  EXPECT_EQ(f(QSIMRT_RELU6, -1), 0.0f);
  EXPECT_EQ(f(QSIMRT_HARDTAN, -3), -1.0f);
  EXPECT_EQ(f(QSIMRT_HARDTAN, 3), 1.0f);
  EXPECT_EQ(f(QSIMRT_HARDTAN, 0.25f), 0.25f);
  EXPECT_EQ(f(QSIMRT_LHTAN, -2), float(0.001 * -2));
  EXPECT_EQ(f(QSIMRT_LHTAN, 0.5f), 0.5f);
  EXPECT_EQ(f(QSIMRT_LHTAN, 3), float(0.001 * 2 + 1));
  EXPECT_EQ(f(QSIMRT_PLSE, -14), float(0.01 * -10));
  EXPECT_EQ(f(QSIMRT_PLSE, 2), 0.75f);
  EXPECT_EQ(f(QSIMRT_PLSE, 14), float(0.01 * 10 + 1));
  EXPECT_EQ(f(QSIMRT_HARD_MISH, 2), 2.0f);
  EXPECT_EQ(f(QSIMRT_HARD_MISH, -1), -0.5f);
  EXPECT_EQ(f(QSIMRT_HARD_MISH, -2), 0.0f);
}

// n = floor(x): even n gives floor(x / 2), odd n adds the rest of x.
TEST(Activation, Stair) {
  EXPECT_EQ(f(QSIMRT_STAIR, 2.5f), 1.0f);
  EXPECT_EQ(f(QSIMRT_STAIR, 3.25f), 1.25f);
  EXPECT_EQ(f(QSIMRT_STAIR, -0.5f), -0.5f); // n = -1: 0.5 + -1
  EXPECT_EQ(f(QSIMRT_STAIR, -1.5f), -1.0f); // n = -2
  EXPECT_EQ(f(QSIMRT_STAIR, 0x1p60f), 0x1p59f);
}

// 0.1 in float64 or float32: the products differ in the last place.
TEST(Activation, SlopesByArithmetic) {
  int leaky = 0, relie = 0, ramp = 0;
  for (int i = 1; i < 1000; ++i) {
    const float x = -0.37f * float(i);
    EXPECT_EQ(f(QSIMRT_LEAKY, x), float(0.1 * x));
    EXPECT_EQ(f(QSIMRT_LEAKY, x, QSIMRT_ALEXEYAB), 0.1f * x);
    EXPECT_EQ(f(QSIMRT_LEAKY, x, QSIMRT_YOLO2_LIGHT), 0.1f * x);
    EXPECT_EQ(f(QSIMRT_RELIE, x), float(0.01 * x));
    EXPECT_EQ(f(QSIMRT_RELIE, x, QSIMRT_ALEXEYAB), 0.01f * x);
    EXPECT_EQ(f(QSIMRT_RAMP, -x), float(-x + 0.1 * -x));
    const float tenth = 0.1f * -x;
    EXPECT_EQ(f(QSIMRT_RAMP, -x, QSIMRT_ALEXEYAB), -x + tenth);
    EXPECT_EQ(f(QSIMRT_RAMP, x, QSIMRT_ALEXEYAB), 0.1f * x);
    ramp += f(QSIMRT_RAMP, x) != 0.1f * x;
    leaky += float(0.1 * x) != 0.1f * x;
    relie += float(0.01 * x) != 0.01f * x;
  }
  EXPECT_GT(leaky, 10);
  EXPECT_GT(relie, 10);
  EXPECT_GT(ramp, 10);
  EXPECT_EQ(f(QSIMRT_LEAKY, 5), 5.0f);
  EXPECT_EQ(f(QSIMRT_RAMP, -2), float(0.1 * -2.0));
}

// The smooth ones against the C library in float64; the two exps may differ by
// an ulp of float64, which the float32 rounding seldom shows.
TEST(Activation, SmoothOnes) {
  const auto near = [](float got, double want) {
    EXPECT_NEAR(got, want, 1.2e-7 * std::fabs(want) + 1e-12);
  };
  for (int i = -400; i <= 400; ++i) {
    const float x = 0.0625f * float(i);
    const double d = x, e = std::exp(d);
    near(f(QSIMRT_LOGISTIC, x), 1 / (1 + 1 / e));
    near(f(QSIMRT_LOGGY, x), 2 / (1 + 1 / e) - 1);
    near(f(QSIMRT_TANH, x), std::tanh(d));
    near(f(QSIMRT_ELU, x), d >= 0 ? d : std::expm1(d));
    near(f(QSIMRT_SELU, x), 1.0507 * (d >= 0 ? d : 1.6732 * std::expm1(d)));
    near(f(QSIMRT_SWISH, x), d / (1 + 1 / e));
    near(f(QSIMRT_MISH, x), d * std::tanh(std::log1p(e)));
    const double u = 0.797885 * d + 0.035677 * d * d * d;
    EXPECT_NEAR(f(QSIMRT_GELU, x), 0.5 * d * (1 + std::tanh(u)), 1e-6);
  }
}

TEST(Activation, FarOut) {
  EXPECT_EQ(f(QSIMRT_LOGISTIC, -inf), 0.0f);
  EXPECT_EQ(f(QSIMRT_LOGISTIC, inf), 1.0f);
  EXPECT_EQ(f(QSIMRT_TANH, 1000), 1.0f);
  EXPECT_EQ(f(QSIMRT_TANH, -1000), -1.0f);
  EXPECT_EQ(f(QSIMRT_MISH, 1000), 1000.0f);
  EXPECT_EQ(f(QSIMRT_ELU, -1000), -1.0f);
  EXPECT_TRUE(std::isnan(f(QSIMRT_SWISH, nan)));
}

float g(qsimrt_activation activation, float x, float alpha = 0, float beta = 0,
        int count = 2) {
  const qsimrt_parameters parameters = {count, alpha, beta};
  return qsimrt_activation_value(QSIMRT_ONNX, activation, &parameters, x);
}

// N54, values that can be computed by hand.
TEST(Activation, WithParameters) {
  EXPECT_EQ(g(QSIMRT_LEAKY_RELU, 3, 0.25f), 3.0f);
  EXPECT_EQ(g(QSIMRT_LEAKY_RELU, -3, 0.25f), -0.75f);
  EXPECT_EQ(g(QSIMRT_CLIP, -3, -2, 5), -2.0f);
  EXPECT_EQ(g(QSIMRT_CLIP, 4, -2, 5), 4.0f);
  EXPECT_EQ(g(QSIMRT_CLIP, 6, -2, 5), 5.0f);
  EXPECT_EQ(g(QSIMRT_CLIP, 6, 7, 5), 5.0f); // min(max(6, 7), 5)
  EXPECT_EQ(g(QSIMRT_CLIP, -1e30f, -inf, 5), -1e30f);
  EXPECT_EQ(g(QSIMRT_AFFINE, 3, 2, -1), 5.0f);
  EXPECT_EQ(g(QSIMRT_ELU, 3, 2), 3.0f);
  EXPECT_EQ(g(QSIMRT_ELU, -1, 2), float(2 * (std::exp(-1.0) - 1)));
  EXPECT_EQ(g(QSIMRT_SELU, 3, 2, 0.5f), 1.5f);
  EXPECT_EQ(g(QSIMRT_SELU, -1, 2, 0.5f), float(std::exp(-1.0) - 1));
  EXPECT_EQ(g(QSIMRT_HARD_SIGMOID, 1, 0.25f, 0.5f), 0.75f);
  EXPECT_EQ(g(QSIMRT_HARD_SIGMOID, -3, 0.25f, 0.5f), 0.0f);
  EXPECT_EQ(g(QSIMRT_HARD_SIGMOID, 3, 0.25f, 0.5f), 1.0f);
  EXPECT_EQ(g(QSIMRT_THRESHOLDED_RELU, 2, 1), 2.0f);
  EXPECT_EQ(g(QSIMRT_THRESHOLDED_RELU, 1, 1), 0.0f);
  EXPECT_EQ(g(QSIMRT_THRESHOLDED_RELU, nan, 1), 0.0f);
  for (auto activation : {QSIMRT_LEAKY_RELU, QSIMRT_CLIP, QSIMRT_AFFINE,
                          QSIMRT_ELU, QSIMRT_SELU, QSIMRT_HARD_SIGMOID})
    EXPECT_TRUE(std::isnan(g(activation, nan, 1, 2))) << activation;
}

TEST(Activation, Pow) {
  EXPECT_EQ(g(QSIMRT_POW, -3, 1), -3.0f);
  EXPECT_EQ(g(QSIMRT_POW, -3, 2), 9.0f);
  EXPECT_EQ(g(QSIMRT_POW, -3, 3), -27.0f);
  EXPECT_EQ(g(QSIMRT_POW, -2, 5), -32.0f);
  EXPECT_EQ(g(QSIMRT_POW, -2, 4), 16.0f);
  EXPECT_EQ(g(QSIMRT_POW, -2, -1), -0.5f);
  EXPECT_EQ(g(QSIMRT_POW, 4, 0.5f), 2.0f);
  EXPECT_TRUE(std::isnan(g(QSIMRT_POW, -4, 0.5f)));
  EXPECT_EQ(g(QSIMRT_POW, 0, 0), 1.0f);
  EXPECT_EQ(g(QSIMRT_POW, 0, 0.5f), 0.0f);
  EXPECT_EQ(g(QSIMRT_POW, 0, -1), inf);
  EXPECT_EQ(g(QSIMRT_POW, 5, 0), 1.0f);
  EXPECT_EQ(g(QSIMRT_POW, -5, 0), 1.0f);
  EXPECT_TRUE(std::isnan(g(QSIMRT_POW, nan, 2.5f)));
}

// N54 without parameters.
TEST(Activation, OfNetworksFromOnnx) {
  EXPECT_EQ(f(QSIMRT_HARD_SWISH, -3), 0.0f);
  EXPECT_EQ(f(QSIMRT_HARD_SWISH, 3), 3.0f);
  EXPECT_EQ(f(QSIMRT_HARD_SWISH, 1.5f), 1.125f); // 1.5 * (0.25 + 0.5)
  EXPECT_EQ(f(QSIMRT_SOFTPLUS, 0), float(std::log(2.0)));
  EXPECT_EQ(f(QSIMRT_SOFTPLUS, 100), 100.0f);
  EXPECT_EQ(f(QSIMRT_SOFTPLUS, -200), 0.0f);
  EXPECT_EQ(f(QSIMRT_SOFTSIGN, -3), -0.75f);
  EXPECT_EQ(f(QSIMRT_EXP, 0), 1.0f);
  EXPECT_EQ(f(QSIMRT_EXP, 1000), inf);
  EXPECT_EQ(f(QSIMRT_LOG, 0), -inf);
  EXPECT_EQ(f(QSIMRT_LOG, 1), 0.0f);
  EXPECT_TRUE(std::isnan(f(QSIMRT_LOG, -1)));
  EXPECT_EQ(f(QSIMRT_SQRT, 2.25f), 1.5f);
  EXPECT_TRUE(std::isnan(f(QSIMRT_SQRT, -1)));
  EXPECT_EQ(f(QSIMRT_ABS, -2), 2.0f);
  EXPECT_FALSE(std::signbit(f(QSIMRT_ABS, -0.0f)));
  EXPECT_EQ(f(QSIMRT_RECIPROCAL, 4), 0.25f);
  EXPECT_EQ(f(QSIMRT_RECIPROCAL, -0.0f), -inf);
  for (int a = QSIMRT_HARD_SWISH; a < QSIMRT_ACTIVATION_COUNT; ++a)
    EXPECT_TRUE(std::isnan(f(qsimrt_activation(a), nan))) << a;
}

// Of any numbers, and of those that networks have.
TEST(Activation, KernelsGiveTheBitsOfTheReference) {
  std::mt19937 random(4);
  std::vector<float> values;
  for (int i = 0; i < 100003; ++i) {
    const uint32_t bits = uint32_t(random());
    float value;
    std::memcpy(&value, &bits, sizeof value);
    values.push_back(i % 8 ? float(int(bits % 200000) - 100000) / 2500 : value);
  }
  for (const float value : {0.0f, -0.0f, 20.0f, 20.000002f, 700.0f, -700.0f})
    values.push_back(value);
  for (int isa = 0; isa < QSIMRT_ISA_COUNT; ++isa) {
    const qsimrt_activate_kernel kernel =
        qsimrt_fast_activate_kernel(qsimrt_isa(isa));
    if (!qsimrt_has_isa(qsimrt_isa(isa)) || !kernel)
      continue;
    int known = 0;
    for (int activation = 0; activation < QSIMRT_ACTIVATION_COUNT;
         ++activation) {
      std::vector<float> got = values, wanted = values;
      const auto which = qsimrt_activation(activation);
      for (float &value : wanted)
        value = qsimrt_activation_value(QSIMRT_PJREDDIE, which, nullptr, value);
      if (!kernel(which, got.data(), got.size()))
        continue;
      ++known;
      EXPECT_EQ(std::memcmp(got.data(), wanted.data(), 4 * got.size()), 0)
          << qsimrt_isa_name(qsimrt_isa(isa)) << " "
          << qsimrt_activation_name(which);
      got = wanted = {values[0]};
      kernel(which, got.data(), 1);
      EXPECT_EQ(got[0], qsimrt_activation_value(QSIMRT_PJREDDIE, which, nullptr,
                                                wanted[0]));
    }
    EXPECT_EQ(known, 4); // logistic, swish, mish, exp
  }
}

TEST(Activation, ManyValuesAreThoseOfEach) {
  std::mt19937 random(6);
  std::vector<float> values(10007);
  for (float &value : values) {
    const uint32_t bits = uint32_t(random());
    std::memcpy(&value, &bits, sizeof value);
    if (std::isnan(value))
      value = -0.0f;
  }
  for (const qsimrt_arithmetic arithmetic : {QSIMRT_PJREDDIE, QSIMRT_ALEXEYAB})
    for (const qsimrt_activation activation :
         {QSIMRT_LINEAR, QSIMRT_LEAKY, QSIMRT_RELU, QSIMRT_RELU6}) {
      std::vector<float> got = values, wanted = values;
      qsimrt_activate(arithmetic, activation, nullptr, got.data(), got.size());
      for (float &value : wanted)
        value = qsimrt_activation_value(arithmetic, activation, nullptr, value);
      EXPECT_EQ(std::memcmp(got.data(), wanted.data(), 4 * got.size()), 0)
          << qsimrt_activation_name(activation);
    }
}

TEST(Activation, InPlaceAndWhatKernelsLeave) {
  float values[] = {-2, 3};
  qsimrt_activate(QSIMRT_PJREDDIE, QSIMRT_RELU, nullptr, values, 2);
  EXPECT_EQ(values[0], 0.0f);
  EXPECT_EQ(values[1], 3.0f);
  qsimrt_layer layer = {};
  layer.kind = QSIMRT_LOCAL;
  const auto left = [&](qsimrt_mode mode,
                        qsimrt_arithmetic arithmetic = QSIMRT_PJREDDIE) {
    return qsimrt_pending_activation(&layer, arithmetic, mode);
  };
  layer.u.convolutional.activation = QSIMRT_LEAKY;
  EXPECT_EQ(left(QSIMRT_FLOAT), QSIMRT_LINEAR);
  layer.u.convolutional.activation = QSIMRT_RELU;
  EXPECT_EQ(left(QSIMRT_FLOAT), QSIMRT_RELU);
  EXPECT_EQ(left(QSIMRT_HYBRID), QSIMRT_RELU);
  EXPECT_EQ(left(QSIMRT_INT), QSIMRT_LINEAR);
  EXPECT_EQ(left(QSIMRT_FLOAT, QSIMRT_YOLO2_LIGHT), QSIMRT_RELU);
  EXPECT_EQ(left(QSIMRT_HYBRID, QSIMRT_YOLO2_LIGHT), QSIMRT_LINEAR);
  layer.kind = QSIMRT_MULTIPLY;
  layer.u.elementwise.activation = QSIMRT_LOGISTIC;
  EXPECT_EQ(left(QSIMRT_FLOAT), QSIMRT_LOGISTIC);
  layer.kind = QSIMRT_MAXPOOL;
  EXPECT_EQ(left(QSIMRT_FLOAT), QSIMRT_LINEAR);
}

} // namespace
