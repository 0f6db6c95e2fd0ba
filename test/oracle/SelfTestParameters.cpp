// SPDX-License-Identifier: Apache-2.0
// Checks the activations of N54, alone, as slopes and as tables, on values
// computed by hand.
#include "Activation.h"
#include "SelfTestBench.h"

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

bool same(float a, float b) {
  return (std::isnan(a) && std::isnan(b)) ||
         (a == b && std::signbit(a) == std::signbit(b));
}

void testReal() {
  float nan = std::nanf(""), infinity = HUGE_VALF;
  struct {
    Layer layer;
    float x, y;
  } cases[] = {
      {with(A::LeakyRelu, 0.25f), -4, -1},
      {with(A::LeakyRelu, 0.25f), 4, 4},
      {with(A::LeakyRelu, 0.25f), nan, nan},
      {with(A::Clip, -1, 2), -3, -1},
      {with(A::Clip, -1, 2), 1.5f, 1.5f},
      {with(A::Clip, -1, 2), 5, 2},
      {with(A::Clip, 2, 1), 0, 1}, // the upper limit has the last word
      {with(A::Clip, -infinity, 2), -1e30f, -1e30f},
      {with(A::Clip, 0, 6), -0.0f, -0.0f},
      {with(A::Clip, 0, 6), nan, nan},
      {with(A::Affine, 2, 0.5f), 3, 6.5f},
      {with(A::Elu, 2), 3, 3},
      {with(A::Elu, 2), -1, -0x1.43a54ep+0f}, // 2 (1/e - 1)
      {with(A::Selu, 1, 2), 3, 6},
      {with(A::Selu, 1, 2), -1, -0x1.43a54ep+0f},
      {with(A::HardSigmoid, 0.25f, 0.5f), 1, 0.75f},
      {with(A::HardSigmoid, 0.25f, 0.5f), 3, 1},
      {with(A::HardSigmoid, 0.25f, 0.5f), -3, 0},
      {with(A::HardSigmoid, 0.25f, 0.5f), nan, nan},
      {with(A::HardSwish), 4, 4},
      {with(A::HardSwish), 1.5f, 1.125f},
      {with(A::HardSwish), -1.5f, -0.375f},
      {with(A::HardSwish), -4, -0.0f},
      {with(A::Softplus), 0, 0x1.62e43p-1f}, // log 2
      {with(A::Softplus), 1000, 1000},
      {with(A::Softplus), -1000, 0},
      {with(A::Softsign), 3, 0.75f},
      {with(A::Softsign), -1, -0.5f},
      {with(A::Softsign), infinity, nan},
      {with(A::ThresholdedRelu, 1), 1, 0},
      {with(A::ThresholdedRelu, 1), 2, 2},
      {with(A::ThresholdedRelu, 1), nan, 0},
      {with(A::Exp), 0, 1},
      {with(A::Exp), 1, 0x1.5bf0a8p+1f}, // e
      {with(A::Exp), 100, infinity},
      {with(A::Log), 1, 0},
      {with(A::Log), 0, -infinity},
      {with(A::Log), -1, nan},
      {with(A::Sqrt), 2.25f, 1.5f},
      {with(A::Sqrt), -1, nan},
      {with(A::Abs), -3, 3},
      {with(A::Reciprocal), -4, -0.25f},
      {with(A::Reciprocal), 0, infinity},
      {with(A::Reciprocal), -0.0f, -infinity},
      {with(A::Pow, 1), -5, -5},
      {with(A::Pow, 2), -3, 9},
      {with(A::Pow, 3), -2, -8},
      {with(A::Pow, 0), 0, 1},
      {with(A::Pow, 0), -7, 1},
      {with(A::Pow, 0.5f), 0, 0},
      {with(A::Pow, 0.5f), 16, 4},
      {with(A::Pow, 0.5f), -4, nan},
      {with(A::Pow, -1), 0, infinity},
      {with(A::Pow, -1), -4, -0.25f},
      {with(A::Pow, 4), -2, 16},
      {with(A::Pow, 5), -2, -32},
      {with(A::Pow, 5), nan, nan},
  };
  for (const auto &c : cases) {
    std::string what = "activation " + std::to_string(int(c.layer.activation)) +
                       " of " + std::to_string(c.x);
    for (Arithmetic arithmetic : {Arithmetic::PJReddie, Arithmetic::Onnx})
      expect(what.c_str(), same(activate(c.layer, arithmetic, c.x), c.y), true);
  }
}

void testLimits() {
  Quantization half{8, 0.5f, 3};
  expect("-1 at 0.5", limitOf(-1, half), 1);
  expect("1.25 at 0.5 is 2.5, to even", limitOf(1.25, half), 5);
  expect("infinity", limitOf(HUGE_VAL, half), 127);
  expect("-infinity", limitOf(-HUGE_VAL, half), -128);
  Slopes found = slopes(with(A::LeakyRelu, 0.25f), LeakyForm::Shift);
  expect("slope of leaky_relu", found.negative, 0.25);
}

void testTable() {
  Layer layer = with(A::Log);
  layer.preactivation = Quantization{2, 1.0f, 0}; // -2, -1, 0, 1
  layer.quantization = Quantization{4, 0.5f, 1};
  // NaN, NaN, -infinity, 0
  expect("table of log", activationTable(layer, Arithmetic::Onnx),
         std::vector<int32_t>{1, 1, -8, 1});
  layer = with(A::Pow, 3);
  layer.preactivation = Quantization{2, 1.0f, 0};
  layer.quantization = Quantization{4, 2.0f, 1};
  expect("table of x * x * x", activationTable(layer, Arithmetic::Onnx),
         std::vector<int32_t>{-3, 1, 1, 1}); // -4, -0.5, 0, 0.5 and 1
}

// N55, and N12's limits.
void testLayer() {
  Bench::Reals picture = {-4, 1, 5};
  Bench clip("onnx", {1, 1, 3}, "8:0.5:0");
  clip.add("activation", "-1", "1,1,3", "8:0.5:3",
           "activation=clip\nalpha=-1\nbeta=2\n");
  Parameters p = clip.derived()[0];
  expect("positive", p.positive, std::vector<Multiplier>{{2, 1}});
  expect("negative of a clip", p.negative, std::vector<Multiplier>{{2, 1}});
  clip.integers("clip", picture, {1, 5, 7});
  for (Mode mode : {Mode::Float, Mode::Hybrid})
    clip.reals("clip", mode, picture, {-1, 1, 2});
  Bench open("onnx", {1, 1, 3}, "8:0.5:0");
  open.add("activation", "-1", "1,1,3", "4:0.5:3",
           "activation=clip\nalpha=-inf\nbeta=inf\n");
  open.integers("clip saturates", picture, {-5, 5, 7}, 1); // 10 + 3
  Bench leaky("onnx", {1, 1, 3}, "8:0.5:0");
  leaky.add("activation", "-1", "1,1,3", "8:0.5:3",
            "activation=leaky_relu\nalpha=0.5\n");
  expect("negative of a leaky_relu", leaky.derived()[0].negative,
         std::vector<Multiplier>{{1, 1}});
  leaky.integers("leaky_relu", picture, {-1, 5, 13});
  leaky.reals("leaky_relu", Mode::Float, picture, {-2, 1, 5});
  Bench table("onnx", {1, 1, 3}, "8:0.5:0");
  table.add("activation", "-1", "1,1,3", "8:1:0",
            "activation=abs\npreactivation=4:1:0\n");
  // -8 * 0.5 = -4, 1 and 5
  table.integers("abs by table", picture, {4, 1, 5});
}

void testText() {
  auto refused = [](const char *what, const std::string &keys) {
    Bench bench("onnx", {1, 1, 3}, "none");
    bench.add("activation", "-1", "1,1,3", "none", keys);
    expectRefusal(what, [&] { parseNetwork(bench.text); });
  };
  refused("leaky_relu without alpha", "activation=leaky_relu\n");
  refused("a negative alpha", "activation=leaky_relu\nalpha=-1\n");
  refused("clip without beta", "activation=clip\nalpha=0\n");
  refused("relu with alpha", "activation=relu\nalpha=0\n");
  refused("selu with alpha alone", "activation=selu\nalpha=1\n");
  refused("infinite alpha", "activation=pow\nalpha=inf\n");
  Bench bench("onnx", {1, 1, 1}, "none");
  bench.add("activation", "-1", "1,1,1", "none",
            "activation=elu\nalpha=none\nbeta=none\n");
  bench.reals("elu without alpha", Mode::Float, {-1}, {-0x1.43a54ep-1f});
}

} // namespace

void selfTestParameters() {
  testReal();
  testLimits();
  testTable();
  testLayer();
  testText();
}

} // namespace oracle
