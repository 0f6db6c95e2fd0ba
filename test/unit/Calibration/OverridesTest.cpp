// SPDX-License-Identifier: Apache-2.0
// overrides.yaml: rules, matching and refusals.
#include "qsim/Calibration/Overrides.h"

#include <gtest/gtest.h>

using namespace qsim;

namespace {

std::string refusal(const std::string &rule) {
  return parseOverrides("o.yaml", "format: \"1.0\"\nrules:\n" + rule).message();
}

TEST(Overrides, ReadsEveryKey) {
  Result<Overrides> read = parseOverrides("o.yaml", R"(# comment
format: "1.0"
rules:
  - match: {name: "conv_1*", index: 3..7, kind: convolutional}
    activation: {width: 6, method: mse, scale_kind: log2, zero_point: 3}
    weights: {width: 4, method: minmax, granularity: tensor}
    mode: hybrid
  - match: {index: -1}
    activation: {scale: 0.00390625, zero_point: -128}
)");
  ASSERT_TRUE(read) << read.message();
  ASSERT_EQ(read->rules.size(), 2u);
  const OverrideRule &first = read->rules[0];
  EXPECT_EQ(first.line, 4);
  EXPECT_EQ(*first.activation->width, 6);
  EXPECT_EQ(*first.activation->method, ThresholdMethod::MSE);
  EXPECT_EQ(*first.activation->grid, ScaleGrid::PowerOfTwo);
  EXPECT_EQ(*first.activation->zeroPoint, 3);
  EXPECT_FALSE(first.activation->scale.has_value());
  EXPECT_EQ(*first.weights->width, 4);
  EXPECT_FALSE(*first.weights->perChannel);
  EXPECT_EQ(*first.mode, ModeCeiling::Hybrid);
  EXPECT_EQ(*read->rules[1].activation->scale, 0x1p-8f);
  EXPECT_EQ(first.describe(), "name 'conv_1*', index 3..7, kind convolutional");
}

TEST(Overrides, AllConditionsMustHold) {
  OverrideRule rule;
  rule.name = "conv_?";
  rule.index = {3, 7};
  rule.kind = "convolutional";
  EXPECT_TRUE(rule.matches("conv_4", 4, "convolutional"));
  EXPECT_FALSE(rule.matches("conv_8", 8, "convolutional"));
  EXPECT_FALSE(rule.matches("conv_12", 5, "convolutional"));
  EXPECT_FALSE(rule.matches("conv_4", 4, "maxpool"));
}

TEST(Overrides, Globs) {
  EXPECT_TRUE(matchGlob("*", ""));
  EXPECT_TRUE(matchGlob("conv_*", "conv_12"));
  EXPECT_TRUE(matchGlob("*_1*", "conv_2_11"));
  EXPECT_TRUE(matchGlob("a*b*c", "a__b_b_c"));
  EXPECT_FALSE(matchGlob("a*b*c", "a__b_b_"));
  EXPECT_FALSE(matchGlob("conv_?", "conv_12"));
  EXPECT_FALSE(matchGlob("conv", "conv_1"));
}

TEST(Overrides, RefusalsNameTheLineAndWhatIsWanted) {
  EXPECT_EQ(refusal("  - match: {name: a}\n    activation: {widht: 4}\n"),
            "o.yaml:4: unknown key 'widht' in activation; wanted one of width, "
            "scale, zero_point, method, percentile, scale_kind, symmetry");
  EXPECT_EQ(refusal("  - match: {name: a}\n    weights:\n      width: 1\n"),
            "o.yaml:5: width is '1'; wanted an integer from 2 to 16");
  EXPECT_EQ(refusal("  - match: {index: 7..3}\n    mode: int\n"),
            "o.yaml:3: index is '7..3'; wanted a layer's index (-1: the "
            "picture) or a range such as 3..7");
  EXPECT_EQ(refusal("  - match: {name: a}\n    mode: fast\n"),
            "o.yaml:4: mode is 'fast'; wanted one of float, hybrid, int");
  EXPECT_EQ(refusal("  - match: {name: a}\n"),
            "o.yaml:3: the rule asks for nothing; wanted activation, weights "
            "or mode");
  EXPECT_EQ(refusal("  - match: {}\n    mode: int\n"),
            "o.yaml:3: match is empty; wanted name, index or kind");
  EXPECT_EQ(refusal("  - mode: int\n"), "o.yaml:3: key 'match' is missing");
  EXPECT_EQ(refusal("  - match: {name: a}\n    activation: {method: log2, "
                    "scale_kind: any}\n"),
            "o.yaml:4: activation: method log2 gives powers of two; "
            "scale_kind: any contradicts it");
  EXPECT_EQ(
      refusal("  - match: {name: a}\n    activation: {scale: 1, method: kl}\n"),
      "o.yaml:4: activation: scale fixes the scale; it excludes method and "
      "scale_kind");
  EXPECT_EQ(refusal("  - match: {name: a}\n    activation: {scale: -1}\n"),
            "o.yaml:4: scale is '-1'; wanted a positive float32");
  EXPECT_EQ(refusal("  - match: {name: a}\n    activation: {method: kl, "
                    "zero_point: 3}\n"),
            "o.yaml:4: activation: method kl needs zero_point 0; the value "
            "seen is 3");
  EXPECT_EQ(refusal("  - match: {name: a}\n    weights: {scale: 1, "
                    "granularity: channel}\n"),
            "o.yaml:4: weights: one scale is given; granularity: channel "
            "contradicts it");
}

TEST(Overrides, PercentileAndSymmetry) {
  Result<Overrides> read =
      parseOverrides("o.yaml", "format: \"1.0\"\nrules:\n"
                               "  - match: {name: a}\n"
                               "    activation: {method: percentile, "
                               "percentile: 99.5, symmetry: asymmetric}\n"
                               "    weights: {method: octav}\n");
  ASSERT_TRUE(read) << read.message();
  const OverrideRule &rule = read->rules[0];
  EXPECT_EQ(rule.activation->method, ThresholdMethod::Percentile);
  EXPECT_EQ(rule.activation->percentile, 99.5);
  EXPECT_EQ(rule.activation->symmetry, Symmetry::Asymmetric);
  EXPECT_EQ(rule.weights->method, ThresholdMethod::Octav);

  auto activation = [](const std::string &keys) {
    return refusal("  - match: {name: a}\n    activation: {" + keys + "}\n");
  };
  EXPECT_EQ(activation("method: percentile, percentile: 49"),
            "o.yaml:4: percentile is '49'; wanted a number from 50 to 100");
  EXPECT_EQ(activation("method: mse, percentile: 99"),
            "o.yaml:4: activation: percentile belongs to method percentile; "
            "wanted method: percentile beside it");
  EXPECT_EQ(activation("symmetry: asymmetric, scale_kind: log2"),
            "o.yaml:4: activation: symmetry: asymmetric with powers of two; "
            "wanted scale_kind: any and another method than log2");
  EXPECT_EQ(activation("symmetry: asymmetric, zero_point: 3"),
            "o.yaml:4: activation: symmetry asks for a search; it excludes "
            "scale and zero_point");
  EXPECT_EQ(activation("symmetry: both"),
            "o.yaml:4: symmetry is 'both'; wanted one of symmetric, "
            "asymmetric");
}

TEST(Overrides, MissingFile) { EXPECT_FALSE(readOverrides("/nowhere/o.yaml")); }

} // namespace
