// SPDX-License-Identifier: Apache-2.0
// The distribution of one tensor's values, gathered in one pass.
#ifndef QSIM_CALIBRATION_HISTOGRAM_H
#define QSIM_CALIBRATION_HISTOGRAM_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace qsim {

/// A signed histogram whose bins are 2^exponent() wide: a value x that is not
/// zero is counted in bin floor(x / width). The exponent follows from the
/// largest magnitude alone, and a wider bin is exactly the union of narrower
/// ones, so the result depends neither on the order of the values nor on how
/// they were divided among histograms that are merged later.
class Histogram {
public:
  /// Bins -binsPerSide..binsPerSide-1 exist.
  static constexpr int binsPerSide = 4096;
  /// The exponent before a value was seen, and the smallest there is.
  static constexpr int lowestExponent = -126;

  Histogram() : counts(2 * binsPerSide) {}

  void add(const float *values, std::size_t count);
  void merge(const Histogram &other);

  int exponent() const { return binExponent; }
  double width() const;
  /// How many values other than zero lie in [index * width, (index+1) * width).
  std::uint64_t bin(int index) const { return counts[index + binsPerSide]; }
  /// First and last bin in use; first > last where only zeros were seen.
  int firstBin() const;
  int lastBin() const;

  /// Finite values, zeros included.
  std::uint64_t total() const { return finite; }
  std::uint64_t zeros() const { return zeroCount; }
  /// NaN and infinities; they are in no bin.
  std::uint64_t nonFinite() const { return nonFiniteCount; }
  /// Of the finite values; 0 when there are none.
  float minimum() const { return finite ? smallest : 0; }
  float maximum() const { return finite ? largest : 0; }

  bool operator==(const Histogram &) const = default;

  /// Puts a saved histogram back. The caller has checked that the parts belong
  /// together: lowestExponent <= exponent <= 116, every bin in range.
  void restore(int exponent, std::uint64_t zeros, float minimum, float maximum,
               int firstBin, const std::vector<std::uint64_t> &bins);

private:
  friend class HistogramTally;
  /// `count` finite values, `zeros` of them zero; not yet in their bins.
  void include(float low, float high, std::uint64_t count, std::uint64_t zeros);
  void widen(int exponent);

  std::vector<std::uint64_t> counts;
  int binExponent = lowestExponent;
  std::uint64_t finite = 0, zeroCount = 0, nonFiniteCount = 0;
  float smallest = 0, largest = 0;
};

} // namespace qsim

#endif // QSIM_CALIBRATION_HISTOGRAM_H
