// SPDX-License-Identifier: Apache-2.0
// Fuzz target: calibration.hist, with its checksum made right; what is read
// must be written as it was, but for a higher minor version.
#include "qsim/Calibration/HistogramFile.h"
#include "qsimrt/qsimrt.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

/// A valid file without its checksum.
static const std::string &validFile() {
  static const std::string bytes = [] {
    const float values[] = {-1.5f, -0.25f, 0, 0, 0.5f, 1, 2, 96};
    qsim::TensorStatistics tensor;
    tensor.name = "conv_0";
    tensor.index = 0;
    tensor.histogram.add(values, std::size(values));
    tensor.sums = qsim::ChannelSums(2);
    tensor.sums.add(values, std::size(values) / 2);
    qsim::NetworkStatistics statistics;
    statistics.network = "tiny";
    statistics.samples = 1;
    statistics.tensors.push_back(tensor);
    std::string encoded = qsim::encodeHistograms(statistics);
    encoded.resize(encoded.size() - 4);
    return encoded;
  }();
  return bytes;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
                                          size_t maxSize, unsigned seed) {
  // Without a corpus, and now and then later, start from the valid file.
  if (size < 16 || seed % 64 == 0) {
    size = std::min(validFile().size(), maxSize);
    std::copy_n(validFile().begin(), size, data);
  }
  return LLVMFuzzerMutate(data, size, maxSize);
}

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
