// SPDX-License-Identifier: Apache-2.0
// The layers of a model that is not a package yet, for programs that see no
// MLIR.
#ifndef QSIM_PIPELINES_DESCRIBE_H
#define QSIM_PIPELINES_DESCRIBE_H

#include "qsim/Support/Result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace qsim {

struct LayerDescription {
  int index = 0; ///< of the source section
  std::string name, kind;
  std::int64_t channels = 0, height = 0, width = 0; ///< of the output
  std::int64_t parameters = 0;      ///< numbers in the weights file
  std::int64_t multiplications = 0; ///< multiply-accumulates per picture
  std::string elements; ///< "f32", or the calibrated or quantized type
};

struct ModelDescription {
  std::string name;
  std::int64_t channels = 0, height = 0, width = 0; ///< of the picture
  std::vector<LayerDescription> layers;
};

/// Reads a MODEL.cfg (no weights are needed) or a module at any stage.
Result<ModelDescription> describeModel(const std::string &path);

} // namespace qsim

#endif // QSIM_PIPELINES_DESCRIBE_H
