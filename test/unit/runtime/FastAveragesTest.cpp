// SPDX-License-Identifier: Apache-2.0
// Averages of whole maps in pixel order, behind a convolution: the bits and
// the counts of the reference in INT, and in FLOAT its sums in its order.
#include "Convolution.h"
#include "KernelCall.h"
#include "Network.h"
#include "Packed.h"

#include <ostream>

namespace qsim::test {
namespace {

struct Row {
  const char *what;
  int channels, height, width;
};

std::ostream &operator<<(std::ostream &out, const Row &row) {
  return out << row.what;
}

const Row rows[] = {
    {"one pixel", 16, 1, 1},
    {"few channels", 3, 7, 5},
    {"channels that fill no vector", 21, 6, 7},
    {"one unit", 64, 4, 9},
    {"several units, the last one partial", 150, 13, 13},
    {"one row", 33, 1, 40},
};

// A 1 x 1 convolution and the average of what it gives.
struct Averaged {
  Averaged(const Row &row, qsimrt_quant output, qsimrt_arithmetic arithmetic)
      : conv({5, row.height, row.width, row.channels, 1, 1, 0, 1, 8, 8, 0}, 9,
             QSIMRT_LINEAR) {
    conv.arithmetic = arithmetic;
    conv.layer.output = {8, 0.02f, 11};
    EXPECT_EQ(conv.derive(), QSIMRT_OK);
    layers[0] = conv.layer;
    layers[0].input_count = 1;
    layers[0].inputs = &image;
    layers[0].ceiling = QSIMRT_INT;
    layers[1] = layers[0];
    layers[1].kind = QSIMRT_AVGPOOL;
    layers[1].name = "average";
    layers[1].index = 1;
    layers[1].inputs = &first;
    layers[1].shape = {row.channels, 1, 1};
    layers[1].output = output;
    layers[1].u = {};
    layers[1].u.avgpool.rescale = &rescale;
    // 2^30 / 2^shift: the mean on a scale that is some times finer.
    int places = row.height * row.width, shift = 30;
    for (int finer = output.bits > 8 ? 64 : 2; finer > 1; finer /= 2)
      --shift;
    for (; places > 1; places /= 2)
      ++shift;
    rescale = {(1 << 30) - 12345, shift};
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "averaged";
    model.arithmetic = arithmetic;
    model.image = {5, row.height, row.width};
    model.image_quant = conv.inputQuant;
    model.datapath = conv.datapath;
    model.has_float = model.has_integer = 1;
    model.layers = layers;
    model.layer_count = 2;
  }
  Convolution conv;
  const int32_t image = QSIMRT_IMAGE, first = 0;
  qsimrt_multiplier rescale = {};
  qsimrt_layer layers[2] = {};
  qsimrt_model model = {};
};

class FastAverages : public ::testing::TestWithParam<Row> {};
INSTANTIATE_TEST_SUITE_P(Shapes, FastAverages, ::testing::ValuesIn(rows));

TEST_P(FastAverages, OfIntegers) {
  uint64_t saturated = 0;
  for (const qsimrt_quant output :
       {qsimrt_quant{8, 0.01f, 0}, qsimrt_quant{6, 0.01f, -7},
        qsimrt_quant{16, 0.0003f, 5}}) {
    Averaged network(GetParam(), output, QSIMRT_PJREDDIE);
    const qsimrt_plan plan = planOf(QSIMRT_INT);
    Session reference(network.model, plan);
    reference.run(network.conv.input);
    for (int isa = QSIMRT_ISA_NONE + 1; isa < QSIMRT_ISA_COUNT; ++isa) {
      if (!qsimrt_has_isa(qsimrt_isa(isa)))
        continue;
      const Packed packed(network.model, qsimrt_isa(isa));
      qsimrt_plan fast = plan;
      fast.packed = packed.packed;
      Session session(network.model, fast);
      session.run(network.conv.input);
      EXPECT_EQ(qsimrt_layer_isa(session, 1), qsimrt_isa(isa));
      EXPECT_EQ(bytesOf(session, 1), bytesOf(reference, 1));
      EXPECT_EQ(qsimrt_layer_counters(session, 1).saturated_outputs,
                qsimrt_layer_counters(reference, 1).saturated_outputs);
    }
    saturated += qsimrt_layer_counters(reference, 1).saturated_outputs;
  }
  EXPECT_GT(saturated, 0U);
}

TEST_P(FastAverages, OfRealNumbers) {
  for (const qsimrt_arithmetic arithmetic : {QSIMRT_PJREDDIE, QSIMRT_ONNX}) {
    Averaged network(GetParam(), {8, 0.01f, 0}, arithmetic);
    const qsimrt_isa isa = qsimrt_best_isa();
    const Packed packed(network.model, isa, QSIMRT_PACK_FLOATS);
    qsimrt_plan plan = planOf(QSIMRT_FLOAT);
    plan.packed = packed.packed;
    plan.float_kernels = QSIMRT_FLOAT_DIRECT;
    Session session(network.model, plan);
    session.run(network.conv.input);
    EXPECT_EQ(qsimrt_layer_isa(session, 1), isa);
    KernelCall call; // on what the layer read
    call.layer = network.layers[1];
    call.arithmetic = arithmetic;
    const std::vector<float> in = session.read(0);
    call.input(in, network.layers[0].shape);
    EXPECT_EQ(session.read(1), call.run<float>(qsimrt_avgpool_float));
  }
}

} // namespace
} // namespace qsim::test
