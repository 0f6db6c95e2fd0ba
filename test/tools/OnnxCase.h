// SPDX-License-Identifier: Apache-2.0
// One case of ONNX's test data: a model with inputs and the outputs that they
// must have.
#ifndef QSIM_TEST_TOOLS_ONNXCASE_H
#define QSIM_TEST_TOOLS_ONNXCASE_H

#include "Model.h"

#include <iterator>
#include <string>
#include <vector>

namespace qsim::conformance {

struct DataSet {
  std::vector<std::string> inputPaths;
  std::vector<onnximport::Tensor> inputs, outputs;
};

struct Case {
  std::string folder, name;
  onnximport::Model model;
  std::vector<DataSet> sets;
};

/// Reads a case's folder; an error tells what is not supported in it.
Result<Case> readCase(const std::string &folder);

/// The first value beyond the tolerance of ONNX's own test runner, or a
/// difference in shape; empty where there is none.
std::string compare(const onnximport::Tensor &wanted,
                    const onnximport::Dims &dims,
                    const std::vector<float> &values);

/// How far a value may be from the wanted one in FLOAT.
double toleranceFor(const onnximport::Tensor &wanted, double value);

/// What became of a case in INT.
struct IntOutcome {
  enum class Kind {
    None,    ///< it did not pass in FLOAT
    Refused, ///< it has no integers: why
    Host,    ///< every layer computes in float
    Pass,    ///< within the bounds
    Over     ///< a value is beyond its bound, or the run failed: which
  } kind = Kind::None;
  std::string reason;
  double widest = 0; ///< the largest bound, by the largest wanted value

  bool operator==(const IntOutcome &) const = default;
};

/// The widths that a case is quantized with.
inline constexpr unsigned kWidths[] = {8, 16};

/// What became of a case, or of one choice of the input that is live.
struct Outcome {
  enum class Kind { Pass, Refused, Fail } kind = Kind::Pass;
  std::string reason;
  IntOutcome ints[std::size(kWidths)];
};

/// From one process to another.
std::string writeOutcome(const Outcome &outcome);
Outcome readOutcome(const std::string &text);

const char *intWord(IntOutcome::Kind kind);
/// A failure in FLOAT, or a value beyond its bound in INT.
bool failsAnywhere(const Outcome &outcome);

/// Adds one more run to those of a case.
void add(IntOutcome &to, const IntOutcome &run);

/// Runs a case with each of its float inputs live in turn, the others frozen.
/// It passes where one choice passes and none fails; the reasons of choices
/// that are refused are kept.
Outcome runCase(const Case &test);

} // namespace qsim::conformance

#endif // QSIM_TEST_TOOLS_ONNXCASE_H
