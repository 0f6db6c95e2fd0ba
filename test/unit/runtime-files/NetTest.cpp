// SPDX-License-Identifier: Apache-2.0
// Tests of the .net reader: each diagnostic by an edit of the valid file that
// causes it.
#include "TinyNetwork.h"

#include "gtest/gtest.h"

using namespace qsim::test;

namespace {

struct Case {
  std::string from, to; // see edit()
  std::string message;  // behind "t.net:"
};

void expectRefused(const Case &c) {
  Files files;
  files.net = edit(readInput("tiny.net"), c.from, c.to);
  files.sys = readInput("tiny.sys");
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE) << c.message;
  EXPECT_EQ(loaded.message, "t.net:" + c.message);
  EXPECT_EQ(loaded.model, nullptr);
}

TEST(Net, refusesWhatIsNotText) {
  const Case cases[] = {
      {"", "", " the file is empty"},
      {"", "\xef\xbb\xbf[net]\n", "1: the text begins with a byte order mark"},
      {"name=tiny\n", "name=tiny\r\n",
       "3: carriage return: lines must end with \\n alone"},
      {"name=tiny", "name=t\tiny", "3: control character"},
      {"name=tiny", std::string("name=t\0iny", 10), "3: control character"},
      {"name=tiny", "name=\xc0\xaf", "3: not UTF-8"},
      {"name=tiny", "name=\xed\xa0\x80", "3: not UTF-8"},
      {"name=tiny", "name=\xff", "3: not UTF-8"},
      {"anchors=1,2,3.5,4,5,6\n", "anchors=1,2\xe2\x82", "108: not UTF-8"},
      {"3.5,4,5,6\n", "3.5,4,5,6", "108: the last line does not end with \\n"},
      {"", std::string((16 << 20) + 1, '\n'),
       " 16777217 bytes of text, more than the limit of 16777216"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(Net, refusesOtherSectionsAndKeys) {
  const Case cases[] = {
      {"", "# nothing\n", "2: expected section 'net' first"},
      {"[net]", "[network]", "1: expected section 'net' first"},
      {"[net]\n", "", "1: expected a [section], got 'format=1.0'"},
      {"", "[net\n", "1: expected a [section], got '[net'"},
      {"[maxpool]", "[avgpool]",
       "29: expected section 'convolutional', 'maxpool', 'route', 'upsample' "
       "or 'yolo', got 'avgpool'"},
      {"padding=1", "padding 1", "39: expected key=value, got 'padding 1'"},
      {"padding=1", "=1", "39: expected key=value, got '=1'"},
      {"padding=1", "paddin=1", "39: section 'maxpool': unknown key 'paddin'"},
      {"padding=1", " padding=1",
       "39: section 'maxpool': unknown key ' padding'"},
      {"padding=1", "padding=1\npadding=1",
       "40: key 'padding' stands twice in its section"},
      {"padding=1\n", "", "29: section 'maxpool': key 'padding' is missing"},
      {"stride=2\npadding=1", "padding=1\nstride=2",
       "39: key 'stride' must stand before 'padding'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(Net, refusesBadNetSection) {
  const Case cases[] = {
      {"format=1.0", "format=1",
       "2: key 'format': expected a version MAJOR.MINOR, got '1'"},
      {"format=1.0", "format=2.0",
       "2: key 'format': major version 2, but only 1 is understood"},
      {"name=tiny", "name=",
       "3: key 'name': expected a name of letters, digits, '_', '.', '-' and "
       "'/', got ''"},
      {"name=tiny", "name=ti\xc3\xa4ny",
       "3: key 'name': expected a name of letters, digits, '_', '.', '-' and "
       "'/', got 'ti\\xc3\\xa4ny'"},
      {"arithmetic=pjreddie", "arithmetic=Pjreddie",
       "4: key 'arithmetic': expected 'pjreddie', 'alexeyab', "
       "'yolo2_light' or 'onnx', got 'Pjreddie'"},
      {"channels=3", "channels=0",
       "5: key 'channels': expected an integer 1..65536, got '0'"},
      {"channels=3\nheight=8\nwidth=8",
       "channels=65536\nheight=65536\nwidth=65536",
       "7: key 'width': expected fewer than 2^31 elements, got '65536'"},
      {"quantization=8:0.003921569:-128", "quantization=8:0.003921569",
       "8: key 'quantization': expected width:scale:zero_point or none, got "
       "'8:0.003921569'"},
      {"8:0.003921569:-128", "17:0.003921569:-128",
       "8: key 'quantization': expected a width of 2..16 bits, got "
       "'17:0.003921569:-128'"},
      {"8:0.003921569:-128", "8:1e-40:-128",
       "8: key 'quantization': expected a scale that is a normal float32 > 0, "
       "got '8:1e-40:-128'"},
      {"8:0.003921569:-128", "8:-0.5:-128",
       "8: key 'quantization': expected a scale that is a normal float32 > 0, "
       "got '8:-0.5:-128'"},
      {"8:0.003921569:-128", "8:1e39:-128",
       "8: key 'quantization': expected width:scale:zero_point or none, got "
       "'8:1e39:-128'"},
      {"8:0.003921569:-128", "8:0.003921569:-129",
       "8: key 'quantization': expected a zero point within the width, got "
       "'8:0.003921569:-129'"},
      {"8:0.003921569:-128", "8:0.003921569:128",
       "8: key 'quantization': expected a zero point within the width, got "
       "'8:0.003921569:128'"},
      {"",
       "[net]\nformat=1.0\nname=a\narithmetic=alexeyab\nchannels=1\nheight=1\n"
       "width=1\nquantization=none\n",
       "9: the network has no layer"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(Net, refusesBadCommonKeys) {
  const Case cases[] = {
      {"index=1\n", "index=2\n",
       "30: key 'index': expected an integer 1..1, got '2'"},
      {"name=pool_1", "name=conv_0",
       "31: key 'name': 'conv_0' is already the name of layer 0"},
      {"inputs=0\n", "inputs=1\n",
       "32: key 'inputs': expected an integer -1..0, got '1'"},
      {"inputs=0\n", "inputs=0,0\n",
       "32: key 'inputs': expected one input, got '0,0'"},
      {"inputs=3,0", "inputs=3,,0",
       "73: key 'inputs': expected an integer -1..3, got ''"},
      {"shape=4,4,4", "shape=4,4",
       "33: key 'shape': expected C,H,W, got '4,4'"},
      {"shape=4,4,4", "shape=4,x,4",
       "33: key 'shape': expected an integer 1..65536, got 'x'"},
      {"shape=4,4,4", "shape=65536,65536,4",
       "33: key 'shape': expected fewer than 2^31 elements, got "
       "'65536,65536,4'"},
      {"scale_group=5", "scale_group=7",
       "85: key 'scale_group': expected an integer -1..6, got '7'"},
      {"scale_group=5", "scale_group=3",
       "85: key 'scale_group': layer 3, the owner given, does not own its "
       "scale"},
      {"scale_group=5", "scale_group=-1",
       "85: key 'scale_group': layer -1, the owner given, has another "
       "quantization than this layer"},
      {"scale_group=5", "scale_group=2",
       "85: key 'scale_group': layer 2, the owner given, has another "
       "quantization than this layer"},
      {"ceiling=hybrid", "ceiling=INT",
       "86: key 'ceiling': expected 'float', 'hybrid' or 'int', got 'INT'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(Net, refusesBadConvolutional) {
  const Case cases[] = {
      {"filters=6", "filters=0",
       "49: key 'filters': expected an integer 1..65536, got '0'"},
      {"filters=6\nsize=3\nstride=1", "filters=6\nsize=3\nstride=x",
       "51: key 'stride': expected an integer 1..65535, got 'x'"},
      {"groups=2", "groups=4",
       "53: key 'groups': 4 does not divide 4 input channels and 6 filters"},
      {"groups=2", "groups=3",
       "53: key 'groups': 3 does not divide 4 input channels and 6 filters"},
      {"activation=leaky", "activation=sine",
       "24: key 'activation': expected 'linear', 'leaky', 'relu', 'relu6', "
       "'relie', 'ramp', 'logistic', 'loggy', 'tanh', 'elu', 'selu', "
       "'hardtan', 'lhtan', 'plse', 'stair', 'swish', 'mish', 'hard_mish', "
       "'gelu', 'leaky_relu', 'clip', 'affine', 'hard_sigmoid', "
       "'hard_swish', 'softplus', 'softsign', 'thresholded_relu', 'exp', "
       "'log', 'sqrt', 'abs', 'reciprocal' or 'pow', got 'sine'"},
      {"activation=leaky", "activation=leaky\npreactivation=none",
       "25: format 1.0 has no key 'preactivation'"},
      {"weight_bits=12", "weight_bits=1",
       "94: key 'weight_bits': expected an integer 2..16, got '1'"},
      {"weight_bits=12", "weight_bits=none",
       "95: key 'weight_scales': expected none, as weight_bits is none, got "
       "'0.001'"},
      {"weight_scales=0.001", "weight_scales=none",
       "95: key 'weight_scales': expected scales, as weight_bits is given, got "
       "'none'"},
      {"weight_scales=0.001", "weight_scales=0.001,0.001",
       "95: key 'weight_scales': expected 1 scale or one for each of the 12 "
       "filters, got 2"},
      {"1.5e-07", "0",
       "57: key 'weight_scales': expected a normal float32 > "
       "0, got '0'"},
      {"1.5e-07", "1.5e-07x",
       "57: key 'weight_scales': expected a normal float32 > 0, got "
       "'1.5e-07x'"},
      {"bias_correction=1", "bias_correction=yes",
       "58: key 'bias_correction': expected an integer 0..1, got 'yes'"},
      {"filters=6\nsize=3", "filters=6\nsize=65535",
       "50: key 'size': expected fewer than 2^31 weights, got '65535'"},
      {"filters=6\nsize=3", "filters=6\nsize=7",
       "50: key 'size': the window of 7 is larger than its input of 4 with a "
       "padding of 2"},
      {"shape=6,4,4", "shape=6,4,5",
       "45: key 'shape': the layer's inputs and keys give 6,4,4, got '6,4,5'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
}

TEST(Net, refusesBadOtherLayers) {
  const Case cases[] = {
      {"size=2", "size=10",
       "37: key 'size': the window of 10 is larger than its input of 8 with a "
       "padding of 1"},
      {"padding=1", "padding=-1",
       "39: key 'padding': expected an integer 0..65535, got '-1'"},
      {"shape=4,4,4", "shape=4,4,3",
       "33: key 'shape': the layer's inputs and keys give 4,4,4, got '4,4,3'"},
      {"shape=4,4,4\nquantization=8:0.05:-10",
       "shape=4,4,4\nquantization=8:0.05:-9",
       "34: key 'quantization': expected the quantization of the layer's "
       "input, got '8:0.05:-9'"},
      {"shape=6,8,8\nquantization=8:0.1:0", "shape=6,8,8\nquantization=none",
       "65: key 'quantization': expected the quantization of the layer's "
       "input, got 'none'"},
      {"ceiling=int\nstride=2", "ceiling=int\nstride=0",
       "68: key 'stride': expected an integer 1..65535, got '0'"},
      {"ceiling=int\nstride=2", "ceiling=int\nstride=65535",
       "64: key 'shape': the layer's inputs and keys give 6,262140,262140, got "
       "'6,8,8'"},
      {"inputs=3,0", "inputs=3,1",
       "73: key 'inputs': layer 1 is 4 x 4, but the first input is 8 x 8 "
       "(height x width)"},
      {"shape=10,8,8", "shape=9,8,8",
       "74: key 'shape': the layer's inputs and keys give 10,8,8, got "
       "'9,8,8'"},
      {"classes=1", "classes=2",
       "107: key 'mask': 2 anchors of 5 + 2 values need 14 input channels, got "
       "12"},
      {"mask=1,2", "mask=1,3",
       "107: key 'mask': expected an integer 0..2, got '3'"},
      {"3.5,4,5,6", "3.5,4,5",
       "108: key 'anchors': expected pairs of numbers, got '1,2,3.5,4,5'"},
      {"3.5,4,5,6", "0,4,5,6",
       "108: key 'anchors': expected a normal float32 > 0, got '0'"},
      {"inputs=5\nshape=12,8,8", "inputs=5\nshape=12,8,9",
       "102: key 'shape': the layer's inputs and keys give 12,8,8, got "
       "'12,8,9'"},
      {"quantization=none", "quantization=16:0.001:0",
       "103: key 'quantization': expected none, as the output of this "
       "kind of layer is float, got '16:0.001:0'"},
  };
  for (const Case &c : cases)
    expectRefused(c);
  // A quantized route over an input that is not: the picture.
  std::string net = edit(readInput("tiny.net"), "8:0.003921569:-128", "none");
  expectRefused(
      {"",
       edit(edit(net, "inputs=3,0", "inputs=3,-1"), "shape=10,8,8",
            "shape=9,8,8"),
       "75: key 'quantization': expected none, as an input is not quantized, "
       "got '8:0.1:0'"});
}

TEST(Net, refusesTooManyLayers) {
  std::string net;
  for (int i = 0; i < 10002; ++i)
    net += "[x]\n";
  expectRefused({"", net, " 10001 layers, more than the limit of 10000"});
}

TEST(Net, acceptsCommentsExtraKeysAndNewerMinorVersions) {
  Files files;
  files.sys = readInput("tiny.sys");
  files.net = "\n# comment = \xc3\xa4\n\n" +
              edit(edit(readInput("tiny.net"), "format=1.0", "format=1.7"),
                   "index=1\n", "x-a=\nindex=1\nx-a=\n#\n\nx-b==[\n");
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
}

TEST(Net, scaleGroupMayBeThePictureOrALaterLayer) {
  Files files;
  files.sys = readInput("tiny.sys");
  files.net = readInput("tiny.net");
  files.net = edit(files.net,
                   "quantization=8:0.05:-10\nscale_group=0\n"
                   "ceiling=int\nfilters=4",
                   "quantization=8:0.003921569:-128\nscale_group=1\n"
                   "ceiling=int\nfilters=4");
  files.net = edit(files.net, "quantization=8:0.05:-10\nscale_group=0",
                   "quantization=8:0.003921569:-128\nscale_group=1");
  LoadedModel later(files);
  EXPECT_EQ(later.status, QSIMRT_OK) << later.message;
  size_t at;
  while ((at = files.net.find("scale_group=1")) != std::string::npos)
    files.net.replace(at, 13, "scale_group=-1");
  LoadedModel picture(files);
  ASSERT_EQ(picture.status, QSIMRT_OK) << picture.message;
  EXPECT_EQ(picture.model->layers[0].scale_group, QSIMRT_IMAGE);
}

} // namespace
