// SPDX-License-Identifier: Apache-2.0
// Fuzz target: the text of a Darknet cfg, planned for both Darknets; no
// parameters are made.
#include "Network.h"

#include "QSim/IR/QSimDialect.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"

#include <cstdlib>
#include <memory>

using namespace mlir;
using namespace qsim;

namespace {

// Uniqued attributes stay until their context goes.
constexpr int plansPerContext = 2000;

void plan(MLIRContext &context, StringRef text, Arithmetic dialect) {
  bool reported = false;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    reported |= diagnostic.getSeverity() == DiagnosticSeverity::Error;
    return success();
  });
  const bool planned = succeeded(darknet::planNetwork(
      text, StringAttr::get(&context, "fuzz.cfg"), dialect));
  if (planned == reported)
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static std::unique_ptr<MLIRContext> context;
  static int plans = 0;
  if (plans++ % plansPerContext == 0) {
    context = std::make_unique<MLIRContext>(MLIRContext::Threading::DISABLED);
    context->loadDialect<QSimDialect>();
  }
  const StringRef text(reinterpret_cast<const char *>(data), size);
  plan(*context, text, Arithmetic::Pjreddie);
  plan(*context, text, Arithmetic::Alexeyab);
  return 0;
}
