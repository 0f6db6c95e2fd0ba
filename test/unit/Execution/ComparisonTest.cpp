// SPDX-License-Identifier: Apache-2.0
// The order in which layers are blamed.
#include "qsim/Execution/Comparison.h"

#include <gtest/gtest.h>

using namespace qsim;

namespace {

Difference noisy(double signal, double noise) {
  Difference difference;
  difference.count = 1;
  difference.signal = signal;
  difference.noise = noise;
  return difference;
}

LayerComparison layer(int index, Difference own) {
  LayerComparison result;
  result.layer = index;
  result.own = own;
  return result;
}

TEST(Blame, MostOwnNoiseFirstNoneLast) {
  Comparison comparison;
  // Ratios 0, 0.1, 0.5, 0, 0.1, infinite.
  comparison.layers = {layer(0, noisy(1, 0)),  layer(1, noisy(10, 1)),
                       layer(2, noisy(2, 1)),  layer(3, noisy(0, 0)),
                       layer(4, noisy(20, 2)), layer(5, noisy(0, 1))};
  EXPECT_EQ(orderByBlame(comparison), (std::vector<int>{5, 2, 1, 4, 0, 3}));
}

TEST(Blame, OutputsDecideWhereTheyWereMeasured) {
  Comparison comparison;
  comparison.layers = {layer(0, noisy(1, 1)), layer(1, noisy(4, 1))};
  comparison.layers[0].outputs = noisy(100, 1);
  comparison.layers[1].outputs = noisy(50, 1);
  EXPECT_EQ(orderByBlame(comparison), (std::vector<int>{1, 0}));
}

} // namespace
