// SPDX-License-Identifier: Apache-2.0
// Tests of the sections and keys of .net 1.2 that networks from graphs have:
// what a good file gives, and each refusal by an edit that causes it.
#include "WideNetwork.h"

#include <limits>

using namespace qsim::test;

namespace {

void expectRefused(const Case &c) { expectRefused(c, "graph.net"); }

std::vector<int32_t> dimsOf(const qsimrt_view &view) {
  return {view.dims, view.dims + view.rank};
}

using Dims = std::vector<int32_t>;

TEST(GraphNet, readsEveryKey) {
  LoadedModel loaded(filesOf(readInput("graph.net")));
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const qsimrt_layer *layers = loaded.model->layers;
  ASSERT_EQ(loaded.model->layer_count, 14);
  EXPECT_EQ(layers[0].input_count, 0);
  EXPECT_NE(layers[0].u.constant.values, nullptr);
  EXPECT_NE(layers[0].u.constant.q_values, nullptr);
  EXPECT_EQ(layers[1].u.elementwise.operation, QSIMRT_BINARY_SUB);
  EXPECT_EQ(layers[1].u.elementwise.activation, QSIMRT_LEAKY);
  EXPECT_NE(layers[1].u.elementwise.negative, nullptr);
  const qsimrt_strided &strided = layers[2].u.strided;
  EXPECT_EQ(dimsOf(strided.sizes), (Dims{2, 4, 4}));
  EXPECT_EQ(Dims(strided.steps, strided.steps + 3), (Dims{16, 1, 4}));
  EXPECT_EQ(strided.offset, 0);
  const qsimrt_pad &pad = layers[3].u.pad;
  EXPECT_EQ(dimsOf(pad.in), (Dims{2, 4, 4}));
  EXPECT_EQ(Dims(pad.before, pad.before + 3), (Dims{0, 1, -1}));
  EXPECT_EQ(Dims(pad.after, pad.after + 3), (Dims{0, 1, 1}));
  EXPECT_EQ(pad.mode, QSIMRT_PAD_CONSTANT);
  EXPECT_EQ(pad.value, -0.25f);
  EXPECT_EQ(layers[4].u.resize.rounding, QSIMRT_ROUND_PREFER_FLOOR);
  EXPECT_EQ(layers[4].u.resize.cubic_a, -0.75f);
  EXPECT_EQ(layers[4].u.resize.extrapolation, 0);
  const qsimrt_resizing &resize = layers[5].u.resize;
  EXPECT_EQ(resize.mode, QSIMRT_CUBIC);
  EXPECT_EQ(resize.coordinates, QSIMRT_TF_CROP_AND_RESIZE);
  EXPECT_EQ(resize.scale, 0.75f);
  EXPECT_EQ(resize.scale_x, 1.25f);
  EXPECT_EQ(resize.rounding, QSIMRT_NEAREST_FLOOR);
  EXPECT_EQ(resize.cubic_a, -0.5f);
  EXPECT_EQ(resize.exclude_outside, 1);
  EXPECT_EQ(resize.roi[2], -0.25f);
  EXPECT_EQ(resize.extrapolation, 0.5f);
  EXPECT_EQ(layers[6].u.reduce.operation, QSIMRT_REDUCE_MEAN);
  EXPECT_EQ(dimsOf(layers[6].u.reduce.in), (Dims{2, 16}));
  EXPECT_EQ(layers[6].u.reduce.axes[1], 1);
  EXPECT_NE(layers[6].u.reduce.rescale, nullptr);
  EXPECT_EQ(layers[7].u.reduce.rescale, nullptr);
  EXPECT_EQ(layers[9].u.elementwise.preactivation.bits, 10);
  EXPECT_NE(layers[9].u.elementwise.table, nullptr);
  EXPECT_EQ(layers[10].u.elementwise.positive, nullptr);
  EXPECT_EQ(layers[11].u.lrn.size, 3);
  EXPECT_EQ(layers[11].u.lrn.alpha, 0.0001f);
  EXPECT_EQ(layers[12].u.instance_norm.epsilon, 1e-5f);
  EXPECT_NE(layers[12].u.instance_norm.biases, nullptr);
  EXPECT_EQ(layers[13].u.argmax.inner, 16);
  EXPECT_EQ(layers[13].u.argmax.last, 1);
  EXPECT_STREQ(loaded.model->input_name, "images");
  EXPECT_EQ(dimsOf(loaded.model->input_dims), (Dims{1, 2, 4, 4}));
  ASSERT_EQ(loaded.model->output_count, 3);
  EXPECT_STREQ(loaded.model->outputs[1].name, "classes");
  EXPECT_EQ(loaded.model->outputs[1].layer, 13);
  EXPECT_EQ(dimsOf(loaded.model->outputs[1].dims), (Dims{1, 4, 4}));
}

TEST(GraphNet, namesAreOptionalAndAScalarHasNoDimensions) {
  Files files;
  files.sys = readInput("wide.sys");
  files.net =
      edit(readInput("graph.net"), "input_name=images\ninput_dims=1,2,4,4\n",
           "input_name=none\n");
  files.net = edit(files.net, "shape=2,1,1\nquantization=16:0.00012207031:-7",
                   "shape=1,1,1\nquantization=16:0.00012207031:-7");
  files.net = edit(files.net, "dims=2,16\naxes=0,1", "dims=2,16\naxes=1,1");
  files.net = edit(files.net, "dims=1,2\n\n", "dims=\n\n");
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  EXPECT_EQ(loaded.model->input_name, nullptr);
  EXPECT_EQ(loaded.model->outputs[0].dims.rank, 0);
}

TEST(GraphNet, valuesMayBeInfinite) {
  Files files;
  files.sys = readInput("wide.sys");
  files.net = edit(readInput("graph.net"), "value=-0.25", "value=-inf");
  files.net = edit(files.net, "extrapolation=0.5", "extrapolation=inf");
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  EXPECT_EQ(loaded.model->layers[3].u.pad.value,
            -std::numeric_limits<float>::infinity());
  EXPECT_EQ(loaded.model->layers[5].u.resize.extrapolation,
            std::numeric_limits<float>::infinity());
  expectRefused({"value=-0.25", "value=nan",
                 "56: key 'value': expected a float32, inf or -inf, got "
                 "'nan'"});
}

TEST(GraphNet, filesOfEarlierFormatsHaveNoneOfThem) {
  expectRefused(
      {"format=1.2", "format=1.1", "9: format 1.1 has no key 'input_name'"});
  const std::string kinds =
      "expected section 'convolutional', 'maxpool', 'route', 'upsample', "
      "'yolo', 'connected', 'local', 'avgpool', 'shortcut', 'multiply', "
      "'reorg', 'crop', 'dropout', 'softmax', 'cost', 'region' or "
      "'detection', got 'constant'";
  expectRefused(
      {"format=1.2\nname=graph\narithmetic=alexeyab\nchannels=2\nheight=4\n"
       "width=4\nquantization=8:0.0078125:0\ninput_name=images\n"
       "input_dims=1,2,4,4\n",
       "format=1.1\nname=graph\narithmetic=alexeyab\nchannels=2\nheight=4\n"
       "width=4\nquantization=8:0.0078125:0\n",
       "10: " + kinds});
}

TEST(GraphNet, refusesBadInputsAndOutputs) {
  const Case cases[] = {
      {"input_name=images", "input_name=a b",
       "9: key 'input_name': expected a name of letters, digits, '_', '.', "
       "'-' and '/', got 'a b'"},
      {"input_dims=1,2,4,4", "input_dims=1,2,4,5",
       "10: key 'input_dims': expected dimensions of 32 elements, got "
       "'1,2,4,5'"},
      {"input_name=images\n", "",
       "9: key 'input_dims': expected none, as there is no input_name, got "
       "'1,2,4,4'"},
      {"input_dims=1,2,4,4", "input_dims=1,1,1,1,1,2,4,4,1",
       "10: key 'input_dims': expected at most 8 dimensions, got "
       "'1,1,1,1,1,2,4,4,1'"},
      {"input_dims=1,2,4,4", "input_dims=65536,65536",
       "10: key 'input_dims': expected fewer than 2^31 elements, got "
       "'65536,65536'"},
      {"name=classes", "name=mean",
       "189: key 'name': 'mean' is already the name of output 0"},
      {"name=classes\nlayer=13", "name=classes\nlayer=14",
       "190: key 'layer': expected an integer -1..13, got '14'"},
      {"dims=1,2\n", "dims=1,3\n",
       "186: key 'dims': expected dimensions of 2 elements, got '1,3'"},
      {"dims=1,2\n", "dims=\n",
       "186: key 'dims': expected dimensions of 2 elements, got ''"},
      {"dims=1,2\n", "", "183: section 'output': key 'dims' is missing"},
      {"[output]\nname=classes\nlayer=13\ndims=1,4,4\n",
       "[dropout]\nindex=14\nname=late\ninputs=6\nshape=2,1,1\n"
       "quantization=16:0.00012207031:-7\nscale_group=6\nceiling=int\n",
       // one layer more and one output less are announced
       "183: expected section 'convolutional', 'maxpool', 'route', 'upsample', "
       "'yolo', 'connected', 'local', 'avgpool', 'shortcut', 'multiply', "
       "'reorg', 'crop', 'dropout', 'softmax', 'cost', 'region', 'detection', "
       "'activation', 'constant', 'strided', 'pad', 'resize', 'reduce', "
       "'binary', 'argmax', "
       "'lrn', 'instance_norm' or 'yolox', got 'output'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(GraphNet, refusesBadViews) {
  const Case cases[] = {
      {"inputs=none", "inputs=-1",
       "15: key 'inputs': expected none, as a constant has no inputs, got "
       "'-1'"},
      {"steps=16,1,4", "steps=16,1",
       "41: key 'steps': expected 3 integers, got '16,1'"},
      {"steps=16,1,4", "steps=16,1,5",
       "41: key 'steps': reach elements 0..34 of the input, which has 32"},
      {"steps=16,1,4", "steps=16,-1,4",
       "41: key 'steps': reach elements -3..28 of the input, which has 32"},
      {"steps=16,1,4", "steps=2147483647,2147483647,2147483647",
       "41: key 'steps': reach elements 0..15032385529 of the input, which "
       "has 32"},
      {"steps=16,1,4\noffset=0", "steps=16,1,4\noffset=1",
       "41: key 'steps': reach elements 1..32 of the input, which has 32"},
      {"steps=16,1,4\noffset=0", "steps=16,1,4\noffset=-1",
       "42: key 'offset': expected an integer 0..2147483647, got '-1'"},
      {"sizes=2,4,4", "sizes=2,4,3",
       "36: key 'shape': expected 24 elements, got 32 of '2,4,4'"},
      {"sizes=2,4,4", "sizes=65536,32768,1",
       "40: key 'sizes': expected fewer than 2^31 elements, got "
       "'65536,32768,1'"},
      {"sizes=2,4,4", "sizes=2,0,4",
       "40: key 'sizes': expected an integer 1..2147483647, got '0'"},
      {"dims=2,4,4\nbefore", "dims=2,4,5\nbefore",
       "52: key 'dims': expected dimensions of 32 elements, those of the "
       "input, got '2,4,5'"},
      {"after=0,1,1", "after=0,1,-3",
       "54: key 'after': -1 + 4 + -3 leaves nothing of dimension 2"},
      {"after=0,1,1", "after=0,2147483647,1",
       "48: key 'shape': expected 2147483648 elements, got 48 of '2,6,4'"},
      {"mode=constant", "mode=wrap",
       "55: key 'mode': expected 'constant', 'edge' or 'reflect', got 'wrap'"},
      {"scale=2\nscale_x=2", "scale=0\nscale_x=2",
       "68: key 'scale': expected a normal float32 > 0, got '0'"},
      {"scale_x=2\n", "scale_x=2\nroi=0,1,0,1\n",
       "70: key 'roi': expected none, as the coordinates are not "
       "tf_crop_and_resize, got '0,1,0,1'"},
      {"roi=0.25,1,-0.25,1.25\n", "",
       "71: key 'roi': expected four numbers, start and end of rows, then of "
       "columns, got 'none'"},
      {"shape=2,12,8", "shape=3,12,8",
       "62: key 'shape': the layer's inputs and keys give 2,12,8, got "
       "'3,12,8'"},
      {"shape=2,12,8\nquantization=8:0.015625:5",
       "shape=2,12,8\nquantization=8:0.015625:4",
       "63: key 'quantization': expected the quantization of the layer's "
       "input, got '8:0.015625:4'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(GraphNet, refusesBadReductionsAndOperations) {
  const Case cases[] = {
      {"axes=0,1", "axes=0,2",
       "99: key 'axes': expected an integer 0..1, got '2'"},
      {"axes=0,1", "axes=1,0",
       "93: key 'shape': expected 16 elements, got 2 of '2,1,1'"},
      {"dims=2,4,4\naxes", "dims=2,4,2\naxes",
       "110: key 'dims': expected dimensions of 32 elements, those of the "
       "input, got '2,4,2'"},
      {"inputs=1,-1\n", "inputs=1\n",
       "116: key 'inputs': expected two inputs, got '1'"},
      {"inputs=1,-1\n", "inputs=1,6\n",
       "117: key 'shape': the layer's inputs and keys give 2,1,1, got "
       "'2,4,4'"},
      {"operation=min\nactivation=linear", "operation=min\nactivation=relu",
       "122: key 'activation': expected linear, as the operation is not sub, "
       "got 'relu'"},
      {"inner=16", "inner=15",
       "180: key 'inner': 1 x 15 runs do not divide the 32 values of the "
       "input"},
      {"inner=16", "inner=32",
       "175: key 'shape': expected 32 elements, got 16 of '1,4,4'"},
      {"outer=1\ninner=16", "outer=2147483647\ninner=2147483647",
       "180: key 'inner': 2147483647 x 2147483647 runs do not divide the 32 "
       "values of the input"},
      {"shape=1,4,4\nquantization=none", "shape=1,4,4\nquantization=8:1:0",
       "176: key 'quantization': expected none, as the output of this kind of "
       "layer is float, got '8:1:0'"},
      {"batch=1", "batch=3",
       "155: key 'batch': 3 does not divide the 2 channels of the input"},
      {"size=3\nalpha", "size=0\nalpha",
       "156: key 'size': expected an integer 1..65535, got '0'"},
      {"beta=0.75", "beta=inf",
       "158: key 'beta': expected a float32, got 'inf'"},
      {"epsilon=1e-05", "epsilon=-1",
       "169: key 'epsilon': expected a float32 >= 0, got '-1'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(GraphNet, aMeanIsOverAtMost2To22Values) {
  Files files;
  files.sys = readInput("wide.sys");
  files.net = "[net]\nformat=1.2\nname=n\narithmetic=pjreddie\nchannels=2\n"
              "height=2048\nwidth=2048\nquantization=none\n\n[reduce]\n"
              "index=0\nname=r\ninputs=-1\nshape=1,1,1\nquantization=none\n"
              "scale_group=0\nceiling=int\noperation=sum\ndims=8388608\n"
              "axes=1\n";
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.message, "t.net:20: key 'axes': the sum of 8388608 values; "
                            "at most 2^22 are supported");
  files.net = edit(files.net, "operation=sum", "operation=max");
  LoadedModel largest(files);
  EXPECT_EQ(largest.status, QSIMRT_OK) << largest.message;
}

TEST(GraphNet, refusesIntegersThatNoDatapathHolds) {
  const Files good = filesOf(readInput("graph.net"));
  LoadedModel model(good);
  ASSERT_EQ(model.status, QSIMRT_OK) << model.message;
  const auto refuse = [&](const std::string &name, size_t at, int32_t value) {
    return refusalOf(good, *model.model, name, at, value);
  };
  EXPECT_EQ(refuse("mean_6.rescale", 4, 63).substr(0, 40),
            "t.qweights: entry 'mean_6.rescale': mult");
  // The second of two multipliers that share their shift.
  EXPECT_EQ(refuse("sub_1.positive", 12, 1).substr(0, 45),
            "t.qweights: entry 'sub_1.positive': shift 1 a");
}

} // namespace
