// SPDX-License-Identifier: Apache-2.0
// Fuzz target: overrides.yaml.
#include "qsim/Calibration/Overrides.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const auto rules = qsim::parseOverrides(
      "o.yaml", {reinterpret_cast<const char *>(data), size});
  if (!rules && !rules.error().message.starts_with("o.yaml"))
    std::abort();
  return 0;
}
