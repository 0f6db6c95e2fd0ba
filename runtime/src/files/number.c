// SPDX-License-Identifier: Apache-2.0
// Locale-free numbers: decimal text to int64 and to correctly rounded float32.
#include "files/number.h"

#include <string.h>

static int is_digit(char c) { return c >= '0' && c <= '9'; }

int qsimrt_parse_integer(const char *text, int32_t length, int64_t *value) {
  int32_t at = 0;
  int negative = length > 0 && text[0] == '-';
  if (negative)
    ++at;
  if (at == length || (text[at] == '0' && (length > at + 1 || negative)))
    return 0;
  const uint64_t limit = negative ? (uint64_t)1 << 63 : INT64_MAX;
  uint64_t magnitude = 0;
  for (; at < length; ++at) {
    if (!is_digit(text[at]))
      return 0;
    uint64_t digit = (uint64_t)(text[at] - '0');
    if (magnitude > (limit - digit) / 10)
      return 0;
    magnitude = magnitude * 10 + digit;
  }
  if (!negative)
    *value = (int64_t)magnitude;
  else
    *value = magnitude == limit ? INT64_MIN : -(int64_t)magnitude;
  return 1;
}

// ---- big integers ----------------------------------------------------------

// 768 bits. The largest numbers below are the denominator 10^175 (582 bits)
// shifted by 25 and a numerator at most 2^26 times the denominator.
enum { WORDS = 24 };

typedef struct big {
  uint32_t word[WORDS]; // little-endian
} big;

static void big_multiply_add(big *n, uint32_t factor, uint32_t summand) {
  uint64_t carry = summand;
  for (int i = 0; i < WORDS; ++i) {
    carry += (uint64_t)n->word[i] * factor;
    n->word[i] = (uint32_t)carry;
    carry >>= 32;
  }
}

static int big_bits(const big *n) {
  for (int i = WORDS - 1; i >= 0; --i)
    for (int bit = 31; bit >= 0; --bit)
      if (n->word[i] >> bit & 1)
        return 32 * i + bit + 1;
  return 0;
}

static void big_shift_left(big *n, int bits) {
  int words = bits / 32;
  bits %= 32;
  for (int i = WORDS - 1; i >= 0; --i) {
    uint64_t high = i >= words ? n->word[i - words] : 0;
    uint64_t low = i > words ? n->word[i - words - 1] : 0;
    n->word[i] = (uint32_t)((high << 32 | low) << bits >> 32);
  }
}

static void big_halve(big *n) {
  for (int i = 0; i < WORDS; ++i) {
    uint32_t above = i + 1 < WORDS ? n->word[i + 1] : 0;
    n->word[i] = n->word[i] >> 1 | above << 31;
  }
}

// n -= m and 1 if n >= m, else 0.
static int big_subtract_if_not_less(big *n, const big *m) {
  int i = WORDS - 1;
  while (i > 0 && n->word[i] == m->word[i])
    --i;
  if (n->word[i] < m->word[i])
    return 0;
  uint64_t borrow = 0;
  for (i = 0; i < WORDS; ++i) {
    uint64_t difference = (uint64_t)n->word[i] - m->word[i] - borrow;
    n->word[i] = (uint32_t)difference;
    borrow = difference >> 63;
  }
  return 1;
}

// ---- float32 ---------------------------------------------------------------

// A midpoint between two float32 has at most 113 significant digits. Digits
// behind the first DIGITS only tell whether the number lies above what these
// say; one more digit, 1, stands for them.
enum { DIGITS = 128 };

// digits * 10^exponent
typedef struct decimal {
  big digits;
  int32_t count; // of significant digits in `digits`; 0: the number is zero
  int32_t exponent;
} decimal;

static int parse_exponent(const char *text, int32_t length, int32_t *value) {
  int32_t at = 0;
  int negative = 0;
  if (length > 0 && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    ++at;
  }
  if (at == length)
    return 0;
  int32_t magnitude = 0;
  for (; at < length; ++at) {
    if (!is_digit(text[at]))
      return 0;
    // Far outside float32, yet far from overflow with any length of digits.
    if (magnitude < 100000000)
      magnitude = magnitude * 10 + (text[at] - '0');
  }
  *value = negative ? -magnitude : magnitude;
  return 1;
}

static int parse_decimal(const char *text, int32_t length, decimal *out) {
  memset(out, 0, sizeof *out);
  int32_t at = 0, seen = 0;
  int64_t exponent = 0;
  int dropped = 0, fraction = 0;
  for (; at < length; ++at) {
    if (text[at] == '.' && !fraction && seen > 0) {
      fraction = 1;
      seen = 0;
      continue;
    }
    if (!is_digit(text[at]))
      break;
    ++seen;
    uint32_t digit = (uint32_t)(text[at] - '0');
    if (out->count == DIGITS) {
      dropped |= digit != 0;
      exponent += !fraction;
      continue;
    }
    if (digit != 0 || out->count > 0) {
      big_multiply_add(&out->digits, 10, digit);
      ++out->count;
    }
    exponent -= fraction;
  }
  if (seen == 0)
    return 0;
  int32_t written = 0;
  if (at < length &&
      ((text[at] != 'e' && text[at] != 'E') ||
       !parse_exponent(text + at + 1, length - at - 1, &written)))
    return 0;
  exponent += written;
  if (dropped) {
    big_multiply_add(&out->digits, 10, 1);
    ++out->count;
    --exponent;
  }
  if (exponent > 1000000)
    exponent = 1000000;
  if (exponent < -1000000)
    exponent = -1000000;
  out->exponent = (int32_t)exponent;
  return 1;
}

// Bits of the float32 nearest to a positive decimal; infinity on overflow.
static uint32_t round_to_float(decimal *number) {
  const uint32_t infinity = 0x7f800000U;
  int32_t magnitude = number->count + number->exponent; // value < 10^magnitude
  if (number->count == 0 || magnitude < -46)
    return 0; // below half of the smallest subnormal, 2^-150 = 7.0e-46
  if (magnitude > 39)
    return infinity;
  big denominator = {{1}};
  for (int32_t i = 0; i < number->exponent; ++i)
    big_multiply_add(&number->digits, 10, 0);
  for (int32_t i = number->exponent; i < 0; ++i)
    big_multiply_add(&denominator, 10, 0);

  // quotient = floor(value * 2^scale) with 25 or 26 bits: 24 of the significand
  // and at least one to round by. Subnormals end at 2^-149 and get fewer.
  int scale = 25 + big_bits(&denominator) - big_bits(&number->digits);
  if (scale > 150)
    scale = 150;
  if (scale > 0)
    big_shift_left(&number->digits, scale);
  else
    big_shift_left(&denominator, -scale);
  uint32_t quotient = 0;
  big_shift_left(&denominator, 26);
  for (int i = 26; i >= 0; --i) {
    if (big_subtract_if_not_less(&number->digits, &denominator))
      quotient |= (uint32_t)1 << i;
    big_halve(&denominator);
  }
  int inexact = big_bits(&number->digits) != 0;

  int drop = 1;
  while (quotient >> drop >= (uint32_t)1 << 24)
    ++drop;
  uint32_t significand = quotient >> drop;
  uint32_t rest = quotient & (((uint32_t)1 << drop) - 1);
  uint32_t half = (uint32_t)1 << (drop - 1);
  if (rest > half || (rest == half && (inexact || (significand & 1))))
    ++significand;
  if (significand == (uint32_t)1 << 24) {
    significand >>= 1;
    ++drop;
  }
  // value = significand * 2^(drop - scale)
  if (significand < (uint32_t)1 << 23)
    return significand; // subnormal: drop - scale = -149
  int exponent = drop - scale + 150;
  if (exponent >= 255)
    return infinity;
  return (uint32_t)exponent << 23 | (significand & 0x7fffffU);
}

// ---- the usual float32 -----------------------------------------------------

// Digits that a float64 holds exactly, and powers of ten that are float64.
enum { QUICK_DIGITS = 15, QUICK_POWER = 22 };

// D[.D][eN] of few digits: digits * 10^e is one float64 operation on exact
// operands (W. D. Clinger, "How to Read Floating Point Numbers Accurately",
// 1990). The float32 next to that float64 is the one next to the decimal, but
// where the float64 lies in the middle between two of them. 0: ask the others.
static int parse_quickly(const char *text, int32_t length, float *value) {
  static const double powers[QUICK_POWER + 1] = {
      1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  int64_t digits = 0;
  int32_t at = 0, count = 0, exponent = 0, written = 0;
  for (; at < length && is_digit(text[at]) && count <= QUICK_DIGITS;
       ++at, ++count)
    digits = digits * 10 + (text[at] - '0');
  if (count == 0 || count > QUICK_DIGITS)
    return 0;
  if (at < length && text[at] == '.')
    for (++at; at < length && is_digit(text[at]) && count <= QUICK_DIGITS;
         ++at, ++count, --exponent)
      digits = digits * 10 + (text[at] - '0');
  if (count > QUICK_DIGITS || text[at - 1] == '.' ||
      (at < length &&
       (text[at] != 'e' ||
        !parse_exponent(text + at + 1, length - at - 1, &written))))
    return 0;
  if (written < -100 || written > 100)
    return 0;
  exponent += written;
  if (exponent < -QUICK_POWER || exponent > QUICK_POWER)
    return 0;
  const double exact = exponent < 0 ? (double)digits / powers[-exponent]
                                    : (double)digits * powers[exponent];
  uint64_t bits;
  memcpy(&bits, &exact, sizeof bits);
  const uint64_t below_float32 = bits & ((UINT64_C(1) << 29) - 1);
  if (below_float32 == UINT64_C(1) << 28 || exact < 0x1p-126 || exact > 0x1p127)
    return 0;
  *value = (float)exact;
  return 1;
}

int qsimrt_parse_float(const char *text, int32_t length, float *value) {
  int negative = length > 0 && text[0] == '-';
  if (parse_quickly(text + negative, length - negative, value)) {
    *value = negative ? -*value : *value;
    return 1;
  }
  decimal number;
  if (!parse_decimal(text + negative, length - negative, &number))
    return 0;
  uint32_t bits = round_to_float(&number);
  if (bits == 0x7f800000U)
    return 0;
  if (negative)
    bits |= 0x80000000U;
  memcpy(value, &bits, sizeof bits);
  return 1;
}
