// SPDX-License-Identifier: Apache-2.0
// Fuzz target: the bytes of a tensor file, .npy and TensorProto.
#include "qsim/Support/TensorFile.h"

#include <cstdlib>

// What was read has all its elements, and they can be looked at.
static void check(const qsim::Result<qsim::TensorBytes> &tensor) {
  if (!tensor)
    return;
  std::uint64_t count = 1;
  for (std::int64_t extent : tensor->dims)
    count *= static_cast<std::uint64_t>(extent);
  if (count * qsim::elementSize(tensor->type) != tensor->data.size())
    std::abort();
  volatile char last = 0;
  for (char byte : tensor->data)
    last = byte;
  (void)last;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char *>(data), size);
  check(qsim::parseTensorProto(bytes, "fuzz.pb"));
  check(qsim::parseNpyTensor(bytes, "fuzz.npy"));
  return 0;
}
