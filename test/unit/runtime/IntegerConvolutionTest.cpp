// SPDX-License-Identifier: Apache-2.0
// Convolutions in INT and HYBRID of many shapes on every instruction set that
// this machine has: dense, depthwise, grouped, with a fused pool. The bits and
// the counts are those of the reference kernels.
#include "Convolution.h"
#include "Network.h"
#include "Packed.h"

#include <array>
#include <cstring>
#include <ostream>

namespace qsim::test {
namespace {

// Those that this machine has.
std::vector<qsimrt_isa> instructionSetsHere() {
  std::vector<qsimrt_isa> sets;
  for (int isa = QSIMRT_ISA_NONE + 1; isa < QSIMRT_ISA_COUNT; ++isa)
    if (qsimrt_has_isa(qsimrt_isa(isa)))
      sets.push_back(qsimrt_isa(isa));
  return sets;
}

// A network of one convolution, or of one and a 2 x 2 max pool.
struct Layers {
  explicit Layers(Convolution &conv, bool pooled = false) {
    layers[0] = conv.layer;
    layers[0].input_count = 1;
    layers[0].inputs = &image;
    layers[0].ceiling = QSIMRT_INT;
    layers[1] = layers[0];
    layers[1].kind = QSIMRT_MAXPOOL;
    layers[1].name = "maxpool_1";
    layers[1].index = 1;
    layers[1].inputs = &first;
    layers[1].u.maxpool = {2, 2, 1, {}, 0};
    layers[1].shape.h /= 2;
    layers[1].shape.w /= 2;
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "one";
    model.arithmetic = conv.arithmetic;
    model.image = {conv.shape.inC, conv.shape.inH, conv.shape.inW};
    model.image_quant = conv.inputQuant;
    model.datapath = conv.datapath;
    model.has_float = 1;
    model.has_integer = conv.layer.u.convolutional.q_weights != nullptr;
    model.layers = layers;
    model.layer_count = pooled ? 2 : 1;
  }
  Layers(const Layers &) = delete;
  const int32_t image = QSIMRT_IMAGE, first = 0;
  qsimrt_layer layers[2] = {};
  qsimrt_model model = {};
};

struct Row {
  const char *what;
  int inC, inH, inW, filters, size, stride, pad, groups;
  bool pooled = false;
  qsimrt_window window = {}; // in place of size, stride and pad (N51)
};

std::ostream &operator<<(std::ostream &out, const Row &row) {
  return out << row.what;
}

const Row rows[] = {
    {"one pixel", 16, 1, 1, 16, 1, 1, 0, 1},
    {"one pixel, one channel", 1, 1, 1, 1, 3, 1, 1, 1},
    {"a picture's three channels", 3, 7, 10, 16, 3, 1, 1, 1},
    {"channels that fill no vector", 5, 9, 7, 19, 3, 1, 1, 1},
    {"filters that fill no block", 70, 4, 6, 130, 3, 2, 1, 1},
    {"a pad wider than half the filter", 4, 7, 5, 8, 5, 3, 4, 1},
    {"several passes", 300, 3, 5, 33, 3, 1, 1, 1},
    {"depthwise of one pixel", 16, 1, 1, 16, 3, 1, 1, 16},
    {"depthwise, odd channels", 5, 6, 4, 5, 3, 1, 1, 5},
    {"depthwise, odd channels and stride", 17, 5, 3, 17, 3, 2, 1, 17},
    {"depthwise 5 x 5", 33, 13, 7, 33, 5, 1, 2, 33},
    {"depthwise 2 x 2", 48, 9, 11, 48, 2, 1, 1, 48},
    {"depthwise 1 x 1", 20, 4, 5, 20, 1, 1, 0, 20},
    {"depthwise, several phases", 80, 6, 6, 80, 3, 1, 1, 80},
    {"depthwise, stride 3", 100, 8, 9, 100, 3, 3, 1, 100},
    {"depthwise, more channels than a chunk", 200, 3, 3, 200, 3, 2, 1, 200},
    {"depthwise, many taps", 6, 7, 7, 6, 6, 1, 3, 6},
    {"depthwise, few channels", 3, 5, 5, 3, 3, 1, 1, 3},
    {"two filters a channel", 8, 6, 6, 16, 3, 1, 1, 8},
    {"three filters a channel", 7, 4, 5, 21, 3, 2, 0, 7},
    {"groups of one pixel", 8, 1, 1, 8, 1, 1, 0, 2},
    {"two groups of few channels", 4, 5, 6, 6, 3, 1, 1, 2},
    {"groups of 4, as of ResNeXt", 128, 6, 5, 128, 3, 1, 1, 32},
    {"groups of 8, stride 2", 256, 4, 4, 256, 3, 2, 1, 32},
    {"groups of 16", 64, 5, 4, 64, 3, 1, 1, 4},
    {"groups of 32", 64, 6, 6, 64, 3, 1, 1, 2},
    {"groups of 24 filters", 72, 5, 5, 72, 3, 1, 1, 3},
    {"groups of 80, as of ShuffleNet", 240, 3, 4, 240, 1, 1, 0, 3},
    {"groups of 20 to 30", 60, 5, 7, 90, 3, 1, 1, 3},
    {"groups of 2 to 3", 34, 5, 5, 51, 1, 1, 0, 17},
    {"a filter a group", 12, 6, 5, 4, 3, 1, 1, 4},
    {"wide groups", 192, 4, 5, 384, 3, 1, 1, 2},
    {"pooled", 3, 8, 8, 16, 3, 1, 1, 1, true},
    {"pooled, odd channels", 20, 6, 10, 70, 3, 1, 1, 1, true},
    {"pooled, wide", 40, 4, 60, 150, 1, 1, 0, 1, true},
    {"pooled, several passes", 300, 2, 6, 80, 3, 1, 1, 1, true},
    {"pooled, groups", 32, 8, 6, 32, 3, 1, 1, 8, true},
};

// With a window of another form. Its numbers: rows and columns, strides, pads
// at the top, left, bottom and right, dilations.
Row windowed(const char *what, qsimrt_shape in, int filters, int groups,
             std::array<int, 10> n, bool pooled = false) {
  Row row = {what, in.c, in.h, in.w, filters, n[0], n[2], 0, groups, pooled};
  row.window = {n[0], n[1], n[2], n[3], n[4], n[5],
                n[6], n[7], n[8], n[9], 1,    1};
  return row;
}

const Row windows[] = {
    windowed("dilated", {16, 9, 12}, 24, 1, {3, 3, 1, 1, 2, 2, 2, 2, 2, 2}),
    windowed("dilated wider than the input", {32, 6, 7}, 16, 1,
             {3, 3, 1, 1, 5, 5, 5, 5, 5, 5}),
    windowed("another size, stride and step along each axis", {20, 13, 11}, 33,
             1, {2, 3, 2, 1, 1, 0, 3, 2, 4, 3}),
    windowed("dilated, several passes", {320, 7, 8}, 70, 1,
             {3, 3, 1, 1, 3, 3, 3, 3, 3, 3}),
    windowed("dilated across, stride 2 there", {64, 5, 30}, 64, 1,
             {1, 3, 1, 2, 0, 4, 0, 4, 1, 4}),
    windowed("dilated down alone", {32, 12, 9}, 48, 1,
             {3, 3, 1, 1, 3, 1, 3, 1, 3, 1}),
    windowed("one row", {48, 6, 20}, 32, 1, {1, 7, 1, 1, 0, 3, 0, 3, 1, 1}),
    windowed("one column", {17, 20, 6}, 19, 1, {5, 1, 1, 1, 2, 0, 2, 0, 1, 1}),
    windowed("strides along each axis", {3, 14, 9}, 16, 1,
             {3, 3, 2, 1, 1, 1, 0, 1, 1, 1}),
    windowed("dilated groups", {64, 8, 9}, 64, 4,
             {3, 3, 1, 1, 2, 2, 2, 2, 2, 2}),
    windowed("dilated depthwise", {24, 9, 10}, 24, 24,
             {3, 3, 1, 1, 2, 2, 2, 2, 2, 2}),
    windowed("depthwise, another step and stride along each axis", {80, 11, 9},
             80, 80, {3, 2, 2, 1, 3, 1, 0, 2, 3, 2}),
    windowed("depthwise, stride 2 across", {17, 6, 12}, 17, 17,
             {1, 5, 1, 2, 0, 2, 0, 2, 1, 1}),
    windowed("pooled, dilated", {20, 8, 10}, 40, 1,
             {3, 3, 1, 1, 2, 2, 2, 2, 2, 2}, true),
};

class IntegerConvolution : public ::testing::TestWithParam<Row> {
protected:
  static ConvolutionShape shape() {
    const Row &row = GetParam();
    ConvolutionShape out = {row.inC,  row.inH,    row.inW, row.filters,
                            row.size, row.stride, row.pad, row.groups,
                            8,        8,          0};
    out.window = row.window;
    return out;
  }
};

INSTANTIATE_TEST_SUITE_P(Shapes, IntegerConvolution, ::testing::ValuesIn(rows));
INSTANTIATE_TEST_SUITE_P(Windows, IntegerConvolution,
                         ::testing::ValuesIn(windows));

void expectReferenceBits(Convolution &conv, qsimrt_mode mode, bool pooled) {
  const Layers network(conv, pooled);
  const int last = network.model.layer_count - 1;
  const qsimrt_plan plan = planOf(mode, QSIMRT_RETAIN_NONE);
  Session reference(network.model, plan);
  reference.run(conv.input);
  const std::vector<unsigned char> wanted = bytesOf(reference, last);
  for (const qsimrt_isa isa : instructionSetsHere()) {
    SCOPED_TRACE(
        std::string(qsimrt_isa_name(isa)) + " " + qsimrt_mode_name(mode) + " " +
        qsimrt_activation_name(conv.layer.u.convolutional.activation) + ", " +
        std::to_string(conv.layer.output.bits) + " bits, zero point " +
        std::to_string(conv.inputQuant.zero_point));
    const Packed packed(network.model, isa);
    qsimrt_plan fast = plan;
    fast.packed = packed.packed;
    Session session(network.model, fast);
    session.run(conv.input);
    EXPECT_EQ(qsimrt_layer_isa(session, 0), isa);
    EXPECT_EQ(bytesOf(session, last), wanted);
    for (int i = 0; i <= last; ++i)
      EXPECT_EQ(qsimrt_layer_counters(session, i).saturated_outputs,
                qsimrt_layer_counters(reference, i).saturated_outputs);
    // Was the pool fused?
    qsimrt_tensor tensor;
    const qsimrt_status first = qsimrt_output(session, 0, &tensor, nullptr);
    EXPECT_EQ(first != QSIMRT_OK,
              pooled && conv.layer.output.bits <= 8 &&
                  (mode == QSIMRT_INT ||
                   conv.layer.u.convolutional.activation <= QSIMRT_RELU));
  }
}

TEST_P(IntegerConvolution, GivesTheBitsOfTheReference) {
  unsigned seed = 0;
  for (const qsimrt_activation activation :
       {QSIMRT_LINEAR, QSIMRT_LEAKY, QSIMRT_RELU, QSIMRT_RELU6, QSIMRT_CLIP})
    for (const int zeroPoint : {0, -128, 37})
      for (const int bits : {8, 5, 16}) {
        ConvolutionShape drawn = shape();
        drawn.zeroPoint = zeroPoint;
        drawn.weightBits = ++seed % 3 ? 8 : 5;
        Convolution conv(drawn, seed, activation);
        if (activation == QSIMRT_CLIP)
          conv.layer.u.convolutional.parameters = {2, -0.4f, 1.1f};
        conv.layer.output = {bits, 0.05f * 256 / float(1 << bits),
                             zeroPoint / (bits == 5 ? 8 : 2)};
        ASSERT_EQ(conv.derive(), QSIMRT_OK);
        expectReferenceBits(conv, QSIMRT_INT, GetParam().pooled && bits <= 8);
        if (bits == 8)
          expectReferenceBits(conv, QSIMRT_HYBRID, GetParam().pooled);
        if (HasFailure())
          return;
      }
}

// The picture is black and white and weights are the least and largest ones:
// products of bytes do not fit 16 bits in pairs.
TEST_P(IntegerConvolution, ExtremeProductsGiveTheBitsOfTheReference) {
  Convolution conv(shape(), 3, QSIMRT_LEAKY);
  for (float &weight : conv.weights)
    weight = weight < 0 ? -100 : 100;
  for (float &value : conv.input)
    value = value < 0.5f ? -2 : 2;
  conv.layer.output.scale = 20;
  ASSERT_EQ(conv.derive(), QSIMRT_OK);
  expectReferenceBits(conv, QSIMRT_INT, GetParam().pooled);
  expectReferenceBits(conv, QSIMRT_HYBRID, GetParam().pooled);
}

// An activation that is a table, of bytes or of 16 bits, behind a clamp that
// changes some sums; and a filter with a multiplier that float64 cannot take.
TEST_P(IntegerConvolution, TablesGiveTheBitsOfTheReference) {
  unsigned seed = 20;
  for (const qsimrt_quant preactivation :
       {qsimrt_quant{12, 0.002f, 0}, qsimrt_quant{5, 0.3f, 2}})
    for (const int bits : {8, 6, 16})
      for (const bool isRare : {false, true}) {
        Convolution conv(shape(), ++seed, QSIMRT_SWISH);
        conv.layer.output = {bits, 0.05f * 256 / float(1 << bits), -3};
        auto &own = conv.layer.u.convolutional;
        own.preactivation = preactivation;
        std::vector<int8_t> table(size_t(2) << preactivation.bits);
        qsimrt_derive_table(conv.arithmetic, own.activation, nullptr,
                            &preactivation, &conv.layer.output, table.data());
        ASSERT_EQ(conv.derive(), QSIMRT_OK);
        own.table = table.data();
        if (isRare)
          conv.positive[0] = {0x7fffffff, 50};
        expectReferenceBits(conv, QSIMRT_INT, false);
        if (HasFailure())
          return;
      }
}

// A filter whose weights are next to nothing has a bias of many steps: HYBRID
// adds it to a real number, and INT to a sum that an accumulator still holds.
TEST(IntegerConvolution, LargeBiasesGiveTheBitsOfTheReference) {
  Convolution conv({16, 6, 7, 20, 1, 1, 0, 1, 8, 8, 0}, 4, QSIMRT_LINEAR);
  ASSERT_EQ(conv.derive(), QSIMRT_OK);
  conv.b32[3] = INT32_MAX - 16 * 128 * 128;
  conv.b32[5] = -conv.b32[3];
  expectReferenceBits(conv, QSIMRT_INT, false);
  expectReferenceBits(conv, QSIMRT_HYBRID, false);
}

} // namespace
} // namespace qsim::test
