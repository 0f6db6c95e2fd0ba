// SPDX-License-Identifier: Apache-2.0
// The scalar rules of numerics.md: N1, N2, N7, N7b, N9.
#include "Numerics.h"

#include <algorithm>
#include <cmath>

namespace oracle {

int32_t quantize(float x, const Quantization &quantization) {
  float inverse = static_cast<float>(1.0 / double(quantization.scale));
  float product = x * inverse;
  if (std::isnan(product)) // x is NaN (or 0 * infinity, of a tiny scale)
    return quantization.zero;
  float r = std::rint(product);
  // The sum in float64: exact wherever the clamp does not decide anyway.
  return static_cast<int32_t>(std::clamp(double(r) + quantization.zero,
                                         double(quantization.min()),
                                         double(quantization.max())));
}

float dequantize(int32_t q, const Quantization &quantization) {
  return static_cast<float>(q - quantization.zero) * quantization.scale;
}

namespace {

// Steps 1 to 3 of N7.
Multiplier normalize(double m, int multiplierBits, int maxShift) {
  if (!std::isfinite(m) || !(m > 0))
    throw Error("a multiplier is not a positive number");
  int exponent = 0;
  double fraction = std::frexp(m, &exponent); // 0.5 <= fraction < 1
  int64_t mult =
      static_cast<int64_t>(std::rint(std::ldexp(fraction, multiplierBits)));
  if (mult == int64_t(1) << multiplierBits) {
    mult = int64_t(1) << (multiplierBits - 1);
    exponent += 1;
  }
  int shift = multiplierBits - exponent;
  if (shift > maxShift) {
    mult = static_cast<int64_t>(std::rint(std::ldexp(m, maxShift)));
    shift = maxShift;
  }
  if (shift < 1)
    throw Error("a multiplier is too large: its shift would be below 1");
  return {static_cast<int32_t>(mult), shift};
}

// Step 4 of N7 and the end of N7b: takes out the factors 2 that all have.
void reduce(std::vector<Multiplier> &together) {
  int all = 0;
  for (const Multiplier &one : together)
    all |= one.mult;
  int shift = together[0].shift, halvings = 0;
  if (all == 0)
    shift = 1;
  for (; all != 0 && all % 2 == 0 && shift > 1; all /= 2, --shift)
    ++halvings;
  for (Multiplier &one : together)
    one = {one.mult >> halvings, shift};
}

} // namespace

Multiplier encode(double m, int multiplierBits, int maxShift) {
  return encodeTogether({m}, multiplierBits, maxShift)[0];
}

std::vector<Multiplier> encodeTogether(const std::vector<double> &m,
                                       int multiplierBits, int maxShift) {
  double largest = 0;
  for (double one : m) {
    if (!(one >= 0)) // also a NaN, which no comparison would find
      throw Error("a multiplier is not a positive number");
    largest = std::max(largest, one);
  }
  if (largest == 0) // the slope of a relu
    return std::vector<Multiplier>(m.size(), Multiplier{0, 1});
  Multiplier first = normalize(largest, multiplierBits, maxShift);
  std::vector<Multiplier> result;
  for (double one : m)
    result.push_back(one == largest
                         ? first
                         : Multiplier{static_cast<int32_t>(std::rint(
                                          std::ldexp(one, first.shift))),
                                      first.shift});
  reduce(result);
  return result;
}

int64_t scaleAndRound(int64_t a, Multiplier by, Rounding rounding) {
  using Wide = __int128;
  Wide product = Wide(a) * by.mult;
  Wide one = Wide(1) << by.shift;
  Wide half = one / 2;
  Wide magnitude = product < 0 ? -product : product;
  auto withSign = [&](Wide value) { return product < 0 ? -value : value; };
  // Division that rounds down, also below zero; the divisor is positive.
  auto floorDivide = [](Wide value, Wide divisor) {
    Wide quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
  };
  Wide result = 0;
  switch (rounding) {
  case Rounding::HalfUp:
    result = floorDivide(product + half, one);
    break;
  case Rounding::HalfAway:
    result = withSign((magnitude + half) / one);
    break;
  case Rounding::HalfEven: {
    result = floorDivide(product, one);
    Wide rest = product - result * one;
    if (rest > half || (rest == half && result % 2 != 0))
      result += 1;
    break;
  }
  case Rounding::TowardZero:
    result = withSign(magnitude / one);
    break;
  case Rounding::Floor:
    result = floorDivide(product, one);
    break;
  }
  return static_cast<int64_t>(result);
}

} // namespace oracle
