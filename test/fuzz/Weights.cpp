// SPDX-License-Identifier: Apache-2.0
// Fuzz target: a .weights file for a fixed cfg.
#include "qsim/Frontend/Darknet.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

using namespace mlir;
using namespace qsim;

static constexpr char cfg[] = R"([net]
width=4
height=4
channels=1
[convolutional]
batch_normalize=1
filters=2
size=1
activation=leaky
[connected]
output=2
activation=linear
)";

// The file lives in memory; its mapping lives as long as the context.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const std::string path =
      "/dev/shm/qsim-fuzz-weights-" + std::to_string(::getpid());
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  if (file < 0 || ::write(file, data, size) != ssize_t(size))
    std::abort();
  ::close(file);

  MLIRContext context(MLIRContext::Threading::DISABLED);
  bool reported = false;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    reported |= diagnostic.getSeverity() == DiagnosticSeverity::Error;
    return success();
  });
  const bool imported(importDarknetText(context, cfg, "fuzz.cfg", path, {}));
  ::unlink(path.c_str());
  if (imported == reported)
    std::abort();
  return 0;
}
