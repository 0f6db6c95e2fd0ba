// SPDX-License-Identifier: Apache-2.0
// Direct FLOAT: single convolutions of many shapes against the rule written out
// (numerics.md N45, N46), on every instruction set that this machine has.
#include "OneLayer.h"
#include "opt/fused.h"

#include <limits>

namespace qsim::test {
namespace {

// N45 and N46.
std::vector<float> byTheRule(const Convolution &conv) {
  const auto &own = conv.layer.u.convolutional;
  const ConvolutionShape &shape = conv.shape;
  const int channels = shape.inC / shape.groups;
  const int perGroup = shape.filters / shape.groups;
  std::vector<double> gain(shape.filters), bias(shape.filters);
  const bool norm = own.batch_normalize != 0;
  const qsimrt_window w = conv.window();
  qsimrt_fold_batch_norm(
      conv.arithmetic, own.epsilon, shape.filters, own.biases,
      norm ? own.scales : nullptr, norm ? own.mean : nullptr,
      norm ? own.variance : nullptr, nullptr, gain.data(), bias.data());
  std::vector<float> out;
  for (int o = 0; o < shape.filters; ++o)
    for (int y = 0; y < conv.layer.shape.h; ++y)
      for (int x = 0; x < conv.layer.shape.w; ++x) {
        float acc = float(bias[o]);
        for (int ky = 0; ky < w.size_y; ++ky)
          for (int kx = 0; kx < w.size_x; ++kx)
            for (int c = 0; c < channels; ++c) {
              const int row = conv.seen(
                  y * w.stride_y + ky * w.dilation_y - w.top, 1, shape.inH);
              const int column = conv.seen(
                  x * w.stride_x + kx * w.dilation_x - w.left, 1, shape.inW);
              const bool inside = row >= 0 && column >= 0;
              const int channel = o / perGroup * channels + c;
              const float value =
                  inside ? conv.input[(size_t(channel) * shape.inH + row) *
                                          shape.inW +
                                      column]
                         : 0;
              const size_t weight =
                  ((size_t(o) * channels + c) * w.size_y + ky) * w.size_x + kx;
              acc = std::fma(value, float(conv.weights[weight] * gain[o]), acc);
            }
        if (own.activation == QSIMRT_LEAKY)
          acc = acc > 0 ? acc : acc * 0.1f;
        else
          qsimrt_activate(conv.arithmetic, own.activation, nullptr, &acc, 1);
        out.push_back(acc);
      }
  return out;
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
          shape.inW + 2 * shape.pad >= shape.size) {
        if (number(0, 3) == 0)
          generalize(shape);
        return drawn;
      }
    }
  }
  int number(int low, int high) {
    return low + int(random() % unsigned(high - low + 1));
  }

private:
  // Another window around the same input (N51); pads are never less.
  void generalize(ConvolutionShape &shape) {
    const int size = std::min(shape.size, 3);
    shape.window = {size,
                    number(1, shape.size),
                    number(1, 3),
                    number(1, 3),
                    shape.pad + number(0, 2),
                    shape.pad + number(0, 2),
                    shape.pad + number(0, 2),
                    shape.pad + number(0, 2),
                    number(1, 3),
                    number(1, 3),
                    1,
                    1};
    qsimrt_window &w = shape.window;
    if (shape.inH + w.top + w.bottom <= (w.size_y - 1) * w.dilation_y)
      w.dilation_y = 1;
    if (shape.inW + w.left + w.right <= (w.size_x - 1) * w.dilation_x)
      w.dilation_x = 1;
    shape.size = w.size_y;
    shape.stride = w.stride_y;
    shape.pad = 0;
  }
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
      expectSameBits(runFast(conv, isa, QSIMRT_FLOAT_DIRECT), wanted);
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
    const std::vector<float> fast =
        runFast(conv, qsimrt_best_isa(), QSIMRT_FLOAT_DIRECT);
    const std::vector<float> exact = runReference(conv);
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
