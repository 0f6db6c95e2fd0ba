// SPDX-License-Identifier: Apache-2.0
// Kernels that move values: reorg in both orders, crop, dropout (numerics.md
// N35 to N37).
#include "KernelCall.h"

#include <gtest/gtest.h>

#include <numeric>

namespace {

using namespace qsim::test;

Bytes counted(size_t count) {
  Bytes out(count);
  std::iota(out.begin(), out.end(), int8_t(0));
  return out;
}

// Channel k of the output is phase (k / C) of channel k mod C.
TEST(Reorg, SpaceToDepth) {
  KernelCall call;
  const Bytes in = counted(16); // 2 x 2 x 4
  call.input(in, {2, 2, 4});
  call.layer.shape = {8, 1, 2};
  call.layer.output = {8, 1, 0};
  call.layer.u.reorg = {2, QSIMRT_REORG_SPACE_TO_DEPTH, 0};
  EXPECT_EQ(call.run<int8_t>(qsimrt_reorg_int),
            (Bytes{0, 2, 8, 10,     // row 0, column 0 of each block
                   1, 3, 9, 11,     // row 0, column 1
                   4, 6, 12, 14,    // row 1, column 0
                   5, 7, 13, 15})); // row 1, column 1
}

// 4 x 2 x 2, stride 2: the buffer is read as one channel of 4 x 4, so that
// output channel k takes row k / 2 and column k mod 2 of its 2 x 2 blocks.
TEST(Reorg, DarknetOrder) {
  KernelCall call;
  const Bytes in = counted(16);
  call.input(in, {4, 2, 2});
  call.layer.shape = {16, 1, 1};
  call.layer.output = {8, 1, 0};
  call.layer.u.reorg = {2, QSIMRT_REORG_DARKNET, 0};
  const Bytes want{0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15};
  EXPECT_EQ(call.run<int8_t>(qsimrt_reorg_int), want);
  const Reals real(in.begin(), in.end());
  call.inputs[0].data = real.data();
  EXPECT_EQ(call.run<float>(qsimrt_reorg_float),
            Reals(want.begin(), want.end()));
}

TEST(Reorg, SixteenBits) {
  KernelCall call;
  const Words in{1000, -2000, 3000, -4000};
  call.input(in, {1, 2, 2}, {16, 1, 0});
  call.layer.shape = {4, 1, 1};
  call.layer.output = {16, 1, 0};
  call.layer.u.reorg = {2, QSIMRT_REORG_SPACE_TO_DEPTH, 0};
  EXPECT_EQ(call.run<int16_t>(qsimrt_reorg_int), in);
}

// 4 x 5 to 2 x 2: from row 1 and column 1 on.
TEST(Crop, TakesTheMiddle) {
  KernelCall call;
  const Bytes in = counted(40);
  call.input(in, {2, 4, 5});
  call.layer.shape = {2, 2, 2};
  call.layer.output = {8, 1, 0};
  call.layer.u.crop.noadjust = 1;
  const Bytes want{6, 7, 11, 12, 26, 27, 31, 32};
  EXPECT_EQ(call.run<int8_t>(qsimrt_crop_int), want);
  const Reals real(in.begin(), in.end());
  call.inputs[0].data = real.data();
  EXPECT_EQ(call.run<float>(qsimrt_crop_float),
            Reals(want.begin(), want.end()));
  call.layer.u.crop.noadjust = 0; // x * 2 - 1
  EXPECT_EQ(call.run<float>(qsimrt_crop_float),
            (Reals{11, 13, 21, 23, 51, 53, 61, 63}));
}

TEST(Crop, LooksUpByTheBitsOfTheInput) {
  KernelCall call;
  const Bytes in{-4, 3, 0, -1};
  call.input(in, {1, 1, 4}, {3, 0.25f, 0}); // -4 .. 3
  call.layer.shape = {1, 1, 4};
  call.layer.output = {16, 0.001f, 0};
  const Words table{-3000, -2500, -2000, -1500, -1000, -500, 0, 500};
  call.layer.u.crop = {0, table.data()};
  EXPECT_EQ(call.run<int16_t>(qsimrt_crop_int),
            (Words{-3000, 500, -1000, -1500}));
  EXPECT_EQ(call.saturated, 0U);
}

TEST(Dropout, IsTheIdentity) {
  KernelCall call;
  const Words in{5, -300};
  call.input(in, {2, 1, 1}, {12, 1, 0});
  call.layer.shape = {2, 1, 1};
  call.layer.output = {12, 1, 0};
  EXPECT_EQ(call.run<int16_t>(qsimrt_dropout_int), in);
  const Reals real{0.5f, -3};
  call.inputs[0].data = real.data();
  EXPECT_EQ(call.run<float>(qsimrt_dropout_float), real);
}

} // namespace
