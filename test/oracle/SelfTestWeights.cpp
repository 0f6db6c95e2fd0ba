// SPDX-License-Identifier: Apache-2.0
// Checks layers with weights (N29, N30, N17, N42 to N44) on values computed by
// hand.
#include "SelfTestBench.h"

namespace oracle {
namespace {

Parameters with(Bench::Reals weights, Bench::Reals biases) {
  Parameters p;
  p.weights = std::move(weights);
  p.biases = std::move(biases);
  return p;
}

void testConnected() {
  // q = 3, 4, 5; qw = 2, -1, 4 and -2, -2, -2; qb = 3 - 2 * 5 and 0 + 2 * 6.
  Bench bench("pjreddie", {3, 1, 1}, "8:1:2");
  bench.add("connected", "-1", "2,1,1", "8:0.25:-10",
            "outputs=2\nbatch_normalize=0\nactivation=relu6\nweight_bits=8\n"
            "weight_scales=0.5\nbias_correction=0\n");
  bench.imported[0] = with({1, -0.5f, 2, -1, -1, -1}, {1.5f, 0});
  Parameters p = bench.derived()[0];
  expect("connected weights", p.qWeights,
         Bench::Integers{2, -1, 4, -2, -2, -2});
  expect("connected biases", p.qBiases, std::vector<int64_t>{-7, 12});
  // 0.5 / 0.25 = 2
  expect("positive", p.positive, std::vector<Multiplier>{{4, 1}, {4, 1}});
  expect("negative", p.negative, std::vector<Multiplier>{{0, 1}, {0, 1}});
  // 7.5 is 30 - 10 and becomes 6, 24 - 10; -6 becomes 0, -10.
  bench.integers("connected", {1, 2, 3}, {14, -10});
  bench.reals("connected float", Mode::Float, {1, 2, 3}, {6, 0});
  bench.reals("connected hybrid", Mode::Hybrid, {1, 2, 3}, {6, 0});
  // Only 1 and 2: 1 - 1 + 1.5 = 1.5.
  bench.reals("connected float below 6", Mode::Float, {1, 2, 0}, {1.5f, 0});
  bench.integers("connected below 6", {1, 2, 0}, {-4, -10});
}

void testConnectedTable() {
  Bench bench("pjreddie", {1, 1, 2}, "8:1:0");
  bench.add("connected", "-1", "1,1,1", "4:0.25:1",
            "outputs=1\nbatch_normalize=0\nactivation=hardtan\n"
            "preactivation=3:0.5:0\nweight_bits=8\nweight_scales=0.5\n"
            "bias_correction=0\n");
  bench.imported[0] = with({0.5f, 1}, {0});
  expect("no negative multipliers", bench.derived()[0].negative.size(),
         size_t(0));
  bench.integers("hardtan of 0.5", {1, 0}, {3});
  bench.integers("hardtan of -1", {0, -1}, {-3});
  bench.integers("hardtan of 2, beyond the pre-activation", {0, 2}, {5}, 1);
  bench.reals("hybrid hardtan", Mode::Hybrid, {0, 2}, {1});
  bench.system.tableBits = 2;
  expectRefusal("a pre-activation wider than table_bits",
                [&] { bench.derived(); });
}

// Batch norm with variance 1: d = sqrt(1.00001f) for alexeyab; all others 0
// and 1 show only that the vectors belong to the outputs.
void testConnectedBatchNorm() {
  Bench bench("pjreddie", {1, 1, 1}, "none");
  bench.add("connected", "-1", "2,1,1", "none",
            "outputs=2\nbatch_normalize=1\nactivation=linear\n"
            "weight_bits=none\nweight_scales=none\nbias_correction=0\n");
  Parameters p = with({1, 1}, {10, 20});
  p.scales = {0, 1};
  p.mean = {5, 6};
  p.variance = {0x1p120f, 0x1p40f}; // d = 2^60, 2^20 + 0.000001f
  bench.imported[0] = p;
  // (2^20 + 6 - 6) / d is just below 1, and rounds to it.
  bench.reals("batch norm", Mode::Float, {0x1p20f + 6}, {10, 21});
}

void testLocal() {
  std::string keys = "activation=linear\nweight_bits=8\nweight_scales=1\n"
                     "bias_correction=0\n";
  Bench bench("pjreddie", {1, 1, 3}, "8:1:1");
  bench.add("local", "-1", "2,1,3", "8:1:0",
            "filters=2\nsize=1\nstride=1\npad=0\n" + keys);
  bench.imported[0] = with({1, 2, 3, 4, 5, 6}, {10, 20, 30, 40, 50, 60});
  expect("local biases", bench.derived()[0].qBiases,
         std::vector<int64_t>{9, 17, 25, 38, 46, 54});
  bench.integers("local", {1, 2, 3}, {11, 26, 45, 42, 58, 78});
  for (Mode mode : {Mode::Float, Mode::Hybrid})
    bench.reals("local", mode, {1, 2, 3}, {11, 26, 45, 42, 58, 78});

  // One place, eight taps of nine on the padding.
  Bench padded("pjreddie", {1, 1, 1}, "8:1:1");
  padded.add("local", "-1", "1,1,1", "8:1:0",
             "filters=1\nsize=3\nstride=1\npad=1\n" + keys);
  padded.imported[0] = with({1, 2, 3, 4, 5, 6, 7, 8, 9}, {7});
  padded.integers("local padding", {5}, {32});
  for (Mode mode : {Mode::Float, Mode::Hybrid})
    padded.reals("local padding", mode, {5}, {32});
}

void testLight() {
  Bench bench("yolo2_light", {4, 1, 1}, "none");
  bench.add("convolutional", "-1", "2,1,1", "none",
            "filters=2\nsize=1\nstride=1\npad=0\ngroups=1\n"
            "batch_normalize=1\nactivation=leaky\nweight_bits=8\n"
            "weight_scales=0.0625\nbias_correction=0\ninput_multiplier=4\n");
  Parameters p = with({0.5f, 0.25f, -1, 3, -0.5f, -0.25f, 1, -3}, {1, 3});
  p.scales = {0x1p20f, 0x1p20f};
  p.mean = {3, 3};
  p.variance = {0x1p40f, 0x1p40f}; // d = 2^20: the 0.000001 is lost
  bench.imported[0] = p;
  p = bench.derived()[0];
  // 0.25, 0.5, 1 and 3 lie in j = 14, 15, 16, 17; the first window with all is
  // that of j = 10: 2^6 / 4.
  expect("light weights", p.qWeights,
         Bench::Integers{8, 4, -16, 48, -8, -4, 16, -48});
  expect("light biases", p.hybridBiases, Bench::Reals{-2, 0});
  expect("light scale", p.hybridScales, Bench::Reals{0.5f}); // 32 / (4 * 16)
  // q = 4, 9, -4, 127: acc = +-6228, / 32 = +-194.6.
  bench.reals("light hybrid", Mode::Hybrid, {1, 2.3f, -1.1f, 40}, {95, -9.7f});
  bench.reals("light float", Mode::Float, {1, 2, -1, 4}, {12, 0.1f * -14});
  expectRefusal("yolo2_light in INT", [&] {
    bench.run(Mode::Int, {1, 2, 3, 4});
  });
  bench.imported[0].weights[2] = bench.imported[0].weights[6] = 0x1p9f;
  // 2^9 is j = 25; the windows 10 to 14 still hold the most.
  bench.imported[0].weights[6] = -bench.imported[0].weights[6];
  expect("light weights are limited", bench.derived()[0].qWeights[2], 127);
}

} // namespace

void selfTestWeights() {
  testConnected();
  testConnectedTable();
  testConnectedBatchNorm();
  testLocal();
  testLight();
}

} // namespace oracle
