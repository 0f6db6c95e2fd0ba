// SPDX-License-Identifier: Apache-2.0
// Checks operations of two tensors, softmax and argmax over runs, and the
// normalizations (N61, N63, N64) on values computed by hand.
#include "SelfTestBench.h"

namespace oracle {
namespace {

Parameters constant(Bench::Reals values) {
  Parameters p;
  p.values = std::move(values);
  return p;
}

// The picture and a constant of three values.
Bench binary(const std::string &operation, const std::string &keys,
             const Bench::Reals &second, const char *quantization = "8:1:0") {
  Bench bench("onnx", {1, 1, 3}, "8:1:1");
  bench.add("constant", "none", "1,1,3", "8:0.5:0")
      .add("binary", "-1,0", "1,1,3", quantization,
           "operation=" + operation + "\n" + keys);
  bench.imported[0] = constant(second);
  return bench;
}

const std::string Linear = "activation=linear\n";

void testSub() {
  Bench::Reals picture = {4, -4, 2}, second = {1, 2, -3};
  Bench sub = binary("sub", Linear, second);
  Parameters p = sub.derived()[1];
  expect("sub, positive", p.positive, std::vector<Multiplier>{{2, 1}, {1, 1}});
  sub.reals("sub", Mode::Float, picture, {3, -6, 5});
  sub.integers("sub", picture, {3, -6, 5});
  Bench relu = binary("sub", "activation=leaky_relu\nalpha=0.5\n", second);
  p = relu.derived()[1];
  expect("sub, negative", p.negative, std::vector<Multiplier>{{2, 2}, {1, 2}});
  relu.reals("sub, leaky_relu", Mode::Hybrid, picture, {3, -3, 5});
  relu.integers("sub, leaky_relu", picture, {3, -3, 5});
  Bench table =
      binary("sub", "activation=abs\npreactivation=4:1:0\n", second, "8:0.5:0");
  table.integers("sub, abs", picture, {6, 12, 10});
}

void testExtremes() {
  Bench::Reals picture = {4, -4, 2}, second = {1, 2, -3};
  Bench max = binary("max", Linear, second);
  max.reals("max", Mode::Float, picture, {4, 2, 2});
  max.integers("max", picture, {4, 2, 2});
  expect("max has no negative", max.derived()[1].negative.size(), size_t(0));
  Bench min = binary("min", Linear, second, "8:0.5:1");
  min.reals("min", Mode::Hybrid, picture, {1, -4, -3});
  min.integers("min", picture, {3, -7, -5});
  max.integers("max saturates", {126, 0, 0}, {126, 2, 0});
  Bench narrow = binary("max", Linear, second, "4:1:0");
  narrow.integers("max saturates", {9, 8, 2}, {7, 7, 2}, 2);
}

void testFloatOnly() {
  Bench::Reals picture = {4, -4, 2}, second = {1, 2, -4};
  Bench div = binary("div", Linear, second, "8:0.25:0");
  div.reals("div in INT", Mode::Int, picture, {4, -2, -0.5f});
  expect("div has no multipliers", div.derived()[1].positive.size(), size_t(0));
  // Who reads it quantizes it.
  div.add("activation", "1", "1,1,3", "8:0.25:1", Linear);
  div.integers("behind a div", picture, {17, -7, -1});
  // (-4)^2, 2^-4, 0.25^2.
  Bench pow = binary("pow", Linear, {2, 0.5f, -4}, "8:1:0");
  pow.reals("pow in INT", Mode::Int, {-4, 16, 2}, {16, 4, 0.0625f});
  auto refused = [](const char *what, const char *keys) {
    Bench bench = binary("max", keys, {1, 2, 3});
    expectRefusal(what, [&] { parseNetwork(bench.text); });
  };
  refused("max with an activation", "activation=relu\n");
  Bench shapes("onnx", {1, 1, 3}, "none");
  shapes.add("constant", "none", "1,1,1", "none")
      .add("binary", "-1,0", "1,1,3", "none", "operation=sub\n" + Linear);
  expectRefusal("two shapes", [&] { parseNetwork(shapes.text); });
}

void testSoftmax() {
  Bench runs("onnx", {2, 2, 2}, "none");
  runs.add("softmax", "-1", "2,2,2", "none",
           "groups=2\ntemperature=1\ninner=2\n");
  // In each channel the columns; 1000 apart is all or nothing.
  runs.reals("softmax over runs", Mode::Float, {0, 0, 0, 1000, 5, 9, 5, 9},
             {0.5f, 0, 0.5f, 1, 0.5f, 0.5f, 0.5f, 0.5f});
  Bench log("onnx", {2, 1, 2}, "none");
  log.add("softmax", "-1", "2,1,2", "none",
          "groups=1\ntemperature=2\ninner=2\nlog=1\n");
  float half = -0x1.62e43p-1f; // -log 2
  log.reals("logarithm", Mode::Float, {4, 0, 4, 2000}, {half, -1000, half, 0});
}

void testArgMax() {
  Bench::Reals picture = {1, 5, 7, 2, 7, 5};
  for (bool last : {false, true}) {
    Bench bench("onnx", {1, 3, 2}, "8:1:0");
    bench.add("argmax", "-1", "1,1,2", "none",
              std::string("outer=1\ninner=2\n") + (last ? "last=1\n" : ""));
    bench.reals("argmax", Mode::Int, picture,
                last ? Bench::Reals{2, 2} : Bench::Reals{1, 0});
  }
  Bench outer("onnx", {2, 1, 3}, "none");
  outer.add("argmax", "-1", "2,1,1", "none", "outer=2\ninner=1\n");
  outer.reals("argmax of rows", Mode::Float, {1, 5, 7, 2, 7, 5}, {2, 1});
  outer.text.replace(outer.text.find("outer=2"), 7, "outer=4");
  expectRefusal("outer of an argmax", [&] { parseNetwork(outer.text); });
}

// N67: the output is the input; the rows are the cells of 2 x 2 and of 1 x 1.
void testYolox() {
  Bench bench("onnx", {6, 2, 2}, "8:1:0");
  Bench::Reals picture(24);
  for (size_t i = 0; i < picture.size(); ++i)
    picture[i] = static_cast<float>(i);
  bench.add("yolox", "-1", "6,2,2", "none", "classes=1\nstrides=1\n");
  bench.reals("yolox", Mode::Float, picture, picture);
  bench.reals("yolox in INT", Mode::Int, picture, picture);
  for (const char *strides : {"strides=2", "strides=1,2", "strides=3"}) {
    Bench other("onnx", {6, 2, 2}, "none");
    other.add("yolox", "-1", "6,2,2", "none",
              std::string("classes=1\n") + strides + "\n");
    expectRefusal(strides, [&] { parseNetwork(other.text); });
  }
}

void testLrn() {
  // Each channel and the one behind it: 9 + 16 and 16.
  Bench root("onnx", {2, 1, 1}, "8:1:0");
  root.add("lrn", "-1", "2,1,1", "8:1:0",
           "batch=1\nsize=2\nalpha=2\nbeta=0.5\nbias=0\n");
  root.reals("lrn in INT", Mode::Int, {3, 4}, {0.6f, 1});
  // Two pictures of two channels and one place each; beta 1.
  Bench batch("onnx", {4, 1, 1}, "none");
  batch.add("lrn", "-1", "4,1,1", "none",
            "batch=2\nsize=2\nalpha=2\nbeta=1\nbias=1\n");
  batch.reals("lrn of two", Mode::Float, {1, 2, 3, 4},
              {1.0f / 6, 0.4f, 3.0f / 26, 4.0f / 17});
  // The window of size 3 reaches one channel to either side; two places.
  Bench three("onnx", {3, 1, 2}, "none");
  three.add("lrn", "-1", "3,1,2", "none",
            "batch=1\nsize=3\nalpha=3\nbeta=1\nbias=0\n");
  three.reals("lrn of three", Mode::Float, {1, 2, 1, 0, 1, 1},
              {0.5f, 0.5f, 1.0f / 3, 0, 0.5f, 1});
}

void testInstanceNorm() {
  Bench bench("onnx", {2, 1, 2}, "8:1:0");
  bench.add("instance_norm", "-1", "2,1,2", "8:0.5:0", "epsilon=3\n");
  Parameters p;
  p.scales = {4, 4};
  p.biases = {10, 20};
  bench.imported[0] = p;
  // Mean 2, variance 1, root 2; a channel of equal values is its bias.
  bench.reals("instance norm in INT", Mode::Int, {1, 3, 5, 5}, {8, 12, 20, 20});
}

} // namespace

void selfTestOnnx() {
  testSub();
  testExtremes();
  testFloatOnly();
  testSoftmax();
  testArgMax();
  testYolox();
  testLrn();
  testInstanceNorm();
}

} // namespace oracle
