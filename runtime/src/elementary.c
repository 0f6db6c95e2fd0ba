// SPDX-License-Identifier: Apache-2.0
// The runtime's own elementary functions: results do not depend on a libm.
#include "elementary.h"

#include <string.h>

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// 2^exponent, -1022 <= exponent <= 1023.
static double power_of_two(int32_t exponent) {
  return from_bits((uint64_t)(exponent + 1023) << 52);
}

double qsimrt_split(double x, int32_t *exponent) {
  int32_t lifted = 0;
  if (((bits_of(x) >> 52) & 0x7ff) == 0) { // subnormal
    x *= 0x1p54;
    lifted = 54;
  }
  const uint64_t bits = bits_of(x);
  *exponent = (int32_t)((bits >> 52) & 0x7ff) - 1022 - lifted;
  return from_bits((bits & ~((uint64_t)0x7ff << 52)) | (uint64_t)1022 << 52);
}

double qsimrt_sqrt(double x) {
  if (x != x || x < 0)
    return from_bits((uint64_t)0x7ff8 << 48);
  if (x == 0 || bits_of(x) == (uint64_t)0x7ff << 52)
    return x;
  int32_t exponent;
  // x = m * 2^exponent with an even exponent and 0.25 <= m < 1.
  double m = qsimrt_split(x, &exponent);
  if (exponent & 1) {
    m *= 0.5;
    exponent += 1;
  }
  // Digit by digit: 54 bits of sqrt(m) = root / 2^54, one more than a float64
  // has. `rest` is what is left of m, scaled by 4 with each digit; it stays
  // below 2 * root + 1 < 2^56. m has at most 54 bits after the point.
  uint64_t digits = (uint64_t)(m * 0x1p54);
  uint64_t root = 0, rest = 0;
  for (int i = 0; i < 54; ++i) {
    rest = rest << 2 | (digits >> 52 & 3);
    digits = (digits << 2) & (((uint64_t)1 << 54) - 1);
    const uint64_t trial = root << 2 | 1;
    root <<= 1;
    if (rest >= trial) {
      rest -= trial;
      root |= 1;
    }
  }
  // The last bit is the half. Exactly half cannot be: a root of 54 bits has a
  // square of at least 107 bits, and m has 54.
  root = (root >> 1) + (root & 1);
  return (double)root * 0x1p-53 * power_of_two(exponent / 2);
}

// exp(x) = 2^k * exp(r), r = x - k * ln 2, |r| <= ln 2 / 2. ln 2 is split so
// that k * ln2_high is exact: the product has 11 + 33 bits.
double qsimrt_exp(double x) {
  static const double ln2_high = 0x1.62e42feep-1;
  static const double ln2_low = 0x1.a39ef35793c76p-33;
  static const double one_over_ln2 = 0x1.71547652b82fep+0;
  if (x != x)
    return x;
  if (x > 709.8)
    return from_bits((uint64_t)0x7ff << 52);
  if (x < -745.2)
    return 0;
  const double k = qsimrt_rint(x * one_over_ln2);
  const double high = x - k * ln2_high;
  const double low = k * ln2_low;
  const double r = high - low;
  // exp(r) - 1 - r by its series; the first term left out, r^14 / 14!, is below
  // 2^-57.
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r * r;
  // 1 + high + (p - low), keeping what each of the two sums rounds away.
  const double small = p - low;
  const double sum = high + small;
  const double lost = (high - sum) + small;
  double y = 1.0 + sum;
  y += ((1.0 - y) + sum) + lost;
  const int32_t exponent = (int32_t)k;
  if (exponent > 1023)
    return y * 0x1p1023 * 2.0;
  if (exponent < -1021)
    return y * power_of_two(exponent + 200) * 0x1p-200;
  return y * power_of_two(exponent);
}

// log(x) = k * ln 2 + log(m), x = m * 2^k, sqrt(1/2) <= m < sqrt(2). With
// f = m - 1 and s = f / (2 + f): log(m) = 2 s + s * R, R the rest of the series
// 2 * atanh(s) / s, and 2 s = f - s * f, 2 s = f - f^2 / 2 + s * f^2 / 2.
double qsimrt_log(double x) {
  static const double ln2_high = 0x1.62e42feep-1;
  static const double ln2_low = 0x1.a39ef35793c76p-33;
  if (x != x || x < 0)
    return from_bits((uint64_t)0x7ff8 << 48);
  if (x == 0)
    return from_bits((uint64_t)0xfff << 52);
  if (bits_of(x) == (uint64_t)0x7ff << 52)
    return x;
  int32_t exponent;
  double m = qsimrt_split(x, &exponent);
  if (m < 0x1.6a09e667f3bcdp-1) {
    m *= 2;
    exponent -= 1;
  }
  const double k = exponent;
  const double f = m - 1; // exact
  const double s = f / (2 + f);
  const double z = s * s;
  // 2/3 z + 2/5 z^2 + ... + 2/23 z^11; z < 0.0295, so what is left out is below
  // 2^-63 of the whole.
  double rest = 2.0 / 23.0;
  rest = rest * z + 2.0 / 21.0;
  rest = rest * z + 2.0 / 19.0;
  rest = rest * z + 2.0 / 17.0;
  rest = rest * z + 2.0 / 15.0;
  rest = rest * z + 2.0 / 13.0;
  rest = rest * z + 2.0 / 11.0;
  rest = rest * z + 2.0 / 9.0;
  rest = rest * z + 2.0 / 7.0;
  rest = rest * z + 2.0 / 5.0;
  rest = rest * z + 2.0 / 3.0;
  rest = rest * z;
  // log(m) = f - (f^2 / 2 - s * (f^2 / 2 + rest)): the large terms last.
  const double half_square = 0.5 * f * f;
  const double small = s * (half_square + rest) + k * ln2_low;
  return k * ln2_high + (f - (half_square - small));
}

double qsimrt_pow(double x, double power) {
  return qsimrt_exp(power * qsimrt_log(x));
}

static int is_integer(double x) { return qsimrt_rint(x) == x; }

double qsimrt_real_pow(double x, double power) {
  if (x != x || power != power)
    return x + power;
  if (x == 0)
    return power > 0 ? 0 : power < 0 ? from_bits((uint64_t)0x7ff << 52) : 1;
  if (x > 0)
    return qsimrt_pow(x, power);
  if (!is_integer(power))
    return from_bits((uint64_t)0x7ff8 << 48);
  const double size = qsimrt_pow(-x, power);
  return is_integer(power / 2) ? size : -size;
}
