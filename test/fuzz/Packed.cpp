// SPDX-License-Identifier: Apache-2.0
// Fuzz target: the .packed. Checksums are made right after every mutation, so
// that the fuzzer gets behind them; what loads is run.
#include "SealedContainer.h"
#include "TinyModel.h"

using namespace qsim::test;

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
                                          size_t maxSize, unsigned seed) {
  static const std::string valid = tinyFiles().packed;
  uint32_t binding;
  std::memcpy(&binding, valid.data() + 32, sizeof binding);
  return mutateSealed(data, size, maxSize, seed, valid, binding);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  TinyFiles files = tinyFiles();
  files.packed.assign(reinterpret_cast<const char *>(data), size);
  load(files, /*run=*/true);
  return 0;
}
