// SPDX-License-Identifier: Apache-2.0
// Signed histograms with power-of-two bins.
#include "qsim/Calibration/Histogram.h"

#include "VectorClones.h"

#include <algorithm>
#include <bit>
#include <cmath>

using namespace qsim;

namespace {

// Values are taken in blocks that stay in the first cache, from measuring them
// to counting them, and so that all but the counting itself vectorises.
constexpr std::size_t blockSize = 2048;

// Neighbouring values often fall into the same bin, and a counter must be
// stored before it can be read again: several take turns.
constexpr std::size_t turns = 4;
constexpr std::size_t binCount = 2 * Histogram::binsPerSide;

// A bin this wide gives the magnitude an index of 2048..4095.
int exponentFor(float magnitude) {
  if (magnitude == 0)
    return Histogram::lowestExponent;
  return std::max(std::ilogb(magnitude) - 11, Histogram::lowestExponent);
}

// Of the finite values. Floats as integers in the same order: the compiler may
// compare those in any grouping, and so side by side. -0 comes before 0.
struct Extent {
  std::int32_t smallest, largest;
  std::uint32_t finite, zeros;
};

constexpr std::int32_t magnitudeBits = 0x7fffffff, infinityBits = 0x7f800000;

// From and to the float's own bits.
inline std::int32_t inOrder(std::int32_t bits) {
  return bits ^ ((bits >> 31) & magnitudeBits);
}

float valueOf(std::int32_t ordered) {
  // Adding makes 0 of -0: it must not depend on which came first.
  return std::bit_cast<float>(inOrder(ordered)) + 0.0f;
}

QSIM_VECTOR_CLONES
void measure(const float *values, std::size_t count, Extent &extent) {
  std::int32_t smallest = magnitudeBits, largest = ~magnitudeBits;
  std::uint32_t finite = 0, zeros = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::int32_t>(values[i]);
    const std::int32_t magnitude = bits & magnitudeBits;
    const std::int32_t isFinite =
        -(magnitude < infinityBits); // all bits or none
    const std::int32_t ordered = inOrder(bits) & isFinite;
    smallest = std::min(smallest, ordered | (~isFinite & magnitudeBits));
    largest = std::max(largest, ordered | (~isFinite & ~magnitudeBits));
    finite -= static_cast<std::uint32_t>(isFinite);
    zeros += magnitude == 0;
  }
  extent = {smallest, largest, finite, zeros};
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

/// What one call of add has counted since the bins last grew; at most 2^32
/// values a turn.
struct Histogram::Tally {
  std::uint32_t taken[binCount][turns] = {};

  void count(const float *values, std::size_t count, float inverse) {
    std::uint32_t places[blockSize];
    placesOf(values, count, inverse, places);
    std::size_t i = 0;
    for (; i + turns <= count; i += turns)
      for (std::size_t turn = 0; turn < turns; ++turn)
        ++taken[places[i + turn]][turn];
    for (; i < count; ++i)
      ++taken[places[i]][0];
  }

  void moveTo(std::vector<std::uint64_t> &counts) {
    for (std::size_t bin = 0; bin < binCount; ++bin)
      for (std::uint32_t &part : taken[bin]) {
        counts[bin] += part;
        part = 0;
      }
  }
};

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

void Histogram::include(const float *values, std::size_t count, Tally &tally) {
  Extent extent;
  measure(values, count, extent);
  nonFiniteCount += count - extent.finite;
  if (extent.finite == 0)
    return;
  const float low = valueOf(extent.smallest), high = valueOf(extent.largest);
  smallest = finite ? std::min(smallest, low) : low;
  largest = finite ? std::max(largest, high) : high;
  finite += extent.finite;
  zeroCount += extent.zeros;
  const int wanted = exponentFor(std::max(std::fabs(low), std::fabs(high)));
  if (wanted > binExponent) {
    tally.moveTo(counts);
    widen(wanted);
  }
  const float inverse = std::ldexp(1.0f, -binExponent);
  if (extent.finite == count) {
    tally.count(values, count, inverse);
    return;
  }
  for (std::size_t i = 0; i < count; ++i)
    if (std::isfinite(values[i]))
      tally.count(values + i, 1, inverse);
}

void Histogram::add(const float *values, std::size_t count) {
  const std::uint64_t zerosBefore = zeroCount;
  Tally tally;
  for (std::size_t i = 0; i < count; i += blockSize)
    include(values + i, std::min(blockSize, count - i), tally);
  tally.moveTo(counts);
  // Zeros fell into bin 0; they are counted apart.
  counts[binsPerSide] -= zeroCount - zerosBefore;
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
