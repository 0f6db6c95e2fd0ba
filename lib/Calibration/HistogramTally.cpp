// SPDX-License-Identifier: Apache-2.0
// Measures, places and counts values block by block.
#include "HistogramTally.h"

#include "VectorClones.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

using namespace qsim;

namespace {

// Values are taken in blocks that stay in the first cache, from measuring them
// to counting them, and so that all but the counting itself vectorises.
constexpr std::size_t blockSize = 2048;

// Neighbouring values often fall into the same bin, and a counter must be
// stored before it can be read again: several take turns.
constexpr std::size_t turns = 4;
constexpr std::size_t fetched = 16; // floats of one line of a cache
constexpr std::size_t binCount = 2 * Histogram::binsPerSide;

// A bin this wide gives the magnitude an index of 2048..4095.
int exponentFor(float magnitude) {
  if (magnitude == 0)
    return Histogram::lowestExponent;
  return std::max(std::ilogb(magnitude) - 11, Histogram::lowestExponent);
}

// The extremes of the floats' bits, as integers with and without a sign: the
// compiler may compare those in any grouping, and so side by side. Among floats
// of one sign they are in order of magnitude.
struct Extent {
  std::int32_t least = std::numeric_limits<std::int32_t>::max();
  std::int32_t most = std::numeric_limits<std::int32_t>::min();
  std::uint32_t leastBits = ~std::uint32_t(0), mostBits = 0;
  std::uint32_t zeros = 0;

  static constexpr std::uint32_t signBit = 0x80000000,
                                 infinityBits = 0x7f800000;

  bool isFinite() const {
    return most < static_cast<std::int32_t>(infinityBits) &&
           mostBits < (signBit | infinityBits);
  }
  // Of finite values. Adding 0 makes 0 of -0: which of them it is must not
  // depend on the others.
  float smallest() const {
    return std::bit_cast<float>(mostBits & signBit ? mostBits : leastBits) +
           0.0f;
  }
  float largest() const {
    return std::bit_cast<float>(most >= 0 ? most : least) + 0.0f;
  }
};

QSIM_VECTOR_CLONES
void measure(const float *values, std::size_t count, Extent &extent) {
  Extent seen;
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::int32_t>(values[i]);
    const auto plain = std::bit_cast<std::uint32_t>(values[i]);
    seen.least = std::min(seen.least, bits);
    seen.most = std::max(seen.most, bits);
    seen.leastBits = std::min(seen.leastBits, plain);
    seen.mostBits = std::max(seen.mostBits, plain);
    seen.zeros += values[i] == 0;
  }
  extent = seen;
}

// floor(x / 2^k) with inverse = 2^-k. The product of a tiny x may round to
// zero, but the sign of x still tells on which side of zero it lies.
inline int binOf(float x, float inverse) {
  float scaled = x * inverse;
  int truncated = static_cast<int>(scaled);
  bool below =
      (scaled < static_cast<float>(truncated)) | ((truncated == 0) & (x < 0));
  return truncated - below;
}

// Of finite values, from bin 0 on.
QSIM_VECTOR_CLONES
void placesOf(const float *values, std::size_t count, float inverse,
              std::uint32_t *places) {
  for (std::size_t i = 0; i < count; ++i)
    places[i] = static_cast<std::uint32_t>(binOf(values[i], inverse) +
                                           Histogram::binsPerSide);
}

} // namespace

/// What was counted since the histogram's bins last grew.
struct HistogramTally::Counters {
  std::uint32_t taken[binCount][turns] = {};
  std::uint32_t places[blockSize];
  // The bins between those of 0 and of these hold all of it.
  float smallest = 0, largest = 0;
  std::uint64_t zeros = 0;

  void count(const float *values, std::size_t count, float inverse) {
    placesOf(values, count, inverse, places);
    std::size_t i = 0;
    for (; i + fetched <= count; i += fetched) {
      // The block behind this one: counting waits for its own counters only.
      __builtin_prefetch(values + blockSize + i);
      for (std::size_t k = i; k < i + fetched; k += turns)
        for (std::size_t turn = 0; turn < turns; ++turn)
          ++taken[places[k + turn]][turn];
    }
    for (; i < count; ++i)
      ++taken[places[i]][0];
  }

  void moveTo(std::vector<std::uint64_t> &counts, float inverse) {
    const int first = binOf(smallest, inverse) + Histogram::binsPerSide;
    const int last = binOf(largest, inverse) + Histogram::binsPerSide;
    for (int bin = first; bin <= last; ++bin)
      for (std::uint32_t &part : taken[bin]) {
        counts[static_cast<std::size_t>(bin)] += part;
        part = 0;
      }
    // Zeros fell into bin 0; they are counted apart.
    counts[Histogram::binsPerSide] -= zeros;
    smallest = largest = 0;
    zeros = 0;
  }
};

static float inverseWidth(int exponent) { return std::ldexp(1.0f, -exponent); }

HistogramTally::HistogramTally() : counters(std::make_unique<Counters>()) {}
HistogramTally::~HistogramTally() = default;

void HistogramTally::include(Histogram &histogram, const float *values,
                             std::size_t count) {
  Extent extent;
  measure(values, count, extent);
  if (!extent.isFinite()) {
    includeFinite(histogram, values, count);
    return;
  }
  const float low = extent.smallest(), high = extent.largest();
  histogram.include(low, high, count, extent.zeros);
  const int wanted = exponentFor(std::max(std::fabs(low), std::fabs(high)));
  if (wanted > histogram.binExponent) {
    finish(histogram);
    histogram.widen(wanted);
  }
  counters->smallest = std::min(counters->smallest, low);
  counters->largest = std::max(counters->largest, high);
  counters->zeros += extent.zeros;
  counters->count(values, count, inverseWidth(histogram.binExponent));
}

void HistogramTally::includeFinite(Histogram &histogram, const float *values,
                                   std::size_t count) {
  float kept[blockSize];
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (std::isfinite(values[i]))
      kept[size++] = values[i];
  histogram.nonFiniteCount += count - size;
  if (size > 0)
    include(histogram, kept, size);
}

void HistogramTally::add(Histogram &histogram, const float *values,
                         std::size_t count) {
  for (std::size_t i = 0; i < count; i += blockSize)
    include(histogram, values + i, std::min(blockSize, count - i));
}

void HistogramTally::finish(Histogram &histogram) {
  counters->moveTo(histogram.counts, inverseWidth(histogram.binExponent));
}
