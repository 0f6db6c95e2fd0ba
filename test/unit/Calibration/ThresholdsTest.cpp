// SPDX-License-Identifier: Apache-2.0
// Scales of activations with hand-computed values.
#include "qsim/Calibration/Thresholds.h"
#include "../../../lib/Calibration/Divergence.h"
#include "../../../lib/Calibration/SquaredError.h"
#include "qsim/Calibration/PowerOfTwo.h"
#include "qsim/Support/Random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

using namespace qsim;

namespace {

Histogram of(const std::vector<float> &values) {
  Histogram histogram;
  histogram.add(values.data(), values.size());
  return histogram;
}

// Sums of four uniform numbers: a bell from -4 to 4, with one far outlier.
std::vector<float> bell(std::uint64_t seed, std::size_t count, float outlier) {
  SplitMix64 random(seed);
  std::vector<float> values(count);
  for (float &value : values)
    value = static_cast<float>(2 * (random.uniform() + random.uniform() +
                                    random.uniform() + random.uniform()) -
                               4);
  values[0] = outlier;
  return values;
}

double measuredError(const std::vector<float> &values, double scale,
                     GridRange range) {
  double sum = 0;
  for (double x : values) {
    double q =
        std::fmin(std::fmax(std::nearbyint(x / scale), range.low), range.high);
    sum += (x - q * scale) * (x - q * scale);
  }
  return sum;
}

TEST(PowerOfTwo, RoundsUp) {
  EXPECT_EQ(powerOfTwoAtLeast(1.0), 1.0);
  EXPECT_EQ(powerOfTwoAtLeast(1.0000001), 2.0);
  EXPECT_EQ(powerOfTwoAtLeast(0.04), 0.0625); // 2^-5 = .03125 is too small
  EXPECT_TRUE(isPowerOfTwo(0.25));
  EXPECT_FALSE(isPowerOfTwo(0.3));
}

// No scale could be made of such numbers: 1e-42 / 127 is no float32 at all.
TEST(AllMethods, TinyMagnitudesCountAsZeros) {
  for (ThresholdMethod method :
       {ThresholdMethod::MinMax, ThresholdMethod::KL, ThresholdMethod::MSE,
        ThresholdMethod::Percentile, ThresholdMethod::Octav}) {
    ActivationRequest request{method};
    request.percentile = 99;
    const float zeros = static_cast<float>(emptyRange / 127);
    for (const Histogram &tensor : {of({0, 0}), of({1e-42f, -1e-40f, 0})})
      EXPECT_EQ(chooseScale(tensor, request).scale, zeros)
          << static_cast<int>(method);
  }
}

TEST(MinMax, CoversBothExtremes) {
  // max(5.08 / 127, 2 / 128) = 0.04
  ActivationRequest request{ThresholdMethod::MinMax};
  ActivationChoice choice = chooseScale(of({5.08f, -2.0f, 1.0f}), request);
  EXPECT_FLOAT_EQ(choice.scale, 0.04f);
  EXPECT_EQ(choice.saturation, 0);
  // max(1 / 127, 2.56 / 128) = 0.02
  EXPECT_FLOAT_EQ(chooseScale(of({1.0f, -2.56f}), request).scale, 0.02f);
}

TEST(MinMax, PowerOfTwoRoundsUp) {
  // 5 / 127 = 0.03937, the next power of two is 2^-4
  ActivationRequest request{ThresholdMethod::MinMax, ScaleGrid::PowerOfTwo};
  EXPECT_EQ(chooseScale(of({5.0f, -1.0f}), request).scale, 0x1p-4f);
}

TEST(MinMax, ZeroPointMovesTheRange) {
  // z = -128: integers 0..255 above zero; 5.1 / 255 = 0.02
  ActivationRequest request{ThresholdMethod::MinMax};
  request.zeroPoint = -128;
  EXPECT_FLOAT_EQ(chooseScale(of({5.1f, 0.5f}), request).scale, 0.02f);
}

TEST(MinMax, EmptyRange) {
  ActivationRequest request{ThresholdMethod::MinMax};
  // 2^-20 / 127
  EXPECT_EQ(chooseScale(of({0.0f, 0.0f}), request).scale,
            static_cast<float>(0x1p-20 / 127));
  for (auto method : {ThresholdMethod::KL, ThresholdMethod::MSE})
    EXPECT_GT(chooseScale(Histogram(), {method}).scale, 0);
  // 2^-20 / 127.5 = 2^-26.99, the next power of two is 2^-26
  EXPECT_EQ(chooseScale(Histogram(), {ThresholdMethod::Log2}).scale, 0x1p-26f);
}

TEST(Log2, NonOverflowKeepsTheExtremes) {
  // 1 / 127 = 0.00787 > 2^-7 = 0.00781: 2^-6
  ActivationRequest request{ThresholdMethod::Log2};
  request.form = Log2Form::NonOverflow;
  EXPECT_EQ(chooseScale(of({1.0f, 0.25f}), request).scale, 0x1p-6f);
  // -1 / -128 = 2^-7 exactly
  EXPECT_EQ(chooseScale(of({-1.0f, 0.25f}), request).scale, 0x1p-7f);
}

TEST(Log2, MinimumErrorMayRoundIntoTheRange) {
  // 1 / 127.5 = 0.00784 > 2^-7: candidates begin at 2^-6. One value of 1.0
  // clipped to 127/128 costs (1/128)^2; values spread over 0..1 gain far more.
  std::vector<float> values;
  for (int i = 1; i <= 1000; ++i)
    values.push_back(static_cast<float>(i) / 1000);
  EXPECT_EQ(chooseScale(of(values), {ThresholdMethod::Log2}).scale, 0x1p-7f);
}

TEST(Log2, MinimumErrorAgreesWithMeasuredErrors) {
  std::vector<float> values = bell(7, 20000, 30);
  GridRange range = gridRange(8, 0);
  double best = 0, least = INFINITY;
  for (int exponent = -2; exponent >= -6; --exponent) {
    double error = measuredError(values, std::ldexp(1.0, exponent), range);
    if (error < least) {
      least = error;
      best = std::ldexp(1.0, exponent);
    }
  }
  EXPECT_EQ(chooseScale(of(values), {ThresholdMethod::Log2}).scale, best);
}

TEST(Mse, ClosedFormMatchesMeasuredError) {
  std::vector<float> values = bell(11, 50000, 6);
  Histogram histogram = of(values);
  GridRange range = gridRange(8, 0);
  for (double scale : {0.01, 0.02, 0.04})
    EXPECT_NEAR(squaredError(histogram, scale, range, INFINITY) /
                    measuredError(values, scale, range),
                1, 0.02)
        << scale;
}

TEST(Mse, ClipsAnOutlier) {
  ActivationChoice choice =
      chooseScale(of(bell(13, 50000, 40)), {ThresholdMethod::MSE});
  // The bell ends at 4; keeping 40 would make the steps ten times as wide.
  EXPECT_LT(choice.threshold, 40);
  EXPECT_GT(choice.threshold, 3);
  EXPECT_GT(choice.saturation, 0);
}

TEST(Mse, IsNoWorseThanMinMax) {
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    Histogram histogram = of(bell(seed, 2000, 9));
    for (int bits : {2, 4, 8}) {
      ActivationRequest mse{ThresholdMethod::MSE},
          whole{ThresholdMethod::MinMax};
      mse.bits = whole.bits = bits;
      EXPECT_LE(chooseScale(histogram, mse).error,
                chooseScale(histogram, whole).error);
    }
  }
}

TEST(Kl, KnownSmallExample) {
  // Four bins, two levels. Keeping 2 bins: P = {1, 2 + 1 + 4}, levels are one
  // bin each, so Q = {1, 2}: P = {1/8, 7/8}, Q = {1/3, 2/3}.
  Magnitudes magnitudes{{1, 2, 1, 4}, 1};
  double two = 1.0 / 8 * std::log(3.0 / 8) + 7.0 / 8 * std::log(21.0 / 16);
  EXPECT_NEAR(*divergenceAt(magnitudes, 2, 2), two, 1e-12);
  // Keeping 4: levels {0, 1} and {2, 3}: Q = {1.5, 1.5, 2.5, 2.5}, both of 8.
  double four = (std::log(1 / 1.5) + 2 * std::log(2 / 1.5) + std::log(1 / 2.5) +
                 4 * std::log(4 / 2.5)) /
                8;
  EXPECT_NEAR(*divergenceAt(magnitudes, 4, 2), four, 1e-12);
}

TEST(Kl, EmptyBinsAreSmoothed) {
  // Bin 1 is empty in P and so in Q: each gives 1e-4 / 3 from three bins.
  // P = {2 - t, e, 3 - t, 1 - t}; levels {0, 1} -> {2, 0}, {2, 3} -> {2, 2}.
  double e = 1e-4, t = e / 3;
  double expected = 0;
  for (auto [p, q] : {std::pair{2 - t, 2 - t}, std::pair{e, e},
                      std::pair{3 - t, 2 - t}, std::pair{1 - t, 2 - t}})
    expected += p / 6 * std::log(p / q);
  EXPECT_NEAR(*divergenceAt({{2, 0, 3, 1}, 1}, 4, 2), expected, 1e-12);
}

TEST(Kl, CandidateWithANonPositiveBinIsSkipped) {
  // The outliers put 5 into P's last bin while Q's level there holds nothing;
  // a bin with less than the smoothing takes cannot stay positive.
  std::vector<double> counts(4000);
  counts[0] = 1e-3;
  counts[3999] = 5;
  EXPECT_FALSE(divergenceAt({counts, 1}, 4000, 2).has_value());
}

TEST(Kl, TieTakesTheLargerThreshold) {
  // Equal bins: no candidate loses anything but the outliers; the whole range
  // has none, so it wins with divergence 0.
  DivergenceChoice choice = leastDivergence({{3, 3, 3, 3}, 0.5}, 2);
  EXPECT_EQ(choice.threshold, 4.5 * 0.5);
  EXPECT_NEAR(choice.divergence, 0, 1e-15);
}

TEST(Kl, FoldsToAtMost2048Bins) {
  // 3.999 and width 2^-10 use bin 4094: two bins become one, 2^-9 wide.
  Magnitudes magnitudes =
      foldMagnitudes(of({3.999f, -3.999f, 0.0f, 1.0f}), INFINITY);
  EXPECT_EQ(magnitudes.counts.size(), 2048u);
  EXPECT_EQ(magnitudes.width, 0x1p-9);
  EXPECT_EQ(magnitudes.counts.back(), 2);
  EXPECT_EQ(magnitudes.counts[512], 1); // 1.0 * 2^9
}

TEST(Kl, ClipsALongTailAndSnapsUp) {
  Histogram histogram = of(bell(17, 100000, 60));
  ActivationChoice any = chooseScale(histogram, {ThresholdMethod::KL});
  EXPECT_LT(any.threshold, 30);
  EXPECT_GT(any.threshold, 2);
  ActivationChoice snapped =
      chooseScale(histogram, {ThresholdMethod::KL, ScaleGrid::PowerOfTwo});
  EXPECT_EQ(snapped.scale, powerOfTwoAtLeast(any.scale));
}

TEST(Saturation, CountsWhatLiesOutside) {
  // Scale 1/127: 1.0 is the last that fits; two of eight values are beyond.
  ActivationChoice choice =
      judgeScale(of({2.0f, -2.0f, 1.0f, 0.5f, 0.25f, 0.125f, 0.0f, 0.0f}),
                 1.0f / 127, 8, 0);
  EXPECT_DOUBLE_EQ(choice.saturation, 0.25);
}

TEST(Cap, LimitsTheRange) {
  // 12 / 127 although the values reach -48.
  ActivationRequest request{ThresholdMethod::MinMax};
  request.cap = 12;
  EXPECT_FLOAT_EQ(chooseScale(of({-48.0f, 20.0f, 1.0f}), request).scale,
                  12.0f / 127);
}

} // namespace
