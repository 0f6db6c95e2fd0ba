// SPDX-License-Identifier: Apache-2.0
// exp and log within 1 ulp, sqrt correctly rounded, rint to even.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

extern "C" {
#include "elementary.h"
}

namespace {

// Distance of got from the true value in units of the last place of got.
double ulps(double got, long double want) {
  const double up = std::nextafter(std::fabs(got), INFINITY);
  const long double unit = (long double)up - std::fabs(got);
  return double(std::fabs((long double)got - want) / unit);
}

TEST(Elementary, ExpIsWithinOneUlp) {
  std::mt19937_64 random(2);
  const auto check = [&](double x) {
    const double got = qsimrt_exp(x);
    const double off = ulps(got, std::exp((long double)x));
    ASSERT_LT(off, 1.0) << "x = " << x;
  };
  for (int i = 0; i < 1000000; ++i) {
    const double unit = double(random() >> 11) * 0x1p-53;
    check((unit * 2 - 1) * 40);      // logits
    check(unit * 1454 - 745);        // the whole range, subnormals included
    check((unit * 2 - 1) * 0.7);     // around the reduction's seam
    check((unit * 2 - 1) * 0x1p-30); // next to 1
  }
}

TEST(Elementary, ExpAtTheEnds) {
  EXPECT_EQ(qsimrt_exp(0.0), 1.0);
  EXPECT_EQ(qsimrt_exp(-0.0), 1.0);
  EXPECT_EQ(qsimrt_exp(-800.0), 0.0);
  EXPECT_EQ(qsimrt_exp(-INFINITY), 0.0);
  EXPECT_EQ(qsimrt_exp(INFINITY), INFINITY);
  EXPECT_EQ(qsimrt_exp(710.0), INFINITY);
  EXPECT_TRUE(std::isfinite(qsimrt_exp(709.78)));
  EXPECT_GT(qsimrt_exp(-745.1), 0.0);
  EXPECT_TRUE(std::isnan(qsimrt_exp(NAN)));
}

TEST(Elementary, LogIsWithinOneUlp) {
  std::mt19937_64 random(4);
  const auto check = [&](double x) {
    const double off = ulps(qsimrt_log(x), std::log((long double)x));
    ASSERT_LT(off, 1.0) << "x = " << x;
  };
  for (int i = 0; i < 500000; ++i) {
    const double unit = double((random() >> 11) + 1) * 0x1p-53;
    check(unit);                        // what N25 needs
    check(1 + (unit * 2 - 1) * 0x1p-8); // next to 1
    check(unit * 3);                    // around the reduction's seam
    const uint64_t bits = 1 + random() % 0x7fefffffffffffff;
    double any; // the whole range, subnormals included
    std::memcpy(&any, &bits, sizeof any);
    check(any);
  }
}

TEST(Elementary, LogAtTheEnds) {
  EXPECT_EQ(qsimrt_log(1.0), 0.0);
  EXPECT_EQ(qsimrt_log(0.0), -INFINITY);
  EXPECT_EQ(qsimrt_log(INFINITY), INFINITY);
  EXPECT_TRUE(std::isnan(qsimrt_log(-1.0)));
  EXPECT_TRUE(std::isnan(qsimrt_log(NAN)));
}

TEST(Elementary, Pow) {
  EXPECT_EQ(qsimrt_pow(1.0, 0.6), 1.0);
  EXPECT_EQ(qsimrt_pow(0.0, 0.6), 0.0);
  for (double x = 1e-6; x < 1; x += 0.001)
    EXPECT_NEAR(qsimrt_pow(x, 0.6), std::pow(x, 0.6), 4e-15 * std::pow(x, 0.6));
}

TEST(Elementary, Floor) {
  for (double x :
       {0.0, 0.5, -0.5, 1.0, 2.5, -2.5, -3.0, 0x1p53, -0x1p53, 1e300})
    EXPECT_EQ(qsimrt_floor(x), std::floor(x)) << x;
}

TEST(Elementary, SqrtIsCorrectlyRounded) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 500000; ++i) {
    const uint64_t bits = random() >> 1;
    double x;
    std::memcpy(&x, &bits, sizeof x);
    if (!std::isfinite(x))
      continue;
    ASSERT_EQ(qsimrt_sqrt(x), std::sqrt(x)) << x;
    const float f = float(random() % 1000000) * 1e-5f;
    ASSERT_EQ(qsimrt_sqrt(f), std::sqrt(double(f))) << f;
  }
  for (double x : {0.0, 1.0, 4.0, 2.0, 5e-324, 2.2250738585072014e-308,
                   std::numeric_limits<double>::max(), double(INFINITY)})
    EXPECT_EQ(qsimrt_sqrt(x), std::sqrt(x));
  EXPECT_TRUE(std::isnan(qsimrt_sqrt(-1.0)));
}

TEST(Elementary, RintTiesToEven) {
  for (double x : {0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 3.49999999, 1e15 + 0.5,
                   0x1p51 + 0.5, 0x1p52 - 0.5, 0x1p52 + 1, 1e300, -1e300})
    EXPECT_EQ(qsimrt_rint(x), std::nearbyint(x)) << x;
}

TEST(Elementary, SplitIsFrexp) {
  for (double x : {1.0, 0.75, 3.0, 0x1p-40, 1e300, 5e-324, 1e-310}) {
    int want;
    const double fraction = std::frexp(x, &want);
    int32_t got;
    EXPECT_EQ(qsimrt_split(x, &got), fraction);
    EXPECT_EQ(got, want);
  }
}

// N3, N52: 1e-6 outside the root for pjreddie, 1e-5 inside for alexeyab, its
// own epsilon inside for onnx.
TEST(Elementary, Deviation) {
  // sqrt(0.25) = 0.5
  EXPECT_EQ(qsimrt_deviation(QSIMRT_PJREDDIE, 0, 0.25f),
            0.5 + double(0.000001f));
  EXPECT_EQ(qsimrt_deviation(QSIMRT_ALEXEYAB, 0, 0.25f),
            std::sqrt(double(0.25f + 0.00001f)));
  // N52: the sum is a float64.
  EXPECT_EQ(qsimrt_deviation(QSIMRT_ONNX, 1e-5f, 0.25f),
            std::sqrt(0.25 + double(1e-5f)));
}

} // namespace
