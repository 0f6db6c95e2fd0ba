// SPDX-License-Identifier: Apache-2.0
// The section [yolox] of .net 1.2.
#include "WideNetwork.h"

using namespace qsim::test;

namespace {

// 4 x 8 pixels have 2 x 4 cells of stride 2 and 1 x 2 of stride 4: 10 rows
// of 7.
const char *const text = "[net]\nformat=1.2\nname=n\narithmetic=onnx\n"
                         "channels=1\nheight=4\nwidth=8\n"
                         "quantization=none\n\n[strided]\nindex=0\nname=s\n"
                         "inputs=-1\nshape=10,1,7\nquantization=none\n"
                         "scale_group=-1\nceiling=float\nsizes=10,7\n"
                         "steps=0,1\noffset=0\n\n[yolox]\nindex=1\nname=y\n"
                         "inputs=0\nshape=10,1,7\nquantization=none\n"
                         "scale_group=1\nceiling=float\nclasses=2\n"
                         "strides=2,4\n";

Files filesWith(const std::string &from, const std::string &to) {
  return {from.empty() ? text : edit(text, from, to), readInput("wide.sys"), "",
          ""};
}

TEST(YoloxNet, readsItsKeys) {
  LoadedModel loaded(filesWith("", ""));
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const qsimrt_layer &head = loaded.model->layers[1];
  EXPECT_EQ(head.kind, QSIMRT_YOLOX);
  EXPECT_TRUE(qsimrt_is_head(head.kind));
  EXPECT_EQ(head.u.yolox.classes, 2);
  ASSERT_EQ(head.u.yolox.stride_count, 2);
  EXPECT_EQ(head.u.yolox.strides[0], 2);
  EXPECT_EQ(head.u.yolox.strides[1], 4);
}

TEST(YoloxNet, refusesWhatDoesNotFit) {
  const Case cases[] = {
      {"strides=2,4", "strides=2,3",
       "31: key 'strides': expected divisors of the picture's height and "
       "width, got '2,3'"},
      {"strides=2,4", "strides=2,8",
       "31: key 'strides': expected divisors of the picture's height and "
       "width, got '2,8'"},
      {"strides=2,4", "strides=0",
       "31: key 'strides': expected an integer 1..65536, got '0'"},
      {"strides=2,4",
       "strides=", "31: key 'strides': expected an integer 1..65536, got ''"},
      {"strides=2,4", "strides=2",
       "31: key 'strides': 8 cells of 5 + 2 values need 56 input values, got "
       "70"},
      {"classes=2", "classes=3",
       "31: key 'strides': 10 cells of 5 + 3 values need 80 input values, got "
       "70"},
      {"classes=2", "classes=0",
       "30: key 'classes': expected an integer 1..65536, got '0'"},
      {"shape=10,1,7\nquantization=none\nscale_group=1",
       "shape=7,1,10\nquantization=none\nscale_group=1",
       "26: key 'shape': the layer's inputs and keys give 10,1,7, got "
       "'7,1,10'"},
      {"quantization=none\nscale_group=1", "quantization=8:1:0\nscale_group=1",
       "27: key 'quantization': expected none, as the output of this kind of "
       "layer is float, got '8:1:0'"},
  };
  for (const Case &c : cases) {
    LoadedModel loaded(filesWith(c.from, c.to));
    EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE) << c.to;
    EXPECT_EQ(loaded.message, "t.net:" + c.message);
  }
}

// Cells beyond 2^31 - 1 are no size of any input.
TEST(YoloxNet, refusesMoreCellsThanATensorHas) {
  Files files = filesWith("", "");
  std::string ones = "1";
  for (int i = 0; i < 1000; ++i)
    ones += ",1";
  files.net = edit(files.net, "height=4\nwidth=8", "height=2048\nwidth=2048");
  files.net = edit(files.net, "strides=2,4", "strides=" + ones);
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE);
  EXPECT_EQ(loaded.message.substr(0, 58),
            "t.net:31: key 'strides': expected fewer than 2^31 cells, g");
}

} // namespace
