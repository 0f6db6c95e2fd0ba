// SPDX-License-Identifier: Apache-2.0
// Max and average pools over general windows (numerics.md N51, N53), with
// numbers computed by hand.
#include "KernelCall.h"

#include <gtest/gtest.h>

#include <cfloat>

namespace {

using namespace qsim::test;

//  1  2  3  4
//  5  6  7  8
//  9 10 11 12
const Reals map{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

TEST(WindowPools, MaxOfADilatedRectangle) {
  KernelCall call;
  call.input(map, {1, 3, 4});
  call.layer.kind = QSIMRT_MAXPOOL;
  // Rows y - 1, y + 1; columns 2 * x, 2 * x + 1, with one pad at the right.
  call.layer.u.maxpool.window = {2, 2, 1, 2, 1, 0, 1, 1, 2, 1, 1, 1};
  call.layer.shape = {1, 3, 2};
  EXPECT_EQ(call.run<float>(qsimrt_maxpool_float), (Reals{6, 8, 10, 12, 6, 8}));
  const Bytes bytes(map.begin(), map.end());
  call.inputs[0].data = bytes.data();
  call.layer.output = {8, 1, 0};
  EXPECT_EQ(call.run<int8_t>(qsimrt_maxpool_int), (Bytes{6, 8, 10, 12, 6, 8}));
}

// With ceil the last windows hang over the end.
TEST(WindowPools, MaxOverTheEnd) {
  KernelCall call;
  call.input(map, {1, 3, 4});
  call.layer.kind = QSIMRT_MAXPOOL;
  call.layer.u.maxpool.window = {2, 3, 2, 3, 0, 0, 0, 0, 1, 1, 1, 1};
  call.layer.u.maxpool.ceil = 1;
  call.layer.shape = {1, 2, 2};
  EXPECT_EQ(call.run<float>(qsimrt_maxpool_float), (Reals{7, 8, 11, 12}));
  call.layer.u.maxpool.window = {1, 1, 3, 4, 1, 1, 0, 0, 1, 1, 1, 1};
  call.layer.shape = {1, 2, 2}; // the first window sees padding alone
  EXPECT_EQ(call.run<float>(qsimrt_maxpool_float),
            (Reals{-FLT_MAX, -FLT_MAX, -FLT_MAX, 12}));
}

TEST(WindowPools, AverageDividesByWhatItCounts) {
  KernelCall call;
  call.input(map, {1, 3, 4});
  call.layer.kind = QSIMRT_AVGPOOL;
  auto &pool = call.layer.u.avgpool;
  // 2 x 2 with stride 2 and one pad at top and left; rows -1, 0 and 1, 2;
  // columns -1, 0 and 1, 2.
  pool.window = {2, 2, 2, 2, 1, 1, 0, 0, 1, 1, 1, 1};
  call.layer.shape = {1, 2, 2};
  EXPECT_EQ(call.run<float>(qsimrt_avgpool_float),
            (Reals{1, 2.5f, 7, 8.5f})); // 1; 2, 3; 5, 9; 6, 7, 10, 11
  pool.count_pads = 1;
  EXPECT_EQ(call.run<float>(qsimrt_avgpool_float),
            (Reals{0.25f, 1.25f, 3.5f, 8.5f})); // divided by 4
  // With ceil columns 3, 4: what lies behind the padding does not count.
  pool.window = {2, 2, 2, 2, 1, 1, 0, 0, 1, 1, 1, 1};
  pool.ceil = 1;
  call.layer.shape = {1, 2, 3};
  EXPECT_EQ(call.run<float>(qsimrt_avgpool_float),
            (Reals{0.25f, 1.25f, 2, 3.5f, 8.5f, 10})); // 4 / 2, (8 + 12) / 2
}

TEST(WindowPools, AverageOfIntegers) {
  KernelCall call;
  const Bytes bytes(map.begin(), map.end());
  call.input(bytes, {1, 3, 4}, {8, 1, 1});
  call.layer.kind = QSIMRT_AVGPOOL;
  call.layer.output = {8, 0.5f, 3};
  auto &pool = call.layer.u.avgpool;
  pool.window = {2, 2, 2, 2, 1, 1, 0, 0, 1, 1, 1, 1};
  // 1 / (0.5 * n): 2, 1, 2 / 3, 1 / 2
  const qsimrt_multiplier rescale[] = {
      {4, 1}, {2, 1}, {1431655765, 31}, {1, 1}};
  pool.rescale = rescale;
  call.layer.shape = {1, 2, 2};
  // Sums of q - 1: 0; 1 + 2; 4 + 8; 5 + 6 + 9 + 10. Times 2, 1, 1, 1/2; + 3
  EXPECT_EQ(call.run<int8_t>(qsimrt_avgpool_int), (Bytes{3, 6, 15, 18}));
  pool.count_pads = 1; // all by 1/2: 0, 1.5 -> 2, 6, 15
  EXPECT_EQ(call.run<int8_t>(qsimrt_avgpool_int), (Bytes{3, 5, 9, 18}));
}

// Nothing inside: 0, in integers the zero point.
TEST(WindowPools, AverageOfNothing) {
  KernelCall call;
  const Reals one{7};
  call.input(one, {1, 1, 1});
  call.layer.kind = QSIMRT_AVGPOOL;
  auto &pool = call.layer.u.avgpool;
  pool.window = {1, 1, 2, 2, 2, 2, 0, 0, 1, 1, 1, 1};
  call.layer.shape = {1, 2, 2};
  EXPECT_EQ(call.run<float>(qsimrt_avgpool_float), (Reals{0, 0, 0, 7}));
  const Bytes byte{7};
  call.inputs[0].data = byte.data();
  const qsimrt_multiplier rescale[] = {{1, 1}};
  pool.rescale = rescale;
  call.layer.output = {8, 2, -5};
  EXPECT_EQ(call.run<int8_t>(qsimrt_avgpool_int), (Bytes{-5, -5, -5, -1}));
}

} // namespace
