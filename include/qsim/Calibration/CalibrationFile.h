// SPDX-License-Identifier: Apache-2.0
// calibration.yaml: what calibration saw and what was chosen from it.
#ifndef QSIM_CALIBRATION_CALIBRATIONFILE_H
#define QSIM_CALIBRATION_CALIBRATIONFILE_H

#include "qsim/Calibration/Statistics.h"
#include "qsim/Calibration/Thresholds.h"
#include "qsim/Calibration/WeightScales.h"
#include "qsim/Support/Result.h"

#include <optional>
#include <string>
#include <vector>

namespace qsim {

/// The quantization chosen for a tensor. `given`: an override named the scale;
/// `fromInputs`: a concatenation took that of its inputs. Neither was searched
/// for by a method.
struct TensorChoice {
  ThresholdMethod method = ThresholdMethod::KL;
  double percentile = 0; // of method percentile only
  ScaleGrid grid = ScaleGrid::Any;
  Symmetry symmetry = Symmetry::Symmetric;
  bool given = false;
  bool fromInputs = false;
  int bits = 8;
  float scale = 0;
  int zeroPoint = 0;
  double threshold = 0, divergence = 0, error = 0, saturation = 0;

  bool operator==(const TensorChoice &) const = default;
};

struct TensorRecord {
  std::string name;
  int index = 0;
  std::uint64_t values = 0, zeros = 0;
  float minimum = 0, maximum = 0;
  /// At most one of the two, and none before scales are chosen: the choice, or
  /// the layer (or "image") whose quantization this tensor shares.
  std::optional<TensorChoice> choice;
  std::string sharesWith;
  /// Why it shares, or why a choice is that of inputs: what its layer does.
  std::string because;

  bool operator==(const TensorRecord &) const = default;
};

struct WeightRecord {
  std::string name; // the layer's
  ThresholdMethod method = ThresholdMethod::MSE;
  double percentile = 0; // of method percentile only
  ScaleGrid grid = ScaleGrid::Any;
  bool given = false;
  bool perChannel = true;
  int bits = 8;
  float smallestScale = 0, largestScale = 0;
  /// Mean squared error divided by the mean square of the weights.
  double relativeError = 0, saturation = 0;

  bool operator==(const WeightRecord &) const = default;
};

/// What the whole network was quantized with: what a recompilation needs beside
/// the overrides.
struct QuantizationDefaults {
  ThresholdMethod method = ThresholdMethod::KL;
  double percentile = 99.99; // what method percentile keeps, per cent
  Symmetry activations = Symmetry::Symmetric;
  std::optional<ScaleGrid> grid; // none: what the method implies
  bool perChannel = true;
  Log2Form log2Form = Log2Form::MinError;
  int activationBits = 8, weightBits = 8, headBits = 16;
  bool correctBias = true;

  bool operator==(const QuantizationDefaults &) const = default;
};

/// Tells whether a calibration is of this very network: what else has the same
/// name may hold other weights.
struct NetworkFingerprint {
  /// CRC-32 over the layers (kind, activation, shape) and their parameters.
  std::uint32_t checksum = 0;
  std::string resize; // how pictures are resized; empty where nothing says

  bool operator==(const NetworkFingerprint &) const = default;
};

struct CalibrationRecord {
  std::string network;
  std::uint64_t samples = 0;
  /// The .hist file, relative to the folder of the YAML, and its checksum.
  std::string histograms;
  std::uint32_t checksum = 0;
  /// None in files of earlier versions, which could not tell.
  std::optional<NetworkFingerprint> fingerprint;
  /// None before scales are chosen.
  std::optional<QuantizationDefaults> defaults;
  std::vector<TensorRecord> tensors;
  std::vector<WeightRecord> weights;

  bool operator==(const CalibrationRecord &) const = default;
};

/// The record of fresh statistics: no choices yet.
CalibrationRecord recordOf(const NetworkStatistics &statistics,
                           const std::string &histogramsFile,
                           std::uint32_t checksum,
                           const NetworkFingerprint &fingerprint);

/// The text of a calibration.yaml; reading and writing it gives the same text.
std::string formatCalibration(const CalibrationRecord &record);
/// Errors begin with FILE:LINE.
Result<CalibrationRecord> parseCalibration(const std::string &file,
                                           std::string_view text,
                                           int *fingerprintLine = nullptr);

/// A calibration.yaml together with the .hist that it names.
struct Calibration {
  CalibrationRecord record;
  NetworkStatistics statistics;
  int fingerprintLine = 0; // of the YAML; 0 without one
};
/// Reads both and checks that they belong together.
Result<Calibration> readCalibration(const std::string &yamlPath);

/// Writes the .hist, then the .yaml that names it. `histogramsPath` is named by
/// its last component: both belong in one folder.
Result<void> writeCalibration(const std::string &yamlPath,
                              const std::string &histogramsPath,
                              const NetworkStatistics &statistics,
                              const NetworkFingerprint &fingerprint);

} // namespace qsim

#endif // QSIM_CALIBRATION_CALIBRATIONFILE_H
