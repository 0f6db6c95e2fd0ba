// SPDX-License-Identifier: Apache-2.0
// Tests of the .sys reader in both strengths: each diagnostic, and the
// defaults.
#include "TinyNetwork.h"

#include "gtest/gtest.h"

using namespace qsim::test;

namespace {

struct Parsed {
  qsimrt_status status;
  std::string message;
  qsimrt_datapath datapath;
  qsimrt_preprocess preprocess;
};

Parsed parse(const std::string &text, int allowDefaults) {
  AlignedBytes bytes(text);
  qsimrt_bytes file = {"t.sys", bytes.data(), bytes.size()};
  qsimrt_error error = {""};
  Parsed out{};
  out.status = qsimrt_sys_parse(&file, allowDefaults, &out.datapath,
                                &out.preprocess, &error);
  out.message = error.text;
  return out;
}

std::string tiny() { return readInput("tiny.sys"); }

void expectSameDatapath(const qsimrt_datapath &a, const qsimrt_datapath &b) {
  EXPECT_EQ(std::memcmp(&a, &b, sizeof a), 0);
}

TEST(Sys, defaultsAreThoseOfTheSpecification) {
  Parsed strict = parse(tiny(), 0);
  ASSERT_EQ(strict.status, QSIMRT_OK) << strict.message;
  expectSameDatapath(strict.datapath, qsimrt_default_datapath());
  EXPECT_EQ(strict.preprocess.resize, QSIMRT_RESIZE_LETTERBOX);
}

TEST(Sys, readsEveryKeyOfPreprocessing) {
  const Parsed parsed =
      parse(edit(tiny(), "resize=letterbox",
                 "resize=crop\ncrop_side=256\norder=bgr\nscale=1\n"
                 "mean=104,117,-1.5\nstd=1,2,0.25\npad_value=114"),
            0);
  ASSERT_EQ(parsed.status, QSIMRT_OK) << parsed.message;
  const qsimrt_preprocess &read = parsed.preprocess;
  EXPECT_EQ(read.resize, QSIMRT_RESIZE_CROP);
  EXPECT_EQ(read.crop_side, 256);
  EXPECT_EQ(read.bgr, 1);
  EXPECT_EQ(read.scale, 1);
  EXPECT_EQ(read.mean[2], -1.5f);
  EXPECT_EQ(read.deviation[2], 0.25f);
  EXPECT_EQ(read.pad_value, 114);
}

TEST(Sys, readsEveryKey) {
  Parsed parsed = parse("[qsim]\nformat=1.3\nnumerics=1.2\n[datapath]\n"
                        "rounding=toward-zero\noverflow=wrap\n"
                        "overflow_check=per-add\nleaky=n256\n"
                        "accumulator_bits=33\nwide_accumulator_bits=44\n"
                        "bias_bits=31\nwide_bias_bits=43\nmultiplier_bits=30\n"
                        "wide_multiplier_bits=19\nmax_shift=50\n"
                        "table_bits=9\n"
                        "[preprocess]\nresize=stretch\n[classes]\n",
                        0);
  ASSERT_EQ(parsed.status, QSIMRT_OK) << parsed.message;
  qsimrt_datapath wanted = {QSIMRT_ROUND_TOWARD_ZERO,
                            QSIMRT_WRAP,
                            QSIMRT_CHECK_PER_ADD,
                            QSIMRT_LEAKY_N256,
                            33,
                            44,
                            31,
                            43,
                            30,
                            19,
                            50,
                            9};
  expectSameDatapath(parsed.datapath, wanted);
  EXPECT_EQ(parsed.preprocess.resize, QSIMRT_RESIZE_STRETCH);
}

TEST(Sys, lenientReaderFillsInDefaultsInAnyOrder) {
  Parsed parsed = parse("[preprocess]\n[datapath]\nmax_shift=31\n"
                        "rounding=floor\n[qsim]\n",
                        1);
  ASSERT_EQ(parsed.status, QSIMRT_OK) << parsed.message;
  qsimrt_datapath wanted = qsimrt_default_datapath();
  wanted.max_shift = 31;
  wanted.rounding = QSIMRT_ROUND_FLOOR;
  expectSameDatapath(parsed.datapath, wanted);
  EXPECT_EQ(parsed.preprocess.resize, QSIMRT_RESIZE_STRETCH);
}

TEST(Sys, refuses) {
  const struct {
    std::string from, to, message;
    int allowDefaults;
  } cases[] = {
      {"", "", " the file is empty", 1},
      {"format=1.0", "format=2.0",
       "2: key 'format': major version 2, but only 1 is understood", 1},
      {"numerics=1.0", "numerics=0.9",
       "3: key 'numerics': major version 0, but only 1 is understood", 1},
      {"rounding=half-up", "rounding=up",
       "6: key 'rounding': expected 'half-up', 'half-away', 'half-even', "
       "'toward-zero' or 'floor', got 'up'",
       1},
      {"overflow=saturate", "overflow=clamp",
       "7: key 'overflow': expected 'saturate' or 'wrap', got 'clamp'", 0},
      {"overflow_check=output", "overflow_check=",
       "8: key 'overflow_check': expected 'output' or 'per-add', got ''", 0},
      {"leaky=multiplier", "leaky=0.1",
       "9: key 'leaky': expected 'multiplier', 'n256' or 'shift', got '0.1'",
       0},
      {"\naccumulator_bits=32", "\naccumulator_bits=49",
       "10: key 'accumulator_bits': expected an integer 2..48, got '49'", 0},
      {"\nbias_bits=32", "\nbias_bits=33",
       "12: key 'bias_bits': expected an integer 2..32, got '33'", 0},
      {"\naccumulator_bits=32", "\naccumulator_bits=31",
       "12: bias_bits=32 is more than accumulator_bits=31", 0},
      {"wide_accumulator_bits=48", "wide_accumulator_bits=47",
       "13: wide_bias_bits=48 is more than wide_accumulator_bits=47", 0},
      {"\naccumulator_bits=32", "\naccumulator_bits=33",
       "14: multiplier_bits=31 is more than 63 bits together with "
       "accumulator_bits=33",
       0},
      {"wide_multiplier_bits=15", "wide_multiplier_bits=16",
       "15: wide_multiplier_bits=16 is more than 63 bits together with "
       "wide_accumulator_bits=48",
       0},
      {"max_shift=62", "max_shift=63",
       "16: key 'max_shift': expected an integer 1..62, got '63'", 0},
      {"resize=letterbox", "resize=zoom",
       "19: key 'resize': expected 'stretch', 'letterbox', 'center-crop', "
       "'letterbox-topleft' or 'crop', got 'zoom'",
       0},
      {"resize=letterbox", "resize=crop",
       "18: section 'preprocess': crop_side goes with resize=crop, and with no "
       "other",
       0},
      {"resize=letterbox", "resize=letterbox\norder=gbr",
       "20: key 'order': expected 'rgb' or 'bgr', got 'gbr'", 0},
      {"resize=letterbox", "resize=letterbox\nscale=2",
       "20: key 'scale': expected 255 or 1, got '2'", 0},
      {"resize=letterbox", "resize=letterbox\nmean=1,2",
       "20: key 'mean': expected three numbers, got '1,2'", 0},
      {"resize=letterbox", "resize=letterbox\nstd=1,-2,3",
       "20: key 'std': expected a normal float32 > 0, got '-2'", 0},
      {"resize=letterbox", "resize=letterbox\npad_value=256",
       "20: key 'pad_value': expected a number in 0..255, got '256'", 0},
      {"0=traffic light", "1=traffic light",
       "22: section 'classes': expected key '0', got '1'", 1},
      {"0=traffic light", "0=a\n0=b",
       "23: section 'classes': expected key '1', got '0'", 1},
      {"0=traffic light", "0=", "22: class 0 has no name", 0},
      {"[preprocess]", "[device]",
       "18: expected section 'qsim', 'datapath', 'preprocess' or 'classes', "
       "got 'device'",
       1},
      {"[preprocess]", "[datapath]",
       "18: section 'datapath' stands twice in the file", 1},
      {"[preprocess]\nresize=letterbox\n", "",
       "19: expected section 'preprocess', got 'classes'", 0},
      {"[classes]\n0=traffic light\n", "", "21: section 'classes' is missing",
       0},
      {"max_shift=62\n", "",
       "5: section 'datapath': key 'max_shift' is missing", 0},
      {"max_shift=62\n", "shift=62\n",
       "16: section 'datapath': unknown key 'shift'", 1},
      {"max_shift=62\n", "max_shift=62\nmax_shift=62\n",
       "17: key 'max_shift' stands twice in its section", 1},
      {"format=1.0\nnumerics=1.0", "numerics=1.0\nformat=1.0",
       "3: key 'format' must stand before 'numerics'", 0},
  };
  for (const auto &c : cases) {
    Parsed parsed = parse(edit(tiny(), c.from, c.to), c.allowDefaults);
    EXPECT_EQ(parsed.status, QSIMRT_BAD_FILE) << c.message;
    EXPECT_EQ(parsed.message, "t.sys:" + c.message);
  }
}

} // namespace
