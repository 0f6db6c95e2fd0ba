// SPDX-License-Identifier: Apache-2.0
// calibration.hist and calibration.yaml: round trips and refusals.
#include "qsim/Calibration/CalibrationFile.h"
#include "qsim/Calibration/HistogramFile.h"
#include "qsim/Support/AtomicFile.h"
#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <vector>

using namespace qsim;

namespace {

NetworkStatistics sample() {
  NetworkStatistics statistics{"small \"net\"", 3, {}};
  TensorStatistics image{"image", -1, {}, ChannelSums(3)};
  std::vector<float> values = {0.5f, -0.25f, 0, 1, 0.75f, -1e-3f};
  image.histogram.add(values.data(), values.size());
  image.sums.add(values.data(), 2);
  statistics.tensors.push_back(image);
  statistics.tensors.push_back({"conv_0", 0, {}, ChannelSums(1)});
  return statistics;
}

CalibrationRecord chosen() {
  CalibrationRecord record =
      recordOf(sample(), "calibration.hist", 77, {123, "letterbox"});
  TensorChoice choice;
  choice.scale = 0.1f;
  choice.threshold = 12.7;
  choice.divergence = 1.0 / 3;
  choice.error = 1e-300;
  record.tensors[0].choice = choice;
  record.tensors[1].sharesWith = "image";
  WeightRecord weights;
  weights.name = "conv_0";
  weights.smallestScale = 1e-6f;
  weights.largestScale = 0.25f;
  record.weights.push_back(weights);
  return record;
}

TEST(HistogramFile, RoundTrip) {
  NetworkStatistics statistics = sample();
  std::string bytes = encodeHistograms(statistics);
  Result<NetworkStatistics> read = decodeHistograms("x.hist", bytes);
  ASSERT_TRUE(read) << read.message();
  EXPECT_EQ(*read, statistics);
  EXPECT_EQ(encodeHistograms(*read), bytes);
}

TEST(HistogramFile, EveryDamageIsRefused) {
  std::string bytes = encodeHistograms(sample());
  for (std::size_t size = 0; size < bytes.size(); size += 7)
    EXPECT_FALSE(decodeHistograms("x.hist", bytes.substr(0, size))) << size;
  for (std::size_t at = 0; at < bytes.size(); at += 5) {
    std::string damaged = bytes;
    damaged[at] ^= 0x10;
    Result<NetworkStatistics> read = decodeHistograms("x.hist", damaged);
    ASSERT_FALSE(read) << at;
    EXPECT_EQ(read.message().rfind("x.hist: ", 0), 0u);
  }
}

// Found by fuzzing: such statistics were read, and written back otherwise.
TEST(HistogramFile, ARangeWithoutValuesIsRefused) {
  std::string bytes = encodeHistograms(sample());
  bytes.resize(bytes.size() - 4);
  // The maximum of the last tensor, which saw nothing, stands 48 bytes before
  // the checksum.
  const float one = 1;
  std::memcpy(bytes.data() + bytes.size() - 48, &one, sizeof one);
  const std::uint32_t checksum = qsimrt_crc32(0, bytes.data(), bytes.size());
  bytes.append(reinterpret_cast<const char *>(&checksum), sizeof checksum);
  EXPECT_EQ(decodeHistograms("x.hist", bytes).message(),
            "x.hist: tensor 1 of 2 is cut short or impossible");
}

TEST(HistogramFile, NewMajorVersionIsRefused) {
  std::string bytes = encodeHistograms(sample());
  bytes[8] = 2;
  EXPECT_EQ(decodeHistograms("x.hist", bytes).message(),
            "x.hist: version 2; wanted version 1");
}

TEST(CalibrationFile, RoundTrip) {
  CalibrationRecord record = chosen();
  std::string text = formatCalibration(record);
  Result<CalibrationRecord> read = parseCalibration("c.yaml", text);
  ASSERT_TRUE(read) << read.message();
  EXPECT_EQ(*read, record);
  EXPECT_EQ(formatCalibration(*read), text);
}

// Files of earlier versions.
TEST(CalibrationFile, WithoutFingerprint) {
  CalibrationRecord record = chosen();
  record.fingerprint.reset();
  std::string text = formatCalibration(record);
  EXPECT_EQ(text.find("fingerprint"), std::string::npos);
  Result<CalibrationRecord> read = parseCalibration("c.yaml", text);
  ASSERT_TRUE(read) << read.message();
  EXPECT_EQ(*read, record);
}

TEST(CalibrationFile, WithoutTensors) {
  CalibrationRecord record;
  Result<CalibrationRecord> read =
      parseCalibration("c.yaml", formatCalibration(record));
  ASSERT_TRUE(read) << read.message();
  EXPECT_EQ(*read, record);
}

TEST(CalibrationFile, ErrorsNameTheLine) {
  std::string text = formatCalibration(chosen());
  auto replaced = [&](const std::string &from, const std::string &to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return parseCalibration("c.yaml", changed).message();
  };
  EXPECT_EQ(replaced("samples: 3", "samples: many"),
            "c.yaml:3: samples is 'many'; wanted an integer from 0 to "
            "9223372036854775807");
  EXPECT_EQ(replaced("width: 8", "width: 17"),
            "c.yaml:13: width is '17'; wanted an integer from 2 to 16");
  EXPECT_EQ(replaced("range: [", "rang: ["),
            "c.yaml:12: unknown key 'rang' in a tensor; wanted one of name, "
            "index, values, zeros, range, choice, shares_with, because");
  EXPECT_EQ(replaced("format: \"1.0\"", "format: \"2.0\""),
            "c.yaml:1: format is '2.0'; wanted one of 1.0");
}

TEST(CalibrationFile, SyntaxErrorsNameTheFile) {
  std::string message = parseCalibration("c.yaml", "a: [1\nb: {").message();
  EXPECT_EQ(message.rfind("c.yaml:", 0), 0u) << message;
  EXPECT_EQ(parseCalibration("c.yaml", "a: 1\na: 2\n").message(),
            "c.yaml:2: key 'a' is given twice");
}

TEST(CalibrationFile, PairOnDisk) {
  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "qsim-calibration-pair";
  std::filesystem::create_directories(folder);
  std::string yaml = folder / "c.yaml", hist = folder / "c.hist";
  ASSERT_TRUE(writeCalibration(yaml, hist, sample(), {123, "letterbox"}));
  Result<Calibration> read = readCalibration(yaml);
  ASSERT_TRUE(read) << read.message();
  EXPECT_EQ(read->statistics, sample());
  EXPECT_EQ(read->record.samples, 3u);

  NetworkStatistics other = sample();
  other.samples = 4;
  ASSERT_TRUE(writeFileAtomically(hist, encodeHistograms(other)));
  EXPECT_NE(readCalibration(yaml).message().find("do not belong together"),
            std::string::npos);
  std::filesystem::remove_all(folder);
}

} // namespace
