// SPDX-License-Identifier: Apache-2.0
// Direct FLOAT: single convolutions of many shapes against the rule written out
// (numerics.md N45, N46), on every instruction set that this machine has.
#include "Convolution.h"
#include "Network.h"
#include "Packed.h"
#include "opt/fused.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace qsim::test {
namespace {

// Those that this machine has.
std::vector<qsimrt_isa> instructionSets() {
  std::vector<qsimrt_isa> sets;
  for (int isa = QSIMRT_ISA_NONE; isa < QSIMRT_ISA_COUNT; ++isa)
    if (qsimrt_has_isa(qsimrt_isa(isa)))
      sets.push_back(qsimrt_isa(isa));
  return sets;
}

// A network of the one layer.
struct OneLayer {
  explicit OneLayer(Convolution &conv) {
    conv.layer.input_count = 1;
    conv.layer.inputs = &image;
    conv.layer.ceiling = QSIMRT_INT;
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "one";
    model.arithmetic = conv.arithmetic;
    model.image = {conv.shape.inC, conv.shape.inH, conv.shape.inW};
    model.datapath = conv.datapath;
    model.has_float = 1;
    model.layers = &conv.layer;
    model.layer_count = 1;
  }
  const int32_t image = QSIMRT_IMAGE;
  qsimrt_model model = {};
};

std::vector<float> direct(Convolution &conv, qsimrt_isa isa) {
  const OneLayer network(conv);
  const Packed packed(network.model, isa, QSIMRT_PACK_FLOATS);
  qsimrt_plan plan = planOf(QSIMRT_FLOAT);
  plan.packed = packed.packed;
  plan.float_kernels = QSIMRT_FLOAT_DIRECT;
  Session session(network.model, plan);
  session.run(conv.input);
  return session.read(0);
}

// N45 and N46.
std::vector<float> byTheRule(const Convolution &conv) {
  const auto &own = conv.layer.u.convolutional;
  const ConvolutionShape &shape = conv.shape;
  const int channels = shape.inC / shape.groups;
  const int perGroup = shape.filters / shape.groups;
  std::vector<double> gain(shape.filters), bias(shape.filters);
  const bool norm = own.batch_normalize != 0;
  qsimrt_fold_batch_norm(conv.arithmetic, shape.filters, own.biases,
                         norm ? own.scales : nullptr, norm ? own.mean : nullptr,
                         norm ? own.variance : nullptr, nullptr, gain.data(),
                         bias.data());
  std::vector<float> out;
  for (int o = 0; o < shape.filters; ++o)
    for (int y = 0; y < conv.layer.shape.h; ++y)
      for (int x = 0; x < conv.layer.shape.w; ++x) {
        float acc = float(bias[o]);
        for (int ky = 0; ky < shape.size; ++ky)
          for (int kx = 0; kx < shape.size; ++kx)
            for (int c = 0; c < channels; ++c) {
              const int row = y * shape.stride + ky - shape.pad;
              const int column = x * shape.stride + kx - shape.pad;
              const bool inside = row >= 0 && row < shape.inH && column >= 0 &&
                                  column < shape.inW;
              const int channel = o / perGroup * channels + c;
              const float value =
                  inside ? conv.input[(size_t(channel) * shape.inH + row) *
                                          shape.inW +
                                      column]
                         : 0;
              const size_t weight =
                  ((size_t(o) * channels + c) * shape.size + ky) * shape.size +
                  kx;
              acc = std::fma(value, float(conv.weights[weight] * gain[o]), acc);
            }
        if (own.activation == QSIMRT_LEAKY)
          acc = acc > 0 ? acc : acc * 0.1f;
        else
          qsimrt_activate(conv.arithmetic, own.activation, &acc, 1);
        out.push_back(acc);
      }
  return out;
}

void expectSameBits(const std::vector<float> &a, const std::vector<float> &b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i)
    ASSERT_TRUE(std::memcmp(&a[i], &b[i], sizeof a[i]) == 0 ||
                (std::isnan(a[i]) && std::isnan(b[i])))
        << "output " << i << ": " << a[i] << " and " << b[i];
}

float largestMagnitude(const std::vector<float> &values) {
  float largest = 0;
  for (const float value : values)
    largest = std::max(largest, std::fabs(value));
  return largest;
}

struct Drawn {
  ConvolutionShape shape;
  qsimrt_activation activation;
  bool batchNorm;
  qsimrt_arithmetic arithmetic;
};

class Draw {
public:
  Drawn next() {
    for (;;) {
      Drawn drawn = {};
      ConvolutionShape &shape = drawn.shape;
      shape.groups = pick({1, 1, 1, 2, 3, 8, 20});
      const bool depthwise = shape.groups > 1 && number(0, 1);
      shape.inC = shape.groups * (depthwise ? 1 : number(1, 6));
      shape.filters = shape.groups * (depthwise ? 1 : number(1, 20));
      if (shape.groups == 1 && number(0, 1)) {
        shape.inC = pick({1, 3, 4, 16, 32, 48, 130});
        shape.filters = pick({1, 4, 16, 17, 48, 64, 65, 128, 150});
      }
      shape.inH = number(1, 9);
      shape.inW = number(0, 4) ? number(1, 20) : number(40, 300);
      shape.size = number(1, 5);
      shape.stride = number(1, 3);
      shape.pad = number(0, shape.size);
      shape.weightBits = shape.inputBits = 8;
      drawn.activation =
          pick({QSIMRT_LINEAR, QSIMRT_LEAKY, QSIMRT_LEAKY, QSIMRT_RELU,
                QSIMRT_RELU6, QSIMRT_MISH, QSIMRT_LOGISTIC});
      drawn.batchNorm = number(0, 1);
      drawn.arithmetic =
          pick({QSIMRT_PJREDDIE, QSIMRT_ALEXEYAB, QSIMRT_YOLO2_LIGHT});
      const double products = double(shape.inC) * shape.filters / shape.groups *
                              shape.size * shape.size * shape.inH * shape.inW /
                              shape.stride / shape.stride;
      if (products < 4e6 && shape.inH + 2 * shape.pad >= shape.size &&
          shape.inW + 2 * shape.pad >= shape.size)
        return drawn;
    }
  }
  int number(int low, int high) {
    return low + int(random() % unsigned(high - low + 1));
  }

private:
  template <typename T> T pick(std::initializer_list<T> values) {
    return values.begin()[random() % values.size()];
  }
  std::mt19937 random{11};
};

TEST(FusedConvolution, ManyShapesGiveTheBitsOfTheRule) {
  Draw draw;
  for (unsigned seed = 1; seed <= 500; ++seed) {
    const Drawn drawn = draw.next();
    const ConvolutionShape &shape = drawn.shape;
    SCOPED_TRACE(
        "seed " + std::to_string(seed) + ": " + std::to_string(shape.inC) +
        "x" + std::to_string(shape.inH) + "x" + std::to_string(shape.inW) +
        " to " + std::to_string(shape.filters) + ", size " +
        std::to_string(shape.size) + " stride " + std::to_string(shape.stride) +
        " pad " + std::to_string(shape.pad) + " groups " +
        std::to_string(shape.groups) + " " +
        qsimrt_activation_name(drawn.activation) + " " +
        qsimrt_arithmetic_name(drawn.arithmetic) +
        (drawn.batchNorm ? " bn" : ""));
    Convolution conv(shape, seed, drawn.activation);
    conv.layer.u.convolutional.batch_normalize = drawn.batchNorm;
    conv.arithmetic = drawn.arithmetic;
    // Rare values: subnormal sums, infinities.
    if (draw.number(0, 9) == 0)
      for (float &value : conv.input)
        value *= 0x1p-130f;
    if (draw.number(0, 9) == 0)
      conv.input[0] = std::numeric_limits<float>::infinity();
    const std::vector<float> wanted = byTheRule(conv);
    for (const qsimrt_isa isa : instructionSets()) {
      SCOPED_TRACE(qsimrt_isa_name(isa));
      expectSameBits(direct(conv, isa), wanted);
    }
    if (::testing::Test::HasFatalFailure())
      return;
  }
}

// The design's bound against N18, on identical inputs.
TEST(FusedConvolution, IsAsNearToTheReferenceAsRounding) {
  Draw draw;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Drawn drawn = draw.next();
    Convolution conv(drawn.shape, seed, drawn.activation);
    conv.layer.u.convolutional.batch_normalize = drawn.batchNorm;
    conv.arithmetic = drawn.arithmetic;
    const std::vector<float> fast = direct(conv, qsimrt_best_isa());
    const OneLayer network(conv);
    Session session(network.model, planOf(QSIMRT_FLOAT));
    session.run(conv.input);
    const std::vector<float> exact = session.read(0);
    const float bound = 1e-5f * largestMagnitude(exact);
    for (size_t i = 0; i < exact.size(); ++i)
      ASSERT_LE(std::fabs(fast[i] - exact[i]), bound);
  }
}

TEST(FusedConvolution, OneStepIsRoundedOnce) {
  std::mt19937 random(3);
  const auto draw = [&] {
    const uint32_t bits = uint32_t(random());
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  };
  for (int i = 0; i < 2000000; ++i) {
    const float a = draw(), b = draw();
    float c = draw();
    // Sums of a size, and those that cancel.
    if (i % 2)
      c = std::ldexp(float(a * b), int(random() % 60) - 30);
    if (i % 16 == 1)
      c = -(a * b);
    const float got = qsimrt_fused(a, b, c), wanted = std::fma(a, b, c);
    ASSERT_TRUE(std::memcmp(&got, &wanted, sizeof got) == 0 ||
                (std::isnan(got) && std::isnan(wanted)))
        << a << " * " << b << " + " << c;
  }
}

} // namespace
} // namespace qsim::test
