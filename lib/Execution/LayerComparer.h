// SPDX-License-Identifier: Apache-2.0
// The sessions that compare one picture at a time, in step with each other.
#ifndef QSIM_LIB_EXECUTION_LAYERCOMPARER_H
#define QSIM_LIB_EXECUTION_LAYERCOMPARER_H

#include "qsim/Execution/Comparison.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Progress.h"

namespace qsim {

/// What one picture gives.
struct PictureComparison {
  std::vector<LayerComparison> layers;
  ComparedPicture answered; ///< filled where asked for
};

/// All sessions stand at the same layer. `reference` runs in FLOAT, `whole` in
/// the mode. `alone` runs in the mode too, but the inputs of each layer are
/// overwritten with FLOAT's before it runs, which rounds them where they are
/// integers; `rounded` runs each layer in FLOAT on what then stands there.
class LayerComparer {
public:
  /// `threads` share the work of one layer.
  static Result<std::unique_ptr<LayerComparer>>
  create(const qsimrt_model &model, const ComparisonOptions &options,
         int threads);

  /// Adds FLOAT's values to this comparer's histograms, and one step per layer
  /// (two with options.outputs) to `progress`.
  Result<PictureComparison> compare(const std::string &path, bool answer,
                                    Progress &progress);

  const std::vector<Histogram> &histograms() const { return gathered; }

private:
  using Values = std::vector<float>;

  LayerComparer(const qsimrt_model &model, const ComparisonOptions &options)
      : model(model), options(options) {}

  Result<void> compareLayer(LayerComparison &result);
  Result<void> giveInputs(int layer);
  Result<void> measureOutputs(std::vector<LayerComparison> &layers,
                              Progress &progress);

  const qsimrt_model &model;
  const ComparisonOptions &options;
  std::unique_ptr<Session> reference, whole, alone, rounded;
  std::vector<Histogram> gathered;
  std::vector<Values> errors;    ///< own errors by layer; for measureOutputs
  Values expected, got, forward; ///< reused
};

} // namespace qsim

#endif // QSIM_LIB_EXECUTION_LAYERCOMPARER_H
