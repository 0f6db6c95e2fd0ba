// SPDX-License-Identifier: Apache-2.0
// The page that tells what became of ONNX's test data.
#ifndef QSIM_TEST_TOOLS_ONNXPAGE_H
#define QSIM_TEST_TOOLS_ONNXPAGE_H

#include "OnnxCase.h"

#include <string>
#include <vector>

namespace qsim::conformance {

struct Row {
  std::string folder, name;
  std::vector<std::string> operators; // each once, sorted
  /// A float32 case of operators that qsim imports: it must pass.
  bool counts = false;
  std::string why; // it does not count
  Outcome outcome;
};

/// Everything but folder and outcome.
Row describeCase(const std::string &path);

bool writePage(const std::string &path, const std::vector<Row> &rows);

} // namespace qsim::conformance

#endif // QSIM_TEST_TOOLS_ONNXPAGE_H
