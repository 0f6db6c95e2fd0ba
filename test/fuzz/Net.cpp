// SPDX-License-Identifier: Apache-2.0
// Fuzz target: the .net reader.
#include "TinyModel.h"

using namespace qsim::test;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const std::string net(reinterpret_cast<const char *>(data), size);
  load({net, tinyFiles().sys, "", ""}, /*run=*/false);
  return 0;
}
