// SPDX-License-Identifier: Apache-2.0
// Kernels that take the place of the reference in FLOAT: the same bits.
#include "Convolution.h"
#include "KernelCall.h"
#include "opt/fast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace qsim::test {
namespace {

qsimrt_kernel dropIn(qsimrt_kind kind) {
  return qsimrt_drop_in_kernel(qsimrt_best_isa(), kind, QSIMRT_FLOAT);
}

bool sameBits(const std::vector<float> &a, const std::vector<float> &b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST(DropInKernels, ConvolutionsOfManyShapes) {
  const qsimrt_kernel kernel = dropIn(QSIMRT_CONVOLUTIONAL);
  if (!kernel)
    GTEST_SKIP() << "the best instruction set here leaves it to the reference";
  std::mt19937 random(5);
  const auto draw = [&](int low, int high) {
    return low + int(random() % unsigned(high - low + 1));
  };
  int tried = 0;
  for (unsigned seed = 1; seed <= 600; ++seed) {
    ConvolutionShape shape = {};
    shape.groups = draw(0, 3) ? 1 : draw(2, 4);
    shape.inC = shape.groups * draw(1, 5);
    shape.filters = shape.groups * draw(1, 15);
    shape.inH = draw(1, 9);
    // One vector of a row, two, and more than a tile.
    shape.inW = draw(0, 4) ? draw(1, 40) : draw(60, 150);
    shape.size = draw(1, 5);
    shape.stride = draw(1, 3);
    shape.pad = draw(0, shape.size);
    shape.weightBits = shape.inputBits = 8;
    if (shape.inH + 2 * shape.pad < shape.size ||
        shape.inW + 2 * shape.pad < shape.size)
      continue;
    SCOPED_TRACE("seed " + std::to_string(seed));
    Convolution conv(shape, seed, draw(0, 1) ? QSIMRT_LEAKY : QSIMRT_LINEAR);
    conv.layer.u.convolutional.batch_normalize = draw(0, 1);
    conv.arithmetic = draw(0, 1) ? QSIMRT_ALEXEYAB : QSIMRT_PJREDDIE;
    if (draw(0, 9) == 0)
      conv.arithmetic = QSIMRT_YOLO2_LIGHT;
    // Weights that are not finite must not leak through the padding.
    if (draw(0, 9) == 0)
      conv.weights[random() % conv.weights.size()] =
          std::numeric_limits<float>::infinity();
    EXPECT_TRUE(sameBits(conv.run<float>(QSIMRT_FLOAT, 1000, kernel),
                         conv.run<float>(QSIMRT_FLOAT)));
    EXPECT_TRUE(sameBits(conv.run<float>(QSIMRT_FLOAT, 4, kernel),
                         conv.run<float>(QSIMRT_FLOAT)));
    ++tried;
  }
  EXPECT_GT(tried, 400);
}

TEST(DropInKernels, MaxPools) {
  const qsimrt_kernel kernel = dropIn(QSIMRT_MAXPOOL);
  if (!kernel)
    GTEST_SKIP() << "the best instruction set here leaves it to the reference";
  std::mt19937 random(7);
  for (int trial = 0; trial < 300; ++trial) {
    const int height = 1 + int(random() % 8), width = 1 + int(random() % 90);
    const int size = random() % 4 ? 2 : 3, stride = random() % 4 ? 2 : 1;
    const int padding = int(random() % 3);
    if (height + padding < size || width + padding < size)
      continue;
    KernelCall call;
    call.layer.kind = QSIMRT_MAXPOOL;
    call.layer.u.maxpool = {size, stride, padding, {}, 0};
    call.layer.shape = {3, (height + padding - size) / stride + 1,
                        (width + padding - size) / stride + 1};
    std::vector<float> in(size_t(3 * height * width));
    for (float &value : in)
      value = random() % 50  ? float(int(random() % 7) - 3)
              : random() % 2 ? -0.0f
                             : std::numeric_limits<float>::quiet_NaN();
    call.input(in, {3, height, width});
    EXPECT_TRUE(sameBits(call.run<float>(kernel, 2),
                         call.run<float>(qsimrt_maxpool_float)))
        << height << "x" << width << " size " << size << " stride " << stride
        << " padding " << padding;
  }
}

void expectYoloHeads(qsimrt_kernel kernel) {
  std::mt19937 random(6);
  for (const int coordinates : {0, 1})
    for (const float scale : {1.0f, 1.1f}) {
      KernelCall call;
      call.layer.kind = QSIMRT_YOLO;
      call.layer.shape = {14, 9, 31};
      call.layer.u.yolo.classes = 2;
      call.layer.u.yolo.anchor_count = 2;
      call.layer.u.yolo.scale_x_y = scale;
      call.layer.u.yolo.new_coords = coordinates;
      std::vector<float> in(14 * 9 * 31);
      for (float &value : in)
        value = (float(random() >> 8) * 0x1p-24f - 0.5f) *
                std::exp2(float(random() % 14));
      const float rare[] = {0.0f,
                            -0.0f,
                            std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity(),
                            std::numeric_limits<float>::quiet_NaN(),
                            700.0f,
                            -701.0f,
                            1e30f,
                            1e-40f};
      for (size_t i = 0; i < std::size(rare); ++i)
        in[37 * i] = rare[i];
      call.input(in, call.layer.shape);
      EXPECT_TRUE(sameBits(call.run<float>(kernel, 3),
                           call.run<float>(qsimrt_yolo_float, 5)));
    }
}

TEST(DropInKernels, YoloHeads) {
  for (int isa = QSIMRT_ISA_NONE + 1; isa < QSIMRT_ISA_COUNT; ++isa) {
    SCOPED_TRACE(qsimrt_isa_name(qsimrt_isa(isa)));
    if (qsimrt_has_isa(qsimrt_isa(isa)))
      expectYoloHeads(
          qsimrt_drop_in_kernel(qsimrt_isa(isa), QSIMRT_YOLO, QSIMRT_FLOAT));
  }
}

} // namespace
} // namespace qsim::test
