// SPDX-License-Identifier: Apache-2.0
// Tests of the keys and sections of .net 1.2 that networks from ONNX need: what
// a good file gives, each refusal by an edit that causes it, and its modes.
#include "Finished.h"
#include "WideNetwork.h"

#include "qsimrt/kernels.h"

#include <cmath>
#include <limits>

using namespace qsim::test;

namespace {

void expectRefused(const Case &c) { expectRefused(c, "onnx.net"); }

TEST(OnnxNet, readsEveryKey) {
  LoadedModel loaded(filesOf(readInput("onnx.net")));
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  EXPECT_EQ(loaded.model->arithmetic, QSIMRT_ONNX);
  const qsimrt_layer *layers = loaded.model->layers;
  const qsimrt_convolutional &conv = layers[0].u.convolutional;
  const qsimrt_window &w = conv.window;
  EXPECT_EQ(w.size_y, 3);
  EXPECT_EQ(w.size_x, 2);
  EXPECT_EQ(w.stride_y, 1);
  EXPECT_EQ(w.stride_x, 3);
  EXPECT_EQ(w.top, 1);
  EXPECT_EQ(w.left, 0);
  EXPECT_EQ(w.bottom, 0);
  EXPECT_EQ(w.right, 3);
  EXPECT_EQ(w.dilation_y, 2);
  EXPECT_EQ(w.dilation_x, 1);
  EXPECT_EQ(w.input_dilation_y, 1);
  EXPECT_EQ(w.input_dilation_x, 2);
  EXPECT_EQ(conv.epsilon, 0.001f);
  EXPECT_EQ(conv.parameters.count, 1);
  EXPECT_EQ(conv.parameters.alpha, 0.25f);
  EXPECT_EQ(layers[1].u.maxpool.window.dilation_x, 2);
  EXPECT_EQ(layers[1].u.maxpool.ceil, 1);
  EXPECT_EQ(layers[2].u.avgpool.window.bottom, 1);
  EXPECT_EQ(layers[2].u.avgpool.count_pads, 1);
  EXPECT_EQ(layers[3].u.route.outer, 3);
  EXPECT_EQ(layers[4].kind, QSIMRT_ACTIVATION);
  EXPECT_EQ(layers[4].u.elementwise.parameters.count, 2);
  EXPECT_EQ(layers[4].u.elementwise.parameters.beta, 0.75f);
  EXPECT_EQ(layers[4].u.elementwise.negative, nullptr);
  EXPECT_EQ(layers[5].u.elementwise.preactivation.bits, 12);
  EXPECT_EQ(layers[7].u.softmax.inner, 15);
  EXPECT_EQ(layers[7].u.softmax.log, 1);
  EXPECT_EQ(layers[8].u.convolutional.parameters.alpha,
            -std::numeric_limits<float>::infinity());
}

// What size, stride and one padding say needs no window: kernels that know
// square ones alone take it.
TEST(OnnxNet, squareWindowsHaveNone) {
  Files files;
  files.sys = readInput("wide.sys");
  files.net =
      edit(readInput("onnx.net"), "size_x=3\nstride_x=2\npads=0,1,0,1\n",
           "size_x=1\npads=1,1,1,1\ndilation=1\n");
  files.net = edit(files.net, "shape=3,5,3\nquantization=8",
                   "shape=3,7,8\nquantization=8");
  files.net = edit(files.net, "shape=3,5,3", "shape=3,7,8");
  files.net = edit(files.net, "inner=15", "inner=56");
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const qsimrt_convolutional &conv = loaded.model->layers[6].u.convolutional;
  EXPECT_EQ(conv.window.size_y, 0);
  EXPECT_EQ(conv.pad, 1);
}

TEST(OnnxNet, refusals) {
  const Case cases[] = {
      {"format=1.2", "format=1.1", "28: format 1.1 has no key 'size_x'"},
      {"pads=1,0,0,3", "pads=1,0,3",
       "30: key 'pads': expected top,left,bottom,right or none, got '1,0,3'"},
      {"pad=0\ngroups=2", "pad=1\ngroups=2",
       "30: key 'pads': expected none, as the section has another padding, got "
       "'1,0,0,3'"},
      {"dilation=2\n", "dilation=4\n",
       "19: key 'size': the window of 9 is larger than its input of 7 with a "
       "padding of 1"},
      {"input_dilation_x=2", "input_dilation_x=0",
       "33: key 'input_dilation_x': expected an integer 1..65535, got '0'"},
      {"epsilon=0.001\n", "",
       "10: key 'epsilon': expected a number, as the layer has a batch norm "
       "and "
       "the arithmetic is onnx, got 'none'"},
      {"epsilon=0.001", "epsilon=-0.001",
       "34: key 'epsilon': expected a number that is not below 0, got "
       "'-0.001'"},
      {"arithmetic=onnx", "arithmetic=alexeyab",
       "34: key 'epsilon': expected none, as the layer has no batch norm or "
       "the "
       "arithmetic is not onnx, got '0.001'"},
      {"alpha=0.25\n", "",
       "10: key 'alpha': expected a number, as the activation takes it, got "
       "'none'"},
      {"alpha=0.25\n", "alpha=0.25\nbeta=1\n",
       "36: key 'beta': expected none, as the activation does not take it, got "
       "'1'"},
      {"alpha=0.25\n", "alpha=-0.25\n",
       "35: key 'alpha': expected a number that is not below 0, got '-0.25'"},
      {"alpha=0.25\n", "alpha=inf\n",
       "35: key 'alpha': expected a float32, got 'inf'"},
      {"beta=0.75", "beta=nan",
       "85: key 'beta': expected a float32, inf or -inf, got 'nan'"},
      {"ceil=1\n", "",
       "41: key 'shape': the layer's inputs and keys give 4,1,3, got '4,2,3'"},
      {"size=3\npads=1,1,1,1\n", "pads=1,1,1,1\n",
       "61: key 'pads': expected the default, as the section has no size, got "
       "'1,1,1,1'"},
      {"outer=3", "outer=5",
       "73: key 'outer': 5 does not divide the 24 values of layer 2"},
      {"shape=5,5,6\nquantization=8:0.02:0",
       "shape=5,5,5\nquantization=8:0.02:0",
       "69: key 'shape': the layer's inputs have 150 values, got 125"},
      {"shape=5,5,6\nquantization=8:0.01:5",
       "shape=5,6,5\nquantization=8:0.01:5",
       "79: key 'shape': the layer's inputs and keys give 5,5,6, got '5,6,5'"},
      {"inner=15", "inner=7",
       "133: key 'inner': 7 does not divide the 45 values of a group"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

struct OnnxModes : testing::Test {
  LoadedModel loaded{filesOf(readInput("onnx.net"))};
  void SetUp() override { ASSERT_EQ(loaded.status, QSIMRT_OK); }
};

// A session that keeps everything and may be edited, and has run.
struct Editable : Finished {
  Editable(const qsimrt_model &model, qsimrt_mode mode)
      : Finished(model, mode, nullptr, {}, nullptr, QSIMRT_RETAIN_ALL, 1) {
    EXPECT_EQ(status, QSIMRT_OK) << message;
  }
};

// Rounding adds up through the layers, but to no more than some of its steps.
TEST_F(OnnxModes, IntegersAreNearToReals) {
  const Editable real(*loaded.model, QSIMRT_FLOAT);
  for (const qsimrt_mode mode : {QSIMRT_HYBRID, QSIMRT_INT}) {
    const Editable other(*loaded.model, mode);
    for (int32_t i = 0; i < loaded.model->layer_count; ++i) {
      const std::vector<float> a = real.read(i), b = other.read(i);
      for (size_t k = 0; k < a.size(); ++k)
        ASSERT_NEAR(a[k], b[k], 0.1f) << "layer " << i << ", value " << k;
    }
  }
}

// What finishes an accumulator gives the output that the layer wrote.
TEST_F(OnnxModes, AccumulatorsGiveTheirOutputs) {
  for (const int32_t i : {0, 2, 4, 5, 6, 8}) {
    const Editable run(*loaded.model, QSIMRT_INT);
    const std::vector<float> before = run.read(i);
    std::vector<int64_t> sums(before.size());
    qsimrt_error error = {};
    ASSERT_EQ(
        qsimrt_accumulators(run.session, i, sums.data(), sums.size(), &error),
        QSIMRT_OK)
        << error.text;
    ASSERT_EQ(qsimrt_write_accumulators(run.session, i, 0, sums.data(),
                                        sums.size(), &error),
              QSIMRT_OK)
        << error.text;
    EXPECT_EQ(run.read(i), before) << i;
  }
}

} // namespace
