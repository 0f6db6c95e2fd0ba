// SPDX-License-Identifier: Apache-2.0
// What the two forms of qsim eval share.
#ifndef QSIM_TOOLS_QSIM_EVAL_H
#define QSIM_TOOLS_QSIM_EVAL_H

#include "qsim/Execution/Detection.h"
#include "qsim/Execution/LayerNoise.h"
#include "qsim/Support/ClassDataset.h"
#include "qsim/Support/Json.h"

#include <string>

namespace qsim::cli {

struct EvalOptions {
  std::string package, images, names, labels, classMap;
  ClassSource source = ClassSource::Auto;
  DetectionOptions detection; ///< of a classifier only mode and threads
  bool json = false;
};

/// Measures and prints. The package has a detection head.
Result<void> evalDetector(const EvalOptions &options, const Package &package);
/// Measures and prints. The last layer's output is the scores of the classes.
Result<void> evalClassifier(const EvalOptions &options, const Package &package);

/// The layer with the lowest SQNR in `mode`, over the first pictures.
Result<LayerNoise> noisiestLayer(const Package &package,
                                 const std::vector<std::string> &pictures,
                                 qsimrt_mode mode, int threads);
/// "worst_layer":{"index","name","sqnr_db"}, inside an object.
void writeWorstLayer(JsonWriter &json, const LayerNoise &layer,
                     const qsimrt_model &model);
/// The same as a line of text.
std::string worstLayerText(const LayerNoise &layer, const qsimrt_model &model);
/// A fraction in points with two digits: 0.0123 is "1.23".
std::string points(double fraction);

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_EVAL_H
