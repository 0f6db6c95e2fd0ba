// SPDX-License-Identifier: Apache-2.0
// Signed histograms with power-of-two bins.
#include "qsim/Calibration/Histogram.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

// Values are taken in blocks, so that all but the counting itself vectorises.
constexpr std::size_t blockSize = 1024;

// A bin this wide gives the magnitude an index of 2048..4095.
int exponentFor(float magnitude) {
  if (magnitude == 0)
    return Histogram::lowestExponent;
  return std::max(std::ilogb(magnitude) - 11, Histogram::lowestExponent);
}

struct Extent {
  float smallest, largest;
  std::size_t finite, zeros;
};

Extent measure(const float *values, std::size_t count) {
  Extent extent{INFINITY, -INFINITY, 0, 0};
  for (std::size_t i = 0; i < count; ++i) {
    float x = values[i];
    // False for NaN and infinities.
    bool isFinite = std::fabs(x) <= 3.40282347e38f;
    float low = isFinite ? x : INFINITY, high = isFinite ? x : -INFINITY;
    extent.smallest = low < extent.smallest ? low : extent.smallest;
    extent.largest = high > extent.largest ? high : extent.largest;
    extent.finite += isFinite;
    extent.zeros += x == 0;
  }
  return extent;
}

// floor(x / 2^k) with inverse = 2^-k. The product of a tiny x may round to
// zero, but the sign of x still tells on which side of zero it lies.
int binOf(float x, float inverse) {
  float scaled = x * inverse;
  int truncated = static_cast<int>(scaled);
  bool below =
      (scaled < static_cast<float>(truncated)) | ((truncated == 0) & (x < 0));
  return truncated - below;
}

} // namespace

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

void Histogram::add(const float *values, std::size_t count) {
  Extent extent = measure(values, count);
  nonFiniteCount += count - extent.finite;
  if (extent.finite == 0)
    return;
  smallest = finite ? std::min(smallest, extent.smallest) : extent.smallest;
  largest = finite ? std::max(largest, extent.largest) : extent.largest;
  // -0.0 and 0.0 must not depend on which came first.
  smallest += 0.0f;
  largest += 0.0f;
  finite += extent.finite;
  zeroCount += extent.zeros;
  widen(exponentFor(
      std::max(std::fabs(extent.smallest), std::fabs(extent.largest))));

  float inverse = std::ldexp(1.0f, -binExponent);
  std::uint64_t *middle = counts.data() + binsPerSide;
  if (extent.finite == count) {
    int bins[blockSize];
    std::size_t i = 0;
    for (; i + blockSize <= count; i += blockSize) {
      for (std::size_t j = 0; j < blockSize; ++j)
        bins[j] = binOf(values[i + j], inverse);
      for (int bin : bins)
        ++middle[bin];
    }
    for (; i < count; ++i)
      ++middle[binOf(values[i], inverse)];
  } else {
    for (std::size_t i = 0; i < count; ++i)
      if (std::isfinite(values[i]))
        ++middle[binOf(values[i], inverse)];
  }
  // Zeros fell into bin 0; they are counted apart.
  middle[0] -= extent.zeros;
}

void Histogram::merge(const Histogram &other) {
  nonFiniteCount += other.nonFiniteCount;
  if (other.finite == 0)
    return;
  smallest = finite ? std::min(smallest, other.smallest) : other.smallest;
  largest = finite ? std::max(largest, other.largest) : other.largest;
  finite += other.finite;
  zeroCount += other.zeroCount;
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
