// SPDX-License-Identifier: Apache-2.0
// The steps of a compilation as functions, for programs that see no MLIR.
//
// Warnings go to standard error as `FILE:LINE: warning: text`. An error is
// returned, with the file and line of the user's own file where there is one.
#ifndef QSIM_PIPELINES_COMPILE_H
#define QSIM_PIPELINES_COMPILE_H

#include "qsim/Support/Preprocessing.h"
#include "qsim/Support/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qsim {

struct ImportSettings {
  std::string model;   ///< MODEL.cfg or MODEL.onnx
  std::string weights; ///< W.weights; not read when `seed` is given
  /// pjreddie, alexeyab or yolo2_light; empty: guessed from the cfg.
  std::string dialect;
  std::optional<std::uint64_t> seed; ///< draw the parameters instead
  PreprocessingWords preprocessing;  ///< what is not said: the import's choice
  std::string names;                 ///< class names, one a line; or empty
  // Of an ONNX model, which has its parameters: no weights, dialect or seed.
  std::vector<std::string> inputs;       ///< NAME=1x3x416x416
  std::string size;                      ///< WIDTHxHEIGHT of an ONNX input
  std::vector<std::string> frozenInputs; ///< NAME=FILE, .npy or .pb
  std::string head;                      ///< yolox, or empty: none
  std::vector<std::int64_t> headStrides; ///< of the head; empty: 8, 16, 32
};

struct CalibrateSettings {
  std::string images;   ///< list, folder, picture or .npy
  std::string from;     ///< an earlier calibration.yaml instead of images
  unsigned threads = 0; ///< 0: as many as the machine has cores
};

struct QuantizeSettings {
  /// "yolo2_light": that engine's arithmetic, which needs no calibration; all
  /// that follows must stay as it is. Empty: the datapath's own.
  std::string profile;
  std::string method = "kl"; ///< kl, log2, minmax, mse, octav, percentile
  double percentile = 99.99; ///< what method percentile keeps, 50..100 per cent
  std::string activations = "symmetric"; ///< or "asymmetric"
  std::string scale; ///< any, log2; empty: what the method implies
  std::string granularity = "channel"; ///< or "tensor"
  std::string log2Form = "min-error";  ///< or "non-overflow"
  unsigned activationWidth = 8, weightWidth = 8, headWidth = 16; ///< bits
  bool correctBias = true;
  std::string overrides; ///< overrides.yaml, or empty
  std::string sys;       ///< .sys with the datapath, or empty: defaults
  unsigned threads = 0;  ///< of the search; 0: as many as there are cores

  bool operator==(const QuantizeSettings &) const = default;
};

/// Whether a model's parameters are in the file itself: an ONNX model.
bool hasOwnParameters(const std::string &model);

/// MODEL.cfg and weights, or MODEL.onnx -> `output`, a module in bytecode.
Result<void> importModel(const ImportSettings &settings,
                         const std::string &output);

/// Imported module -> calibrated module; writes `yaml` and, beside it, the
/// histograms (same name, suffix .hist).
Result<void> calibrateModel(const std::string &input,
                            const CalibrateSettings &settings,
                            const std::string &yaml, const std::string &output);

/// Calibrated module -> quantized module; the choices are added to `yaml`. With
/// a profile: imported module -> quantized module; `yaml` is empty.
Result<void> quantizeModel(const std::string &input,
                           const QuantizeSettings &settings,
                           const std::string &yaml, const std::string &output);

/// Quantized module -> package directory, complete or not at all. `yaml` (with
/// its histograms) and `overrides` are put into it where given.
Result<void> emitModel(const std::string &input, const std::string &yaml,
                       const std::string &overrides,
                       const std::string &package);

/// All four in one go; the package is the same as step by step. With a profile
/// nothing is calibrated, and `calibrating` must name neither source.
Result<void> compileModel(const ImportSettings &importing,
                          const CalibrateSettings &calibrating,
                          const QuantizeSettings &quantizing,
                          const std::string &package);

} // namespace qsim

#endif // QSIM_PIPELINES_COMPILE_H
