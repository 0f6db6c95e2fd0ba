// SPDX-License-Identifier: Apache-2.0
// Kernels that take the place of the reference where values are moved, rescaled
// or normalised: strided views, concatenations, softmax. The same bits, the
// same counts.
#include "KernelCall.h"
#include "Network.h"
#include "opt/fast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace qsim::test {
namespace {

class DropInCopies : public ::testing::Test {
protected:
  int draw(int low, int high) {
    return low + int(random() % unsigned(high - low + 1));
  }
  template <typename T> std::vector<T> values(size_t count, int low, int high) {
    std::vector<T> out(count);
    for (T &value : out)
      value = T(draw(low, high));
    return out;
  }

  std::mt19937 random{17};
};

template <typename T>
bool sameBytes(const std::vector<T> &a, const std::vector<T> &b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

// ---- strided views ---------------------------------------------------------

struct View {
  const char *what;
  std::vector<int> sizes, steps;
  int offset = 0;
};

const View views[] = {
    {"as it is", {3, 40}, {40, 1}},
    {"one dimension", {37}, {1}},
    {"one dimension, every third", {13}, {3}, 1},
    {"one dimension, backwards", {13}, {-2}, 30},
    {"one value", {1}, {1}, 5},
    {"half of the rows and columns", {6, 17}, {80, 2}, 41},
    {"every third column", {5, 11}, {35, 3}, 2},
    {"a transposition", {35, 9}, {1, 35}},
    {"a transposition of more than a block", {100, 5}, {1, 100}},
    {"a transposition of a block", {32, 3}, {1, 32}},
    {"a transposition with gaps", {33, 4}, {1, 70}, 7},
    {"a transposition of one column", {40, 1}, {1, 40}},
    {"depth to space", {5, 2, 6, 2}, {6, 60, 1, 30}},
    {"repeated values", {4, 6}, {0, 3}, 1},
    {"a repeated row", {3, 2, 20}, {0, 20, 1}},
    {"turned over", {4, 7}, {-7, -1}, 27},
    {"three axes in another order", {4, 3, 5}, {5, 20, 1}},
    {"five axes", {2, 3, 2, 2, 4}, {1, 16, 48, 2, 4}},
};

template <typename T>
void expectSameView(const View &view, int bits, qsimrt_mode mode,
                    qsimrt_kernel reference) {
  SCOPED_TRACE(std::string(view.what) + ", " + std::to_string(sizeof(T)) +
               " bytes");
  int64_t last = view.offset, first = view.offset, count = 1;
  KernelCall call;
  call.layer.kind = QSIMRT_STRIDED;
  auto &own = call.layer.u.strided;
  own.sizes.rank = int32_t(view.sizes.size());
  own.offset = view.offset;
  for (size_t k = 0; k < view.sizes.size(); ++k) {
    own.sizes.dims[k] = view.sizes[k];
    own.steps[k] = view.steps[k];
    (view.steps[k] > 0 ? last : first) +=
        int64_t(view.sizes[k] - 1) * view.steps[k];
    count *= view.sizes[k];
  }
  ASSERT_GE(first, 0);
  // No value beyond the last one that is seen.
  std::vector<T> in(size_t(last + 1));
  for (size_t i = 0; i < in.size(); ++i)
    in[i] = T(int(i) * 7 - 100);
  call.input(in, {1, 1, int32_t(in.size())}, {bits, 1, 0});
  call.layer.shape = {1, 1, int32_t(count)};
  call.layer.output = {bits, 1, 0};
  const qsimrt_kernel kernel = qsimrt_portable_drop_in(QSIMRT_STRIDED, mode);
  ASSERT_NE(kernel, nullptr);
  EXPECT_TRUE(sameBytes(call.run<T>(kernel), call.run<T>(reference)));
}

TEST_F(DropInCopies, StridedViews) {
  for (const View &view : views) {
    expectSameView<int8_t>(view, 8, QSIMRT_INT, qsimrt_strided_int);
    expectSameView<int16_t>(view, 11, QSIMRT_INT, qsimrt_strided_int);
    expectSameView<float>(view, 8, QSIMRT_FLOAT, qsimrt_strided_float);
  }
}

// ---- concatenations --------------------------------------------------------

// Inputs of 8 and 16 bits, of the output's scale and of others, long and short;
// integers at the ends of the range, so that some results saturate.
TEST_F(DropInCopies, Concatenations) {
  uint64_t saturated = 0, tables = 0;
  for (int trial = 0; trial < 400; ++trial) {
    const int outer = draw(0, 2) ? draw(1, 6) : 0, runs = outer ? outer : 1;
    const int count = draw(1, 4), bits = draw(0, 1) ? 16 : draw(4, 8);
    KernelCall call;
    call.layer.kind = QSIMRT_ROUTE;
    call.layer.output = {bits, 0.01f, draw(-3, 3)};
    call.layer.u.route.groups = 1;
    call.layer.u.route.outer = outer;
    call.datapath.rounding = qsimrt_rounding(draw(0, 4));
    std::vector<qsimrt_multiplier> rescale(size_t(count), {0, 1});
    std::vector<Bytes> bytes(static_cast<size_t>(count));
    std::vector<Words> words(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i) {
      const int channels = runs * (draw(0, 3) ? draw(1, 80) : draw(1, 3));
      const qsimrt_shape shape = {channels, draw(1, 3), 2};
      const size_t size = size_t(channels) * size_t(shape.h * 2);
      qsimrt_quant quant = {8, 0.02f, draw(-5, 5)};
      const bool same = draw(0, 2) == 0;
      if (same)
        quant = call.layer.output;
      else if (draw(0, 5) == 0)
        quant.bits = 12;
      // Of 8 bits on 16 some saturate; on 8 about a half.
      rescale[size_t(i)] = {0x40000000 + draw(0, 0x3fffffff),
                            bits == 16 ? draw(22, 23) : draw(29, 31)};
      const int half = 1 << (quant.bits - 1);
      if (quant.bits <= 8) {
        bytes[size_t(i)] = values<int8_t>(size, -half, half - 1);
        call.input(bytes[size_t(i)], shape, quant);
      } else {
        words[size_t(i)] = values<int16_t>(size, -half, half - 1);
        call.input(words[size_t(i)], shape, quant);
      }
      call.layer.shape.c += channels * shape.h * 2;
      tables += !same && quant.bits == 8 && size >= 256;
    }
    call.layer.shape.h = call.layer.shape.w = 1;
    call.layer.u.route.rescale = rescale.data();
    const qsimrt_kernel kernel =
        qsimrt_portable_drop_in(QSIMRT_ROUTE, QSIMRT_INT);
    ASSERT_NE(kernel, nullptr);
    const auto expectSame = [&](auto element) {
      using T = decltype(element);
      const std::vector<T> wanted = call.run<T>(qsimrt_route_int, 1 << 20);
      const uint64_t counted = call.saturated;
      EXPECT_TRUE(sameBytes(call.run<T>(kernel, 1 << 20), wanted));
      EXPECT_EQ(call.saturated, counted);
      saturated += counted;
    };
    if (bits <= 8)
      expectSame(int8_t());
    else
      expectSame(int16_t());
  }
  EXPECT_GT(saturated, 1000U);
  EXPECT_GT(tables, 50U);
}

// A group of the channels of one input is the reference's.
TEST_F(DropInCopies, GroupsOfChannels) {
  KernelCall call;
  call.layer.kind = QSIMRT_ROUTE;
  call.layer.output = {8, 1, 0};
  call.layer.u.route.groups = 2;
  call.layer.u.route.group_id = 1;
  const Bytes in = values<int8_t>(4 * 300, -128, 127);
  call.input(in, {4, 10, 30});
  call.layer.shape = {2, 10, 30};
  EXPECT_EQ(call.run<int8_t>(qsimrt_portable_drop_in(QSIMRT_ROUTE, QSIMRT_INT)),
            Bytes(in.begin() + 600, in.end()));
}

// ---- softmax ---------------------------------------------------------------

TEST_F(DropInCopies, Softmax) {
  int kernels = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const int inner = draw(0, 1) ? draw(2, 9) : 0, groups = draw(1, 12);
    const int length = draw(0, 3) ? draw(1, 9) : draw(10, 300);
    KernelCall call;
    call.layer.kind = QSIMRT_SOFTMAX;
    call.layer.u.softmax = {groups, draw(0, 1) ? 1.0f : 2.5f, inner,
                            draw(0, 4) == 0};
    call.layer.shape = {groups, length, inner ? inner : 1};
    Reals in = values<float>(size_t(groups) * length * (inner ? inner : 1),
                             -3000, 3000);
    const float scale = draw(0, 1) ? 0.001f : 0.5f; // below -700, too
    for (float &value : in)
      value *= scale;
    const float rare[] = {0.0f, -0.0f, std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity(),
                          std::numeric_limits<float>::quiet_NaN()};
    if (draw(0, 4) == 0)
      in[random() % in.size()] = rare[draw(0, 4)];
    call.input(in, call.layer.shape);
    const Reals wanted = call.run<float>(qsimrt_softmax_float, 1 << 20);
    for (int isa = QSIMRT_ISA_NONE + 1; isa < QSIMRT_ISA_COUNT; ++isa) {
      const qsimrt_kernel kernel =
          qsimrt_drop_in_kernel(qsimrt_isa(isa), QSIMRT_SOFTMAX, QSIMRT_FLOAT);
      if (!kernel || !qsimrt_has_isa(qsimrt_isa(isa)))
        continue;
      ++kernels;
      const Reals got = call.run<float>(kernel, 1 << 20);
      for (size_t i = 0; i < got.size(); ++i)
        ASSERT_TRUE(std::memcmp(&got[i], &wanted[i], sizeof got[i]) == 0 ||
                    (std::isnan(got[i]) && std::isnan(wanted[i])))
            << qsimrt_isa_name(qsimrt_isa(isa)) << " " << got[i] << " "
            << wanted[i];
    }
  }
  EXPECT_TRUE(kernels > 0 || qsimrt_best_isa() == QSIMRT_ISA_NONE);
}

// ---- in a session ----------------------------------------------------------

// A view of the picture in INT, every other value of every other row: what the
// layer reads is quantized by vectors, some thousand values at a time.
TEST_F(DropInCopies, ThePictureIsQuantized) {
  for (const qsimrt_quant quant :
       {qsimrt_quant{8, 1 / 127.0f, 0}, qsimrt_quant{8, 1 / 255.0f, -128},
        qsimrt_quant{5, 0.1f, 3}, qsimrt_quant{12, 0.001f, 0}}) {
    LayerList list(1);
    auto &view = list.add(QSIMRT_STRIDED, {QSIMRT_IMAGE}, {3, 30, 30}, quant);
    view.u.strided = {{2, {90, 30}}, {122, 2}, 1};
    qsimrt_model model = {};
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "views";
    model.image = {3, 60, 61};
    model.image_quant = quant;
    model.has_float = model.has_integer = 1;
    model.layers = list.layers.data();
    model.layer_count = 1;
    Reals picture(3 * 60 * 61);
    for (float &value : picture)
      value = float(draw(-2000, 2000)) / 1000;
    Session reference(model, planOf(QSIMRT_INT));
    reference.run(picture);
    for (int isa = QSIMRT_ISA_NONE + 1; isa < QSIMRT_ISA_COUNT; ++isa) {
      if (!qsimrt_has_isa(qsimrt_isa(isa)))
        continue;
      qsimrt_plan plan = planOf(QSIMRT_INT);
      plan.isa = qsimrt_isa(isa);
      Session session(model, plan);
      session.run(picture);
      EXPECT_EQ(qsimrt_layer_isa(session, 0), qsimrt_isa(isa));
      EXPECT_EQ(bytesOf(session, 0), bytesOf(reference, 0));
    }
  }
}

} // namespace
} // namespace qsim::test
