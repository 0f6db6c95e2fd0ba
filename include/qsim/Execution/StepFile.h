// SPDX-License-Identifier: Apache-2.0
// A .ste file in memory (docs/spec/ste-format.md).
#ifndef QSIM_EXECUTION_STEPFILE_H
#define QSIM_EXECUTION_STEPFILE_H

#include "qsim/Execution/Package.h"

#include <span>

namespace qsim {

class StepFile {
public:
  /// Reads a file for a model; errors read FILE:LINE: ...
  static Result<StepFile> read(const std::string &path,
                               const qsimrt_model &model);

  /// The same from text; `name` stands for the file in messages.
  static Result<StepFile> fromText(const std::string &name,
                                   std::string_view text,
                                   const qsimrt_model &model);

  /// Every layer's mode; `otherwise` where the file says none.
  std::vector<qsimrt_mode> modes(qsimrt_mode otherwise) const;

  /// The QSIMRT_STE_... bits of a layer.
  int marks(int layer) const { return ste.marks[layer]; }
  bool dumps() const;

  std::span<const qsimrt_watch> watches() const {
    return {ste.watches, static_cast<std::size_t>(ste.watch_count)};
  }
  /// Is a layer's output compared with FLOAT's?
  bool watchesNoise() const;

private:
  StepFile() = default;

  RuntimeMemory memory;
  qsimrt_ste ste = {};
  int layers = 0;
};

/// "saturation > 0.5", "sqnr < 20", "nan", "overflow", "outside -6 6".
std::string conditionText(const qsimrt_watch &watch);

} // namespace qsim

#endif // QSIM_EXECUTION_STEPFILE_H
