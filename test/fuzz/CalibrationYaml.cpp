// SPDX-License-Identifier: Apache-2.0
// Fuzz target: calibration.yaml; what is read must survive being written.
#include "qsim/Calibration/CalibrationFile.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const auto record = qsim::parseCalibration(
      "c.yaml", {reinterpret_cast<const char *>(data), size});
  if (!record) {
    if (!record.error().message.starts_with("c.yaml"))
      std::abort();
    return 0;
  }
  const std::string text = qsim::formatCalibration(*record);
  const auto again = qsim::parseCalibration("again.yaml", text);
  if (!again || qsim::formatCalibration(*again) != text)
    std::abort();
  return 0;
}
