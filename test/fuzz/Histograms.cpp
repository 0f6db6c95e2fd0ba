// SPDX-License-Identifier: Apache-2.0
// Fuzz target: calibration.hist, with its checksum made right; what is read
// must be written as it was, but for a higher minor version.
#include "qsim/Calibration/HistogramFile.h"
#include "qsimrt/qsimrt.h"

#include <cstdlib>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string bytes(reinterpret_cast<const char *>(data), size);
  const uint32_t checksum = qsimrt_crc32(0, bytes.data(), bytes.size());
  for (int i = 0; i < 4; ++i)
    bytes += static_cast<char>(checksum >> (8 * i));
  const auto statistics = qsim::decodeHistograms("c.hist", bytes);
  if (!statistics) {
    if (!statistics.error().message.starts_with("c.hist"))
      std::abort();
    return 0;
  }
  const bool known = bytes[10] == 0 && bytes[11] == 0; // the minor version
  if (known && qsim::encodeHistograms(*statistics) != bytes)
    std::abort();
  return 0;
}
