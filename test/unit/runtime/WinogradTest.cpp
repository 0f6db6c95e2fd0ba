// SPDX-License-Identifier: Apache-2.0
// Mixed FLOAT: which layers are computed by Winograd's transforms, and these
// against the rule written out (numerics.md N47, N48), on every instruction set
// that this machine has.
#include "opt/winograd.h"
#include "OneLayer.h"

#include <array>
#include <limits>
#include <thread>

namespace qsim::test {
namespace {

using Line = std::vector<float>;
using Square = std::vector<Line>;
template <typename T> using Matrix = std::vector<std::array<T, 3>>;

// ---- N48, for one m ---------------------------------------------------------

Matrix<double> weightMatrix(int m) {
  if (m == 2)
    return {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
  const double a0 = -2048.0 / 2975, a1 = -1280.0 / 2975, a2 = -800.0 / 2975;
  const double b0 = 128.0 / 1071, b1 = 192.0 / 1071, b2 = 288.0 / 1071;
  return {{256.0 / 225, 0, 0}, {a0, a1, a2},  {a0, -a1, a2},
          {b0, b1, b2},        {b0, -b1, b2}, {0, 0, 1}};
}

constexpr float a = 5.0f / 8, b = 3.0f / 2;

Line transformLine(const Line &d) {
  if (d.size() == 4)
    return {d[0] - d[2], d[2] + d[1], d[2] - d[1], d[3] - d[1]};
  const float e = std::fma(-b * b, d[2], d[4]);
  const float f = std::fma(-b * b, d[1], d[3]);
  const float g = std::fma(-a * a, d[2], d[4]);
  const float h = std::fma(-a * a, d[1], d[3]);
  const float all = a * a * b * b, sum = a * a + b * b;
  return {std::fma(all, d[0], std::fma(-sum, d[2], d[4])),
          std::fma(a, f, e),
          std::fma(-a, f, e),
          std::fma(b, h, g),
          std::fma(-b, h, g),
          std::fma(all, d[1], std::fma(-sum, d[3], d[5]))};
}

Line finishLine(const Line &s) {
  if (s.size() == 4)
    return {(s[0] + s[1]) + s[2], (s[1] - s[2]) + s[3]};
  const float e = s[1] + s[2], f = s[1] - s[2];
  const float g = s[3] + s[4], h = s[3] - s[4];
  return {(s[0] + e) + g, std::fma(b, h, a * f), std::fma(b * b, g, a * a * e),
          std::fma(b * b * b, h, std::fma(a * a * a, f, s[5]))};
}

// Every column, then every row of what that gave.
template <typename F> Square byLines(const Square &in, F line) {
  Square columns(line(in[0]).size(), Line(in[0].size()));
  for (size_t x = 0; x < in[0].size(); ++x) {
    Line column;
    for (const Line &row : in)
      column.push_back(row[x]);
    const Line out = line(column);
    for (size_t y = 0; y < out.size(); ++y)
      columns[y][x] = out[y];
  }
  Square out;
  for (const Line &row : columns)
    out.push_back(line(row));
  return out;
}

Square transformWeights(const float *w, double gain, int m) {
  const Matrix<double> g = weightMatrix(m);
  const int n = m + 2;
  Square out(n, Line(n));
  for (int p = 0; p < n; ++p) {
    double h[3];
    for (int s = 0; s < 3; ++s)
      h[s] = (g[p][0] * float(w[s] * gain) + g[p][1] * float(w[3 + s] * gain)) +
             g[p][2] * float(w[6 + s] * gain);
    for (int q = 0; q < n; ++q)
      out[p][q] = float((h[0] * g[q][0] + h[1] * g[q][1]) + h[2] * g[q][2]);
  }
  return out;
}

class ByTheRule {
public:
  ByTheRule(const Convolution &conv, int m)
      : conv(conv), shape(conv.shape), m(m), gain(shape.filters),
        bias(shape.filters) {
    const auto &own = conv.layer.u.convolutional;
    const bool norm = own.batch_normalize != 0;
    qsimrt_fold_batch_norm(
        conv.arithmetic, shape.filters, own.biases, norm ? own.scales : nullptr,
        norm ? own.mean : nullptr, norm ? own.variance : nullptr, nullptr,
        gain.data(), bias.data());
  }

  std::vector<float> outputs() const {
    const int h = shape.inH, w = shape.inW;
    std::vector<float> out(size_t(shape.filters) * h * w);
    std::vector<std::vector<Square>> weights(shape.filters);
    for (int o = 0; o < shape.filters; ++o)
      for (int c = 0; c < shape.inC; ++c)
        weights[o].push_back(transformWeights(
            &conv.weights[(size_t(o) * shape.inC + c) * 9], gain[o], m));
    for (int y = 0; y < h; y += m)
      for (int x = 0; x < w; x += m) {
        const std::vector<Square> inputs = transformInputs(y, x);
        for (int o = 0; o < shape.filters; ++o) {
          const Square tile = byLines(products(inputs, weights[o]), finishLine);
          for (int i = y; i < std::min(h, y + m); ++i)
            for (int j = x; j < std::min(w, x + m); ++j)
              out[(size_t(o) * h + i) * w + j] =
                  activate(tile[i - y][j - x] + float(bias[o]));
        }
      }
    return out;
  }

private:
  std::vector<Square> transformInputs(int y, int x) const {
    std::vector<Square> out;
    for (int c = 0; c < shape.inC; ++c) {
      Square in(m + 2, Line(m + 2));
      for (int r = 0; r < m + 2; ++r)
        for (int s = 0; s < m + 2; ++s) {
          const int row = y - 1 + r, column = x - 1 + s;
          if (row >= 0 && row < shape.inH && column >= 0 && column < shape.inW)
            in[r][s] =
                conv.input[(size_t(c) * shape.inH + row) * shape.inW + column];
        }
      out.push_back(byLines(in, transformLine));
    }
    return out;
  }

  Square products(const std::vector<Square> &v,
                  const std::vector<Square> &u) const {
    Square sums(m + 2, Line(m + 2));
    for (int c = 0; c < shape.inC; ++c)
      for (int p = 0; p < m + 2; ++p)
        for (int q = 0; q < m + 2; ++q)
          sums[p][q] = std::fma(v[c][p][q], u[c][p][q], sums[p][q]);
    return sums;
  }

  float activate(float acc) const {
    const qsimrt_activation activation = conv.layer.u.convolutional.activation;
    if (activation == QSIMRT_LEAKY)
      return acc > 0 ? acc : acc * 0.1f;
    qsimrt_activate(conv.arithmetic, activation, &acc, 1);
    return acc;
  }

  const Convolution &conv;
  const ConvolutionShape &shape;
  int m;
  std::vector<double> gain, bias;
};

// ---- shapes -----------------------------------------------------------------

// N47.
int sideByTheRule(const ConvolutionShape &shape) {
  const int shorter = std::min(shape.inH, shape.inW);
  if (shape.size != 3 || shape.stride != 1 || shape.pad != 1 ||
      shape.groups != 1 || shape.inC < 16 || shape.filters < 16 || shorter < 7)
    return 0;
  return shorter < 16 ? 2 : 4;
}

std::string nameOf(const ConvolutionShape &shape) {
  return std::to_string(shape.inC) + "x" + std::to_string(shape.inH) + "x" +
         std::to_string(shape.inW) + " to " + std::to_string(shape.filters);
}

ConvolutionShape shapeOf(int channels, int height, int width, int filters) {
  return {channels, height, width, filters, 3, 1, 1, 1, 8, 8, 0};
}

// Whole and partial tiles, in either direction; channels and filters that fill
// their vectors and blocks, and that do not; one group of tiles, and several.
const ConvolutionShape table[] = {
    shapeOf(16, 7, 7, 16),    shapeOf(17, 8, 8, 17),
    shapeOf(16, 9, 15, 20),   shapeOf(30, 15, 10, 48),
    shapeOf(16, 7, 200, 16),  shapeOf(100, 13, 13, 70),
    shapeOf(16, 16, 16, 16),  shapeOf(19, 17, 18, 33),
    shapeOf(16, 19, 16, 65),  shapeOf(40, 26, 26, 100),
    shapeOf(32, 52, 20, 64),  shapeOf(16, 38, 41, 130),
    shapeOf(16, 17, 130, 50), shapeOf(160, 30, 31, 16),
};

TEST(Winograd, ItsLayersAreThoseOfTheRule) {
  for (const int size : {1, 2, 3, 5})
    for (const int stride : {1, 2})
      for (const int pad : {0, 1, 2})
        for (const int groups : {1, 2})
          for (const int channels : {15, 16, 30})
            for (const int filters : {15, 16, 64})
              for (const int side : {6, 7, 15, 16, 52}) {
                qsimrt_convolutional conv = {};
                conv.size = size;
                conv.stride = stride;
                conv.pad = pad;
                conv.groups = groups;
                conv.filters = filters;
                const ConvolutionShape shape = {channels, side,   20,  filters,
                                                size,     stride, pad, groups,
                                                8,        8,      0};
                EXPECT_EQ(qsimrt_winograd_side(&conv, {channels, side, 20},
                                               {filters, side, 20}),
                          sideByTheRule(shape));
                EXPECT_EQ(qsimrt_winograd_side(&conv, {channels, 20, side},
                                               {filters, 20, side}),
                          sideByTheRule(shape));
              }
}

TEST(Winograd, ShapesGiveTheBitsOfTheRule) {
  unsigned seed = 0;
  const qsimrt_activation activations[] = {QSIMRT_LEAKY, QSIMRT_LINEAR,
                                           QSIMRT_RELU, QSIMRT_MISH};
  for (const ConvolutionShape &shape : table) {
    ++seed;
    SCOPED_TRACE(nameOf(shape));
    Convolution conv(shape, seed, activations[seed % 4]);
    conv.layer.u.convolutional.batch_normalize = seed % 3 != 0;
    conv.arithmetic = seed % 2 ? QSIMRT_PJREDDIE : QSIMRT_ALEXEYAB;
    if (seed % 5 == 0) // subnormal sums
      for (float &value : conv.input)
        value *= 0x1p-130f;
    ASSERT_NE(sideByTheRule(shape), 0);
    const std::vector<float> wanted =
        ByTheRule(conv, sideByTheRule(shape)).outputs();
    for (const qsimrt_isa isa : instructionSets()) {
      SCOPED_TRACE(qsimrt_isa_name(isa));
      expectSameBits(runFast(conv, isa, QSIMRT_FLOAT_MIXED), wanted);
    }
    if (::testing::Test::HasFatalFailure())
      return;
  }
}

// All other layers are direct ones.
TEST(Winograd, OtherShapesGiveTheBitsOfDirectFloat) {
  for (const ConvolutionShape &shape :
       {shapeOf(15, 20, 20, 20), shapeOf(20, 20, 20, 15),
        shapeOf(16, 6, 20, 16), shapeOf(16, 20, 6, 16)}) {
    SCOPED_TRACE(nameOf(shape));
    Convolution conv(shape, 1);
    for (const qsimrt_isa isa : instructionSets())
      expectSameBits(runFast(conv, isa, QSIMRT_FLOAT_MIXED),
                     runFast(conv, isa, QSIMRT_FLOAT_DIRECT));
  }
}

TEST(Winograd, AnyDivisionOfTheWorkGivesTheSameBits) {
  const qsimrt_parallel reversed = {
      nullptr,
      [](void *, int32_t count, void (*task)(void *, int32_t), void *arg) {
        for (int32_t i = count; i-- > 0;)
          task(arg, i);
      }};
  const qsimrt_parallel atOnce = {
      nullptr,
      [](void *, int32_t count, void (*task)(void *, int32_t), void *arg) {
        std::vector<std::thread> threads;
        for (int32_t i = 0; i < count; ++i)
          threads.emplace_back(task, arg, i);
        for (std::thread &thread : threads)
          thread.join();
      }};
  for (const ConvolutionShape &shape : table) {
    SCOPED_TRACE(nameOf(shape));
    Convolution conv(shape, 3);
    for (const qsimrt_isa isa : {qsimrt_best_isa(), QSIMRT_ISA_NONE}) {
      const std::vector<float> whole = runFast(conv, isa, QSIMRT_FLOAT_MIXED);
      expectSameBits(runFast(conv, isa, QSIMRT_FLOAT_MIXED, reversed), whole);
      expectSameBits(runFast(conv, isa, QSIMRT_FLOAT_MIXED, atOnce), whole);
    }
  }
}

// The design's bound against N18, on identical inputs.
TEST(Winograd, IsNearToTheReference) {
  unsigned seed = 0;
  for (const ConvolutionShape &shape : table) {
    SCOPED_TRACE(nameOf(shape));
    Convolution conv(shape, ++seed);
    // As behind an activation: hardly any value is negative.
    for (float &value : conv.input)
      value = seed % 2 && value < 0 ? 0.1f * value : value;
    const std::vector<float> fast =
        runFast(conv, qsimrt_best_isa(), QSIMRT_FLOAT_MIXED);
    const std::vector<float> exact = runReference(conv);
    const float bound = 5e-5f * largestMagnitude(exact);
    for (size_t i = 0; i < exact.size(); ++i)
      ASSERT_LE(std::fabs(fast[i] - exact[i]), bound);
  }
}

// What is not a number stays within the tiles that read it.
TEST(Winograd, InfinityReachesNoOtherTile) {
  Convolution conv(shapeOf(16, 24, 24, 16), 1);
  const std::vector<float> before =
      runFast(conv, qsimrt_best_isa(), QSIMRT_FLOAT_MIXED);
  conv.input[size_t(9) * 24 + 9] = std::numeric_limits<float>::infinity();
  const std::vector<float> after =
      runFast(conv, qsimrt_best_isa(), QSIMRT_FLOAT_MIXED);
  for (int y = 0; y < 24; ++y)
    for (int x = 0; x < 24; ++x) {
      const bool reads = y / 4 == 2 && x / 4 == 2;
      const size_t i = size_t(y) * 24 + size_t(x);
      EXPECT_EQ(std::isfinite(after[i]) && after[i] == before[i], !reads);
    }
}

} // namespace
} // namespace qsim::test
