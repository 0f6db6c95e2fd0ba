// SPDX-License-Identifier: Apache-2.0
// Tests of the number parser against the C library's correctly rounding strtof.
#include "gtest/gtest.h"

#include <cfloat>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>

extern "C" {
#include "files/number.h"
}

namespace {

void expectLikeStrtof(const std::string &text) {
  float value = -7;
  int ok = qsimrt_parse_float(text.data(), int32_t(text.size()), &value);
  float wanted = std::strtof(text.c_str(), nullptr);
  if (std::isinf(wanted)) {
    EXPECT_FALSE(ok) << text;
    return;
  }
  ASSERT_TRUE(ok) << text;
  EXPECT_EQ(std::memcmp(&value, &wanted, sizeof value), 0)
      << text << " gives " << value << ", wanted " << wanted;
}

std::string print(const char *format, double value) {
  char text[400];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

TEST(ParseFloat, readsEveryNumberBackThatItIsGiven) {
  std::mt19937 random(1);
  for (int i = 0; i < 50000; ++i) {
    uint32_t bits = uint32_t(random());
    float value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value))
      continue;
    expectLikeStrtof(print("%.9g", value));
    expectLikeStrtof(print("%.5g", value));
    expectLikeStrtof(print("%.60e", value));
  }
}

TEST(ParseFloat, roundsMidpointsToEvenAndTheirNeighboursAway) {
  std::mt19937 random(2);
  for (int i = 0; i < 5000; ++i) {
    // Every exponent down to the subnormals.
    uint32_t bits = uint32_t(random()) & 0x7fffffffu;
    float value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value) || value == FLT_MAX)
      continue;
    // All digits of the midpoint: a double holds it exactly.
    double midpoint =
        (double(value) + double(std::nextafterf(value, INFINITY))) / 2;
    std::string exact = print("%.160e", midpoint);
    expectLikeStrtof(exact);
    exact[exact.find('e') - 1] = '1'; // beyond the digits that are kept
    expectLikeStrtof(exact);
    expectLikeStrtof(print("%.160e", std::nextafter(midpoint, 0)));
  }
}

TEST(ParseFloat, limits) {
  for (const char *text :
       {"0",
        "-0",
        "0.0",
        "0e999999999999",
        "1e-99999999999999999999",
        "7.0064923216240853546186479164495806564013097093825788587853e-46",
        "7.0064923216240853546186479164495806564013097093825788587854e-46",
        "1.401298464324817e-45",
        "1.17549435e-38",
        "1.1754942e-38",
        "3.4028234663852886e38",
        "340282356779733661637539395458142568447",
        "340282356779733661637539395458142568448",
        "1e39",
        "1e999999999999",
        "0.00000000000000000000000000000000000000000000000000001e60",
        "1000000000000000000000000000000000000000000000000000000e-50",
        "999999999999999",
        "9999999999999999",
        "1234567.89012345e-20",
        "16777217",
        "16777216.9999999",
        "16777217e22",
        "16777217e23",
        "1.17549436e-38",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23"})
    expectLikeStrtof(text);
  expectLikeStrtof("0." + std::string(5000, '0') + "123e5001");
  expectLikeStrtof(std::string(5000, '9') + "e-5000");
  // 1 + 2^-24 is a midpoint: the digit far behind decides.
  expectLikeStrtof("1.000000059604644775390625" + std::string(5000, '0') + "1");
}

TEST(ParseFloat, refusesJunk) {
  for (std::string text :
       {"",     "-",   "+1",    ".5",   "5.", "1.e5", "e5",
        "1e",   "1e+", "1e5.0", "1,5",  "1 ", " 1",   "1..2",
        "0x10", "inf", "nan",   "-inf", "1f", "--1",  "1e--5"}) {
    float value = 42;
    EXPECT_FALSE(qsimrt_parse_float(text.data(), int32_t(text.size()), &value))
        << text;
    EXPECT_EQ(value, 42) << text;
  }
}

TEST(ParseInteger, limits) {
  for (int64_t wanted : {int64_t(0), int64_t(7), int64_t(-1), int64_t(-128),
                         INT64_MAX, INT64_MIN, INT64_MIN + 1}) {
    std::string text = std::to_string(wanted);
    int64_t value;
    ASSERT_TRUE(
        qsimrt_parse_integer(text.data(), int32_t(text.size()), &value));
    EXPECT_EQ(value, wanted);
  }
}

TEST(ParseInteger, refusesJunk) {
  for (std::string text :
       {"", "-", "+1", "-0", "00", "01", "1 ", " 1", "1.0", "1e3", "0x1", "a",
        "9223372036854775808", "-9223372036854775809",
        "99999999999999999999999999"}) {
    int64_t value = 42;
    EXPECT_FALSE(
        qsimrt_parse_integer(text.data(), int32_t(text.size()), &value))
        << text;
    EXPECT_EQ(value, 42) << text;
  }
}

} // namespace
