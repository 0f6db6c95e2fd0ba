// SPDX-License-Identifier: Apache-2.0
// What a person reads where a run has stopped.
#include "qsim/Execution/SteeredRun.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace qsim;

namespace {

std::string told(qsimrt_watch watch, double seen) {
  qsimrt_layer layer = {};
  layer.name = "conv_0";
  qsimrt_model model = {};
  model.layers = &layer;
  model.layer_count = 1;
  return eventText({RunEventKind::Watch, 0, &watch, seen}, model);
}

qsimrt_watch watching(qsimrt_watch_kind kind, float low, float high) {
  qsimrt_watch watch = {};
  watch.kind = kind;
  watch.low = low;
  watch.high = high;
  return watch;
}

} // namespace

TEST(EventText, HasDecibelsToATenth) {
  const qsimrt_watch watch = watching(QSIMRT_WATCH_SQNR, 60, 0);
  EXPECT_EQ(told(watch, 31.496574394161286),
            "watch 0 conv_0: sqnr < 60 (31.5)");
  EXPECT_EQ(told(watch, -0.04), "watch 0 conv_0: sqnr < 60 (-0.0)");
  EXPECT_EQ(told(watch, -INFINITY), "watch 0 conv_0: sqnr < 60 (-inf)");
  EXPECT_EQ(told(watch, NAN), "watch 0 conv_0: sqnr < 60 (nan)");
}

TEST(EventText, HasFourDigitsOfOtherValues) {
  EXPECT_EQ(told(watching(QSIMRT_WATCH_SATURATION, 0, 0.5f), 1.2345678),
            "watch 0 conv_0: saturation > 0.5 (1.235)");
  EXPECT_EQ(told(watching(QSIMRT_WATCH_SATURATION, 0, 0), 0.00012345678),
            "watch 0 conv_0: saturation > 0 (0.0001235)");
  EXPECT_EQ(told(watching(QSIMRT_WATCH_OUTSIDE, -1, 1), -3.14159274),
            "watch 0 conv_0: outside -1 1 (-3.142)");
}

TEST(EventText, CountsExactly) {
  EXPECT_EQ(told(watching(QSIMRT_WATCH_NAN, 0, 0), 123456),
            "watch 0 conv_0: nan (123456)");
  EXPECT_EQ(told(watching(QSIMRT_WATCH_OVERFLOW, 0, 0), 7),
            "watch 0 conv_0: overflow (7)");
}

TEST(EventText, NeverContradictsItself) {
  // 17.98 would round to the limit, and 1.00002 into the range.
  EXPECT_EQ(told(watching(QSIMRT_WATCH_SQNR, 18, 0), 17.98),
            "watch 0 conv_0: sqnr < 18 (17.98)");
  EXPECT_EQ(told(watching(QSIMRT_WATCH_OUTSIDE, -1, 1), 1.00002),
            "watch 0 conv_0: outside -1 1 (1.00002)");
}
