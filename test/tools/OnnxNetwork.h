// SPDX-License-Identifier: Apache-2.0
// What the runs of a case of ONNX's test data share: the way from a module to a
// network that runs.
#ifndef QSIM_TEST_TOOLS_ONNXNETWORK_H
#define QSIM_TEST_TOOLS_ONNXNETWORK_H

#include "OnnxCase.h"

#include "QSim/IR/QSimAttrs.h"
#include "qsim/Calibration/Thresholds.h"
#include "qsim/Execution/Session.h"
#include "qsim/Target/Net.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"

namespace qsim::conformance {

/// The first error that MLIR reports.
class FirstError {
public:
  explicit FirstError(mlir::MLIRContext &context)
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          if (diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error &&
              text.empty())
            text = diagnostic.str();
          return mlir::success();
        }) {}

  std::string text;

private:
  mlir::ScopedDiagnosticHandler handler;
};

/// A network and the bytes that it points into.
struct Network {
  NetFiles files;
  std::unique_ptr<Package> package;

  const qsimrt_model &model() const { return package->model(); }
};

/// Lowers a module whose batch norms and activations are fused.
Result<Network> lowerModule(mlir::ModuleOp module, const FirstError &error);

/// What the network reads; zeros where nothing is live.
std::vector<float> imageOf(const qsimrt_model &model,
                           const onnximport::Tensor *live);

/// One choice of what is live, imported.
struct Choice {
  mlir::ModuleOp module; // fused, in float
  std::vector<OutputAttr> outputs;
  const onnximport::Tensor *live;
  const std::vector<onnximport::Tensor> &wanted;
};

/// Quantizes a copy of the module with activations and weights of `bits` bits,
/// calibrated on the live input, and runs it in INT.
IntOutcome runInt(const Choice &choice, unsigned bits, Symmetry symmetry,
                  FirstError &error);

} // namespace qsim::conformance

#endif // QSIM_TEST_TOOLS_ONNXNETWORK_H
