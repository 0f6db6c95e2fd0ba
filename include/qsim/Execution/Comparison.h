// SPDX-License-Identifier: Apache-2.0
// FLOAT against HYBRID or INT, layer by layer: which layer makes the noise.
#ifndef QSIM_EXECUTION_COMPARISON_H
#define QSIM_EXECUTION_COMPARISON_H

#include "qsim/Calibration/Histogram.h"
#include "qsim/Execution/Answer.h"
#include "qsim/Execution/Difference.h"
#include "qsim/Execution/Package.h"

#include <optional>
#include <string>
#include <vector>

namespace qsim {

struct ComparisonOptions {
  qsimrt_mode mode = QSIMRT_INT; ///< what is compared with FLOAT
  int threads = 0;               ///< 0: as many as the machine has cores
  /// Also measures what each layer's own noise does to the network's outputs.
  /// Takes as long as a FLOAT run from each noisy layer to the end.
  bool outputs = false;
  bool histograms = false;          ///< of FLOAT's values
  std::size_t answeredPictures = 0; ///< the first ones, whose answers are kept
  AnswerOptions answers;
};

/// All sums are over the compared pictures.
struct LayerComparison {
  int layer = 0;
  qsimrt_mode mode = QSIMRT_FLOAT; ///< that the layer runs in
  /// The whole network in the mode: the noise of all layers up to this one.
  Difference accumulated;
  /// Only this layer in the mode: it reads FLOAT's tensors, rounded where the
  /// layers that it reads write integers.
  Difference isolated;
  /// What the layer adds itself: its isolated output against FLOAT's kernel on
  /// the same rounded inputs. No noise where integers are only moved.
  Difference own;
  /// What comes out at the network's outputs (layers that no layer reads) in
  /// FLOAT when only this layer's own noise is added to its output; absent
  /// unless asked for.
  std::optional<Difference> outputs;

  /// What layers are ranked by: noise over signal of `outputs`, or of `own`
  /// where that was not measured.
  double blame() const { return (outputs ? *outputs : own).noiseRatio(); }
};

struct ComparedPicture {
  std::string path;
  Answer reference, measured;
};

struct Comparison {
  qsimrt_mode mode = QSIMRT_INT;
  std::size_t pictures = 0;            ///< number of compared pictures
  std::vector<LayerComparison> layers; ///< by index
  std::vector<Histogram> histograms;   ///< by layer; empty unless asked for
  std::vector<ComparedPicture> answered;
};

/// Runs every picture in FLOAT and in the mode and compares all layers. The
/// result is the same for any number of threads; the error is that of the first
/// picture (by position) that cannot be read.
Result<Comparison> compareLayers(const Package &package,
                                 const std::vector<std::string> &pictures,
                                 const ComparisonOptions &options);

/// Layer indices, most blame first; equal ones (those without noise of their
/// own are last) by index.
std::vector<int> orderByBlame(const Comparison &comparison);

} // namespace qsim

#endif // QSIM_EXECUTION_COMPARISON_H
