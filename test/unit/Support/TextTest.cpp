// SPDX-License-Identifier: Apache-2.0
// Results, numbers as text, JSON, tables, progress lines.
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Progress.h"
#include "qsim/Support/Result.h"
#include "qsim/Support/Table.h"

#include <clocale>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <memory>

using namespace qsim;

TEST(Result, HoldsAValueOrAnError) {
  Result<std::unique_ptr<int>> value = std::make_unique<int>(3);
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value.message(), "");
  std::unique_ptr<int> taken = *std::move(value);
  EXPECT_EQ(*taken, 3);
  Result<int> failed = Error{"x: bad"};
  EXPECT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "x: bad");
  EXPECT_TRUE(Result<void>().ok());
  EXPECT_EQ(Result<void>(Error{"no"}).message(), "no");
}

TEST(Numbers, AreShortestAndReadBack) {
  EXPECT_EQ(formatFloat(0.1f), "0.1");
  EXPECT_EQ(formatFloat(1), "1");
  EXPECT_EQ(formatFloat(-0.0f), "-0");
  EXPECT_EQ(formatFloat(1e-20f), "1e-20");
  EXPECT_EQ(formatDouble(0.1f), "0.10000000149011612");
  for (float value : {std::numeric_limits<float>::denorm_min(),
                      std::numeric_limits<float>::max(), 1.0f / 3})
    EXPECT_EQ(parseFloat(formatFloat(value)), value);
  for (double value : {std::numeric_limits<double>::denorm_min(),
                       std::numeric_limits<double>::max(), 1.0 / 3})
    EXPECT_EQ(parseDouble(formatDouble(value)), value);
  EXPECT_EQ(formatFixed(0.9045, 3), "0.904"); // 0.9045 lies below as a double
  EXPECT_EQ(formatFixed(-2, 1), "-2.0");
  EXPECT_EQ(formatFixed(1e300, 0).size(), 301u);
  EXPECT_EQ(formatDouble(std::nan("")), "nan");
  EXPECT_EQ(formatFixed(std::nan(""), 2), "nan");
  EXPECT_EQ(formatFloat(-INFINITY), "-inf");
}

TEST(Numbers, AreStrict) {
  for (const char *bad : {"", " 1", "1 ", "+1", "0x10", "1,5", "nan", "inf",
                          "1e99", "1e-99", "1.0f", "--1"})
    EXPECT_EQ(parseFloat(bad), std::nullopt) << bad;
  for (const char *bad : {"", "1.0", "9223372036854775808", "+1", " 1", "1x"})
    EXPECT_EQ(parseInteger(bad), std::nullopt) << bad;
  EXPECT_EQ(parseFloat("-1.5e2"), -150.0f);
  EXPECT_EQ(parseInteger("-9223372036854775808"),
            std::numeric_limits<std::int64_t>::min());
}

TEST(Json, OneLine) {
  JsonWriter json;
  json.beginObject().member("a", 1).member("b", 0.1f).member("c", true);
  json.key("d").beginArray().value(0.1).null().value("x").endArray();
  json.key("e").beginObject().endObject();
  json.member("f", std::uint64_t(18446744073709551615u));
  json.member("g", std::int8_t(-3)).endObject();
  EXPECT_EQ(json.take(), R"({"a":1,"b":0.1,"c":true,"d":[0.1,null,"x"],)"
                         R"("e":{},"f":18446744073709551615,"g":-3})");
}

TEST(Json, Pretty) {
  JsonWriter json(JsonWriter::Style::Pretty);
  json.beginObject().key("a").beginArray().value(1).value(2).endArray();
  json.key("b").beginArray().endArray().endObject();
  EXPECT_EQ(json.take(), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

TEST(Json, NumbersThatJsonLacksBecomeNull) {
  JsonWriter json;
  json.beginArray().value(std::nan("")).value(INFINITY).endArray();
  EXPECT_EQ(json.take(), "[null,null]");
}

static std::string quoted(std::string_view text) {
  JsonWriter json;
  json.value(text);
  return json.take();
}

TEST(Json, EscapesText) {
  EXPECT_EQ(quoted("a\"b\\c\n\t\r"), R"("a\"b\\c\n\t\r")");
  EXPECT_EQ(quoted(std::string_view("\0\x1f\x7f", 3)),
            R"("\u0000\u001f\u007f")");
  EXPECT_EQ(quoted("\u00e9\u20ac\U0001F600"), "\"\u00e9\u20ac\U0001F600\"");
  // Latin-1, an overlong slash, a surrogate, a cut sequence, beyond Unicode.
  EXPECT_EQ(quoted("\xe9!"), R"("\ufffd!")");
  EXPECT_EQ(quoted("\xc0\xaf"), R"("\ufffd\ufffd")");
  EXPECT_EQ(quoted("\xed\xa0\x80"), R"("\ufffd\ufffd\ufffd")");
  EXPECT_EQ(quoted("\xe2\x82"), R"("\ufffd\ufffd")");
  EXPECT_EQ(quoted("\xf4\x90\x80\x80"), R"("\ufffd\ufffd\ufffd\ufffd")");
}

TEST(Table, AlignsNumbersRight) {
  Table table({"layer", "mAP"});
  table.addRow({"conv_1", "0.9"});
  table.addRow({"caf\u00e9", "-"});
  table.addRule();
  table.addRow({"all", "10.25"});
  EXPECT_EQ(table.text(), "layer     mAP\n"
                          "-------------\n"
                          "conv_1    0.9\n"
                          "caf\u00e9        -\n"
                          "-------------\n"
                          "all     10.25\n");
}

TEST(Table, TakesRaggedRows) {
  Table table({"a"});
  EXPECT_EQ(table.text(), "a\n");
  table.addRow({"x", "word", "1"});
  table.addRow({});
  EXPECT_EQ(table.text(), "a\n----------\nx  word  1\n\n");
}

TEST(Progress, ShowsRateAndRemainingTime) {
  EXPECT_EQ(progressLine("calibrate", "pictures", 50, 100, 10),
            "calibrate [############------------] 50/100 pictures, 5.0/s, "
            "10 s left");
  EXPECT_EQ(progressLine("x", "layers", 1, 3662, 1),
            "x [------------------------] 1/3662 layers, 1.0/s, "
            "1 h 1 min 1 s left");
  EXPECT_EQ(progressLine("x", "layers", 0, 0, 0),
            "x [########################] 0/0 layers, 0.0/s");
}

TEST(Progress, TellsProgramsInLines) {
  setenv("QSIM_PROGRESS", "lines", 1);
  testing::internal::CaptureStderr();
  {
    Progress progress("choose scales", 3, "steps");
    progress.advance(); // within a tenth of a second: not told
    progress.advance(2);
  }
  unsetenv("QSIM_PROGRESS");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "progress 0 3 steps choose scales\n"
            "progress 3 3 steps choose scales\n");
  // More than there is cannot be told: the reader would refuse it.
  EXPECT_EQ(progressRecord("x", "layers", 5, 4), "progress 4 4 layers x\n");
}

TEST(Progress, IsSilentWithoutATerminal) {
  testing::internal::CaptureStderr();
  {
    Progress progress("x", 2, "pictures");
    progress.advance();
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}
