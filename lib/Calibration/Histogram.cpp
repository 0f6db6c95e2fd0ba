// SPDX-License-Identifier: Apache-2.0
// Signed histograms with power-of-two bins.
#include "qsim/Calibration/Histogram.h"

#include "HistogramTally.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

double Histogram::width() const { return std::ldexp(1.0, binExponent); }

int Histogram::firstBin() const {
  auto found = std::find_if(counts.begin(), counts.end(),
                            [](std::uint64_t n) { return n != 0; });
  return static_cast<int>(found - counts.begin()) - binsPerSide;
}

int Histogram::lastBin() const {
  auto found = std::find_if(counts.rbegin(), counts.rend(),
                            [](std::uint64_t n) { return n != 0; });
  return static_cast<int>(counts.rend() - found) - 1 - binsPerSide;
}

void Histogram::widen(int exponent) {
  if (exponent <= binExponent)
    return;
  int shift = std::min(exponent - binExponent, 31);
  binExponent = exponent;
  std::vector<std::uint64_t> wide(counts.size());
  for (int index = -binsPerSide; index < binsPerSide; ++index)
    wide[(index >> shift) + binsPerSide] += counts[index + binsPerSide];
  counts = std::move(wide);
}

void Histogram::include(float low, float high, std::uint64_t count,
                        std::uint64_t zeros) {
  smallest = finite ? std::min(smallest, low) : low;
  largest = finite ? std::max(largest, high) : high;
  finite += count;
  zeroCount += zeros;
}

void Histogram::add(const float *values, std::size_t count) {
  HistogramTally tally;
  tally.add(*this, values, count);
  tally.finish(*this);
}

void Histogram::merge(const Histogram &other) {
  nonFiniteCount += other.nonFiniteCount;
  if (other.finite == 0)
    return;
  include(other.smallest, other.largest, other.finite, other.zeroCount);
  widen(other.binExponent);
  int shift = std::min(binExponent - other.binExponent, 31);
  for (int index = -binsPerSide; index < binsPerSide; ++index)
    counts[(index >> shift) + binsPerSide] += other.counts[index + binsPerSide];
}

void Histogram::restore(int exponent, std::uint64_t zeros, float minimum,
                        float maximum, int firstBin,
                        const std::vector<std::uint64_t> &bins) {
  *this = Histogram();
  binExponent = exponent;
  zeroCount = finite = zeros;
  smallest = minimum;
  largest = maximum;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    counts[firstBin + binsPerSide + i] = bins[i];
    finite += bins[i];
  }
}
