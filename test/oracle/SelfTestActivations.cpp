// SPDX-License-Identifier: Apache-2.0
// Checks N26 to N28 and N36's table on values computed by hand; those with an
// exp were computed in decimal arithmetic of 60 digits.
#include "Activation.h"
#include "SelfTest.h"

#include <cmath>

namespace oracle {
namespace {

using A = Activation;

Layer with(A activation, std::optional<float> alpha = {},
           std::optional<float> beta = {}) {
  Layer layer;
  layer.activation = activation;
  layer.alpha = alpha;
  layer.beta = beta;
  return layer;
}

void testReal() {
  struct {
    A activation;
    float x, y;
  } cases[] = {
      {A::Linear, -3, -3},
      {A::Relu, -3, 0},
      {A::Relu, 3, 3},
      {A::Relu6, -1, 0},
      {A::Relu6, 5.5f, 5.5f},
      {A::Relu6, 7, 6},
      {A::Logistic, 0, 0.5f},
      {A::Logistic, 1, 0x1.764d5p-1f},
      {A::Loggy, 1, 0x1.d9353ep-2f},
      {A::Tanh, 0.5f, 0x1.d9353ep-2f}, // tanh(x / 2) is loggy(x)
      {A::Tanh, 400, 1},               // exp(800) is infinite
      {A::Tanh, -400, -1},
      {A::Elu, 2, 2},
      {A::Elu, -1, -0x1.43a54ep-1f},
      {A::Selu, 1, 0x1.0cfaacp+0f},
      {A::Selu, -1, -0x1.1c7d5ap+0f},
      {A::Hardtan, -2, -1},
      {A::Hardtan, 0.25f, 0.25f},
      {A::Hardtan, 2, 1},
      {A::Lhtan, -1, -0.001f},
      {A::Lhtan, 0.5f, 0.5f},
      {A::Lhtan, 3, 1.002f},
      {A::Plse, -5, -0.01f},
      {A::Plse, 2, 0.75f},
      {A::Plse, 5, 1.01f},
      {A::Stair, 2.5f, 1},
      {A::Stair, 3.5f, 1.5f},   // 0.5 + floor(1.75)
      {A::Stair, -0.5f, -0.5f}, // n = -1: 0.5 + floor(-0.25)
      {A::Stair, -1.5f, -1},    // n = -2
      {A::Stair, HUGE_VALF, HUGE_VALF},
      {A::Swish, -1, -0x1.136562p-2f},
      {A::Mish, 1, 0x1.baee2ep-1f},
      {A::Mish, 25, 25},
      {A::HardMish, -1, -0.5f},
      {A::HardMish, -3, 0},
      {A::HardMish, 3, 3},
      {A::Gelu, 1, 0x1.aeb0b8p-1f},
      {A::Gelu, 100, 100},
  };
  for (const auto &c : cases) {
    std::string what = "activation " + std::to_string(int(c.activation)) +
                       " of " + std::to_string(c.x);
    for (Arithmetic arithmetic : {Arithmetic::PJReddie, Arithmetic::AlexeyAB})
      expect(what.c_str(), activate(with(c.activation), arithmetic, c.x), c.y);
  }
}

// Comparisons with NaN are false.
void testNaN() {
  float nan = std::nanf("");
  for (int i = 0; i <= int(A::Gelu); ++i) {
    A activation = A(i);
    if (activation == A::LeakyRelu || activation == A::Clip)
      continue;
    float y = activate(with(activation), Arithmetic::PJReddie, nan);
    if (activation == A::Relu || activation == A::Relu6 ||
        activation == A::HardMish)
      expect("activation of NaN", y, 0.0f);
    else
      expect("activation of NaN is NaN", std::isnan(y), true);
  }
  expect("sign of hardtan of -0",
         std::signbit(activate(with(A::Hardtan), Arithmetic::PJReddie, -0.0f)),
         true);
}

// Where float32 and float64 differ, at arguments where it shows.
void testArithmetics() {
  auto both = [](const char *what, A activation, float x, float p, float a) {
    expect(what, activate(with(activation), Arithmetic::PJReddie, x), p);
    expect(what, activate(with(activation), Arithmetic::AlexeyAB, x), a);
    for (Arithmetic other : {Arithmetic::Yolo2Light, Arithmetic::Onnx})
      expect(what, activate(with(activation), other, x), a);
  };
  both("leaky", A::Leaky, -1.125f, -0x1.ccccccp-4f, -0x1.cccccep-4f);
  both("leaky", A::Leaky, 1.125f, 1.125f, 1.125f);
  both("relie", A::Relie, -0.625f, -0x1.99999ap-8f, -0x1.999998p-8f);
  both("ramp", A::Ramp, 1, 1.1f, 1.1f);
  both("ramp", A::Ramp, -1, -0.1f, -0.1f);
}

void testSlopes() {
  auto expectSlopes = [](A activation, LeakyForm form, double a, double n) {
    Slopes found = slopes(with(activation), form);
    expect("positive slope", found.positive, a);
    expect("negative slope", found.negative, n);
  };
  expectSlopes(A::Leaky, LeakyForm::Multiplier, 1, 0.1);
  expectSlopes(A::Leaky, LeakyForm::N256, 1, 0.1015625);
  expectSlopes(A::Leaky, LeakyForm::Shift, 1, 0.125);
  expectSlopes(A::Ramp, LeakyForm::Shift, 1.1, 0.1);
  expectSlopes(A::Relie, LeakyForm::N256, 1, 0.01);
  expectSlopes(A::Relu6, LeakyForm::N256, 1, 0);
  expect("6 at 0.25", limitOf(6, {8, 0.25f, -10}), 14);
  expect("6 at 4 is 1.5, to even", limitOf(6, {8, 4.0f, 0}), 2);
  expect("6 above the range", limitOf(6, {4, 0.25f, 0}), 7);
}

void testTables() {
  using Table = std::vector<int32_t>;
  Layer layer;
  layer.activation = A::Hardtan;
  layer.preactivation = Quantization{3, 0.5f, 0}; // -2, -1.5 .. 1.5
  layer.quantization = Quantization{4, 0.25f, 1};
  expect("table of hardtan", activationTable(layer, Arithmetic::PJReddie),
         Table{-3, -3, -3, -1, 1, 3, 5, 5});
  layer.preactivation = Quantization{2, 1.0f, -1}; // -1, 0, 1, 2
  layer.activation = A::Logistic; // 0.27, 0.5, 0.73, 0.88 by 1/4
  expect("table of logistic", activationTable(layer, Arithmetic::AlexeyAB),
         Table{2, 3, 4, 5});
  // 2 x - 1 of x = -2, -1, 0, 1 is -5, -3, -1, 1; halves go to even.
  expect("table of a crop", cropTable({2, 1.0f, 0}, {8, 2.0f, 0}),
         Table{-2, -2, 0, 0});
}

} // namespace

void selfTestActivations() {
  testReal();
  testNaN();
  testArithmetics();
  testSlopes();
  testTables();
}

} // namespace oracle
