// SPDX-License-Identifier: Apache-2.0
// Checks general windows (N51), the batch norm of onnx (N52) and average pools
// over windows (N53) on values computed by hand.
#include "SelfTestBench.h"

namespace oracle {
namespace {

const Bench::Reals Nine = {1, 2, 3, 4, 5, 6, 7, 8, 9};

// The keys of a convolution with one filter; `window` is size, stride and pad,
// `more` what 1.2 adds.
std::string convolution(const std::string &window, const std::string &more) {
  return "filters=1\n" + window +
         "groups=1\nbatch_normalize=0\nactivation=linear\nweight_bits=8\n"
         "weight_scales=1\nbias_correction=0\n" +
         more;
}

void everyMode(Bench &bench, const char *what, const Bench::Reals &picture,
               const Bench::Reals &wanted) {
  bench.reals(what, Mode::Float, picture, wanted);
  bench.reals(what, Mode::Hybrid, picture, wanted);
  bench.integers(what, picture, {wanted.begin(), wanted.end()});
}

void testConvolution() {
  Parameters p;
  p.biases = {0};
  // The rows above, the column left of the picture; kernel 2 x 1.
  Bench pads("pjreddie", {1, 3, 3}, "8:1:1");
  pads.add("convolutional", "-1", "1,3,2", "8:1:0",
           convolution("size=2\nstride=1\npad=0\n",
                       "size_x=1\nstride_x=2\npads=1,1,0,0\n"));
  p.weights = {10, 1};
  pads.imported[0] = p;
  everyMode(pads, "pads", Nine, {0, 2, 0, 25, 0, 58});
  Network network = parseNetwork(pads.text);
  expect("dims of weights", weightDims(network, network.layers[0]),
         std::vector<int64_t>{1, 1, 2, 1});
  // 1 + 2 * 2 + 3 * 7 + 4 * 8, and the same one column to the right.
  Bench dilated("alexeyab", {1, 3, 3}, "8:1:1");
  dilated.add(
      "convolutional", "-1", "1,1,2", "8:1:0",
      convolution("size=2\nstride=1\npad=0\n", "dilation=2\ndilation_x=1\n"));
  p.weights = {1, 2, 3, 4};
  dilated.imported[0] = p;
  everyMode(dilated, "dilation", Nine, {58, 68});
  Bench both("onnx", {1, 3, 3}, "8:1:1");
  both.add("convolutional", "-1", "1,1,1", "8:1:0",
           convolution("size=2\nstride=1\npad=0\n", "dilation=2\n"));
  both.imported[0] = p;
  everyMode(both, "dilation of both", Nine, {1 + 6 + 21 + 36});
}

void testInputDilation() {
  // 3, a hole, 5, with a pad on either side; kernel 1 x 2.
  Bench wide("onnx", {1, 1, 2}, "8:1:1");
  wide.add("convolutional", "-1", "1,1,4", "8:1:0",
           convolution("size=1\nstride=1\npad=0\n",
                       "size_x=2\npads=0,1,0,1\ninput_dilation_x=2\n"));
  Parameters p;
  p.weights = {1, 10};
  p.biases = {0};
  wide.imported[0] = p;
  everyMode(wide, "input dilation", {3, 5}, {30, 3, 50, 5});
  // Judged after each step, in -8 .. 7: the bias is -11, and becomes -8. Then
  // 1 and 40; 4 and, of the hole, 10; 1 and 60; 6 and 10 are added: only the
  // second window, -8 + 4 + 10, stays inside.
  wide.system.perAdd = true;
  wide.system.accumulatorBits = 4;
  wide.system.biasBits = 5;
  wide.integers("input dilation, per add", {3, 5}, {7, 6, 7, 7});
  expect("overflows", wide.counts.overflows, int64_t(4 + 3));
  Bench high("pjreddie", {1, 2, 1}, "8:1:1");
  high.add("convolutional", "-1", "1,3,1", "8:1:0",
           convolution("size=1\nstride=1\npad=0\n", "input_dilation=2\n"));
  p.weights = {1};
  p.biases = {7};
  high.imported[0] = p;
  everyMode(high, "input dilation of rows", {3, 5}, {10, 7, 12});
}

void testBatchNorm() {
  Bench bench("onnx", {1, 1, 1}, "8:1:0");
  bench.add("convolutional", "-1", "1,1,1", "8:0.5:0",
            "filters=1\nsize=1\nstride=1\npad=0\ngroups=1\nbatch_normalize=1\n"
            "activation=linear\nweight_bits=8\nweight_scales=0.5\n"
            "bias_correction=0\nepsilon=1\n");
  Parameters p;
  p.weights = {4};
  p.biases = {5};
  p.scales = {3};
  p.mean = {1};
  p.variance = {3}; // d = 2
  bench.imported[0] = p;
  p = bench.derived()[0];
  expect("weight", p.qWeights, Bench::Integers{12});  // 4 * 1.5 / 0.5
  expect("bias", p.qBiases, std::vector<int64_t>{7}); // (5 - 1.5) / 0.5
  bench.integers("epsilon", {2}, {31});               // 15.5 / 0.5
  bench.reals("epsilon", Mode::Float, {2}, {15.5f});  // (8 - 1) / 2 * 3 + 5
  bench.reals("epsilon", Mode::Hybrid, {2}, {15.5f});
  // alpha and beta stand behind epsilon.
  bench.text.replace(bench.text.find("linear"), 6, "clip");
  bench.text += "alpha=0\nbeta=10\n";
  bench.integers("clip", {2}, {20});
  bench.reals("clip", Mode::Float, {2}, {10});
  bench.reals("clip", Mode::Hybrid, {-2}, {0});
  expect("negative", bench.derived()[0].negative, p.positive);
}

void testMaxPool() {
  Bench::Reals picture = {1, 5, 2, 3};
  auto pooled = [&](const char *what, const std::string &width,
                    const std::string &keys, const Bench::Reals &wanted) {
    Bench bench("onnx", {1, 1, 4}, "8:1:0");
    bench.add("maxpool", "-1", "1,1," + width, "8:1:0", keys);
    everyMode(bench, what, picture, wanted);
  };
  std::string one = "size=1\nstride=1\npadding=0\n";
  pooled("dilation", "3", one + "size_x=2\npads=0,1,0,0\ndilation_x=2\n",
         {5, 2, 5});
  pooled("floor", "1", one + "size_x=3\nstride_x=2\n", {5});
  pooled("ceil", "2", one + "size_x=3\nstride_x=2\nceil=1\n", {5, 3});
  // Windows at 0, 3 and 6: the last one would begin behind the input.
  pooled("ceil, one less", "2", one + "stride_x=3\npads=0,0,0,2\nceil=1\n",
         {1, 3});
  // An odd padding: the window begins at 0.
  pooled("padding", "4", "size=2\nstride=1\npadding=1\n", {5, 5, 3, 3});
}

void testAvgPool() {
  Bench::Reals picture = {2, 4, 9};
  auto pooled = [](const char *width, const char *quantization,
                   const std::string &keys) {
    Bench bench("pjreddie", {1, 1, 3}, "8:1:2");
    bench.add("avgpool", "-1", std::string("1,1,") + width, quantization,
              "size=1\n" + keys);
    return bench;
  };
  std::string padded = "size_x=2\npads=0,1,0,1\n";
  Bench inside = pooled("4", "8:0.5:0", padded);
  expect("multipliers", inside.derived()[0].rescale,
         std::vector<Multiplier>{{4, 1}, {2, 1}}); // 2 and 1
  inside.reals("inside", Mode::Float, picture, {2, 3, 6.5f, 9});
  inside.integers("inside", picture, {4, 6, 13, 18});
  Bench pads = pooled("4", "8:0.5:0", padded + "count_pads=1\n");
  pads.reals("count_pads", Mode::Float, picture, {1, 3, 6.5f, 4.5f});
  pads.integers("count_pads", picture, {2, 6, 13, 9});
  Bench none = pooled("5", "8:1:5", "pads=0,2,0,0\n");
  none.reals("no taps", Mode::Hybrid, picture, {0, 0, 2, 4, 9});
  none.integers("no taps", picture, {5, 5, 7, 9, 14});
  // What lies behind the pads is counted by none.
  std::string ceil = "size_x=2\nstride_x=2\nceil=1\ncount_pads=1\n";
  Bench behind = pooled("2", "8:1:0", ceil);
  behind.reals("ceil", Mode::Float, picture, {3, 9});
  behind.integers("ceil", picture, {3, 9});
  // Two rows, strides and dilation default to those of the rows.
  Bench square("onnx", {1, 3, 3}, "none");
  square.add("avgpool", "-1", "1,1,1", "none",
             "size=2\nstride=2\ndilation=2\n");
  square.reals("corners", Mode::Float, Nine, {5});
}

void testText() {
  auto refused = [](const char *what, const char *kind, const char *shape,
                    const std::string &keys, const char *format = "1.2") {
    Bench bench("onnx", {1, 3, 3}, "8:1:0");
    bench.add(kind, "-1", shape, "8:1:0", keys);
    bench.text.replace(bench.text.find("1.2"), 3, format);
    expectRefusal(what, [&] { parseNetwork(bench.text); });
  };
  std::string one = "size=1\nstride=1\npad=0\n";
  refused("pad and pads", "convolutional", "1,5,5",
          convolution("size=1\nstride=1\npad=1\n", "pads=1,1,1,1\n"));
  refused("three pads", "convolutional", "1,3,3",
          convolution(one, "pads=0,0,0\n"));
  refused("epsilon without batch norm", "convolutional", "1,3,3",
          convolution(one, "epsilon=1\n"));
  refused("another order", "convolutional", "1,1,3",
          convolution(one, "stride_x=1\nsize_x=1\n"));
  refused("a key that 1.1 has not", "convolutional", "1,3,3",
          convolution(one, "size_x=1\n"), "1.1");
  refused("stride without size", "avgpool", "1,1,1", "stride=2\n");
  refused("a window larger than the input", "avgpool", "1,1,1",
          "size=2\ndilation=3\nceil=1\n");
  refused("a shape of windows", "maxpool", "1,1,1",
          "size=1\nstride=1\npadding=0\n");
}

} // namespace

void selfTestWindows() {
  testConvolution();
  testInputDilation();
  testBatchNorm();
  testMaxPool();
  testAvgPool();
  testText();
}

} // namespace oracle
