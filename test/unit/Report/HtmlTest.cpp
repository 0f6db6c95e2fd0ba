// SPDX-License-Identifier: Apache-2.0
// Escaping, base64 and numbers in pages.
#include "qsim/Report/Html.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace qsim;

namespace {

TEST(Html, EveryCharacterThatMeansSomethingIsEscaped) {
  EXPECT_EQ(escapeHtml("<a href=\"x\" id='y'>&"),
            "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;");
  EXPECT_EQ(escapeHtml("gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\xB1"),
            "gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\xB1");
}

TEST(Html, BytesThatAreNoTextAreReplaced) {
  // An overlong "<", a lone continuation, a cut sequence, NUL and escape.
  EXPECT_EQ(escapeHtml("\xC0\xBC"), "&#xFFFD;&#xFFFD;");
  EXPECT_EQ(escapeHtml("a\x80z"), "a&#xFFFD;z");
  EXPECT_EQ(escapeHtml("\xE2\x82"), "&#xFFFD;&#xFFFD;");
  EXPECT_EQ(escapeHtml(std::string_view("\0\x1B", 2)), "&#xFFFD;&#xFFFD;");
}

TEST(Html, Base64OfTheStandard) {
  EXPECT_EQ(encodeBase64(""), "");
  EXPECT_EQ(encodeBase64("f"), "Zg==");
  EXPECT_EQ(encodeBase64("fo"), "Zm8=");
  EXPECT_EQ(encodeBase64("foo"), "Zm9v");
  EXPECT_EQ(encodeBase64("foob"), "Zm9vYg==");
  EXPECT_EQ(encodeBase64("\xFB\xFF"), "+/8=");
}

TEST(Html, NumbersAreShortAndFinite) {
  EXPECT_EQ(svgNumber(12), "12");
  EXPECT_EQ(svgNumber(0.5), "0.5");
  EXPECT_EQ(svgNumber(-0.001), "0");
  EXPECT_EQ(svgNumber(1.239), "1.24");
  EXPECT_EQ(svgNumber(100), "100");
  EXPECT_EQ(svgNumber(std::nan("")), "0");
  EXPECT_EQ(svgNumber(HUGE_VAL), "0");
}

} // namespace
