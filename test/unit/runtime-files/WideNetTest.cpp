// SPDX-License-Identifier: Apache-2.0
// Tests of the sections and keys of .net 1.1: what a good file gives, and each
// refusal by an edit that causes it.
#include "WideNetwork.h"

using namespace qsim::test;

namespace {

void expectRefused(const Case &c) { expectRefused(c, "wide.net"); }

TEST(WideNet, readsEveryKey) {
  LoadedModel loaded(filesOf(readInput("wide.net")));
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const qsimrt_layer *layers = loaded.model->layers;
  EXPECT_EQ(layers[0].u.crop.noadjust, 0);
  const qsimrt_convolutional &conv = layers[1].u.convolutional;
  EXPECT_EQ(conv.activation, QSIMRT_MISH);
  EXPECT_EQ(conv.preactivation.bits, 10);
  EXPECT_EQ(conv.preactivation.scale, 0.015625f);
  EXPECT_EQ(conv.preactivation.zero_point, 3);
  EXPECT_EQ(layers[2].u.reorg.stride, 2);
  EXPECT_EQ(layers[2].u.reorg.order, QSIMRT_REORG_DARKNET);
  EXPECT_EQ(layers[3].u.convolutional.groups, 1);
  EXPECT_EQ(layers[3].u.convolutional.weight_scale_count, 2);
  EXPECT_EQ(layers[4].u.elementwise.activation, QSIMRT_LEAKY);
  EXPECT_EQ(layers[5].u.elementwise.preactivation.bits, 12);
  EXPECT_EQ(layers[7].u.route.groups, 2);
  EXPECT_EQ(layers[7].u.route.group_id, 1);
  EXPECT_EQ(layers[9].u.convolutional.filters, 6);
  EXPECT_EQ(layers[10].u.softmax.groups, 2);
  EXPECT_EQ(layers[10].u.softmax.temperature, 1);
  EXPECT_EQ(layers[12].u.region.anchor_count, 2);
  EXPECT_EQ(layers[12].u.region.softmax, 1);
  EXPECT_EQ(layers[13].u.detection.side, 2);
  EXPECT_EQ(layers[13].u.detection.sqrt, 1);
  const qsimrt_yolo &yolo = layers[14].u.yolo;
  EXPECT_EQ(yolo.scale_x_y, 1.05f);
  EXPECT_EQ(yolo.new_coords, 1);
  EXPECT_EQ(yolo.nms_kind, QSIMRT_NMS_DIOU);
  EXPECT_EQ(yolo.beta_nms, 0.7f);
}

TEST(WideNet, optionalKeysHaveDefaultsAndMayBeWritten) {
  Files files;
  files.sys = readInput("wide.sys");
  files.net = edit(readInput("wide.net"),
                   "scale_x_y=1.05\nnew_coords=1\nnms_kind=diounms\n"
                   "beta_nms=0.7\n",
                   "");
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const qsimrt_yolo &yolo = loaded.model->layers[14].u.yolo;
  EXPECT_EQ(yolo.scale_x_y, 1);
  EXPECT_EQ(yolo.new_coords, 0);
  EXPECT_EQ(yolo.nms_kind, QSIMRT_NMS_DEFAULT);
  EXPECT_EQ(yolo.beta_nms, 0.6f);
  files.net = edit(files.net, "activation=relu\n",
                   "activation=relu\npreactivation=none\n");
  LoadedModel written(files);
  EXPECT_EQ(written.status, QSIMRT_OK) << written.message;
}

TEST(WideNet, aFileOfFormat10HasNoneOfThem) {
  expectRefused({"format=1.2", "format=1.0",
                 "10: expected section 'convolutional', 'maxpool', 'route', "
                 "'upsample' or 'yolo', got 'crop'"});
}

TEST(WideNet, refusesBadActivations) {
  const Case cases[] = {
      {"preactivation=10:0.015625:3\n", "",
       "20: key 'preactivation': expected a quantization, as the layer looks "
       "its activation up in a table, got 'none'"},
      {"activation=relu\n", "activation=relu\npreactivation=8:1:0\n",
       "64: key 'preactivation': expected none, as the layer has no table "
       "activation with a quantized output, got '8:1:0'"},
      {"preactivation=10:0.015625:3", "preactivation=13:0.015625:3",
       "35: key 'preactivation': layer conv_1 has a pre-activation of 13 bits, "
       "more than the 12 "
       "(table_bits) that may index a table"},
      {"quantization=8:0.003921569:-128", "quantization=13:0.003921569:-128",
       "13: key 'inputs': layer crop_0 has an input of 13 bits, more than the "
       "12 (table_bits) that may index a table"},
      {"bias_correction=0\n\n[reorg]",
       "bias_correction=0\ninput_multiplier=2\n\n[reorg]",
       "39: key 'input_multiplier': expected none, as the arithmetic is not "
       "yolo2_light, got '2'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(WideNet, refusesBadShapes) {
  const Case cases[] = {
      {"shape=3,8,8", "shape=3,11,8",
       "14: key 'shape': expected 3 channels and at most 10 x 10 (height x "
       "width), got '3,11,8'"},
      {"stride=2\norder", "stride=3\norder",
       "48: key 'stride': 3 does not divide the input's 8 x 8 (height x "
       "width)"},
      {"stride=2\norder", "stride=4\norder",
       "48: key 'stride': the square of 4 does not divide the input's 4 "
       "channels"},
      {"order=darknet", "order=depth_to_space",
       "49: key 'order': expected 'darknet' or 'space_to_depth', got "
       "'depth_to_space'"},
      {"filters=2\nsize=3", "filters=2\nsize=7",
       "60: key 'size': the window of 7 is larger than its input of 4 with a "
       "padding of 2"},
      {"inputs=3,1,2", "inputs=3",
       "71: key 'inputs': expected 2 to 10000 inputs, got '3'"},
      {"shape=2,4,4\nquantization=8:0.125:5",
       "shape=2,4,5\nquantization=8:0.125:5",
       "72: key 'shape': the layer's inputs and keys give 2,4,4, got '2,4,5'"},
      {"inputs=4,3", "inputs=4,3,3",
       "81: key 'inputs': expected two inputs, got '4,3,3'"},
      {"inputs=4,3", "inputs=1,3",
       "81: key 'inputs': layer 1 is 4,8,8, which has neither the shape, nor "
       "the channels alone, nor the map alone of 2,4,4"},
      {"shape=4,1,1", "shape=4,1,2",
       "93: key 'shape': the layer's inputs and keys give 4,1,1, got '4,1,2'"},
      {"groups=2\ngroup_id=1", "groups=3\ngroup_id=1",
       "106: key 'groups': 3 does not divide the 4 channels of layer 1"},
      {"group_id=1", "group_id=2",
       "107: key 'group_id': expected an integer 0..1, got '2'"},
      {"outputs=6", "outputs=7",
       "122: key 'shape': the layer's inputs and keys give 7,1,1, got "
       "'6,1,1'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(WideNet, refusesBadQuantizations) {
  const Case cases[] = {
      {"name=reorg_2\ninputs=1\nshape=16,4,4\nquantization=8:0.03125:-20",
       "name=reorg_2\ninputs=1\nshape=16,4,4\nquantization=8:0.03125:-21",
       "45: key 'quantization': expected the quantization of the layer's "
       "input, got '8:0.03125:-21'"},
      {"noadjust=0", "noadjust=1",
       "15: key 'quantization': expected the quantization of the layer's "
       "input, got '8:0.0078125:0'"},
      {"shape=6,1,1\nquantization=none\nscale_group=10",
       "shape=6,1,1\nquantization=8:1:0\nscale_group=10",
       "138: key 'quantization': expected none, as the output of this kind of "
       "layer is float, got '8:1:0'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(WideNet, refusesBadHeads) {
  const Case cases[] = {
      {"groups=2\ntemperature", "groups=4\ntemperature",
       "141: key 'groups': 4 does not divide the 6 values of the input"},
      {"temperature=1", "temperature=0",
       "142: key 'temperature': expected a normal float32 > 0, got '0'"},
      {"anchors=1,2,0.5,0.25", "anchors=1,2,0.5",
       "163: key 'anchors': expected pairs of numbers, got '1,2,0.5'"},
      {"anchors=1,2,0.5,0.25", "anchors=1,2",
       "163: key 'anchors': 1 anchors of 5 + 3 values need 8 input channels, "
       "got 16"},
      {"side=2", "side=3",
       "174: key 'side': 3 x 3 cells of 3 classes and 1 boxes need 72 input "
       "values, got 32"},
      {"mask=0,2", "mask=0,3",
       "188: key 'mask': expected an integer 0..2, got '3'"},
      {"nms_kind=diounms", "nms_kind=soft",
       "192: key 'nms_kind': expected 'default', 'greedynms' or 'diounms', "
       "got 'soft'"},
      {"beta_nms=0.7", "beta_nms=-1",
       "193: key 'beta_nms': expected a normal float32 > 0, got '-1'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(WideNet, refusesIntegersThatNoDatapathHolds) {
  const Files good = filesOf(readInput("wide.net"));
  LoadedModel model(good);
  ASSERT_EQ(model.status, QSIMRT_OK) << model.message;
  const auto refuse = [&](const std::string &name, size_t at, int32_t value) {
    return refusalOf(good, *model.model, name, at, value);
  };
  EXPECT_EQ(refuse("mean_6.rescale", 4, 63).substr(0, 40),
            "t.qweights: entry 'mean_6.rescale': mult");
  EXPECT_EQ(refuse("sum_4.positive", 12, 1).substr(0, 45),
            "t.qweights: entry 'sum_4.positive': shift 1 a");
  EXPECT_EQ(refuse("product_5.positive", 0, -1).substr(0, 48),
            "t.qweights: entry 'product_5.positive': mult -1,");
}

} // namespace
