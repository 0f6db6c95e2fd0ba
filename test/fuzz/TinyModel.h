// SPDX-License-Identifier: Apache-2.0
// A small valid network, file by file, for fuzz targets that replace one of
// the files.
#ifndef QSIM_TEST_FUZZ_TINYMODEL_H
#define QSIM_TEST_FUZZ_TINYMODEL_H

#include "../unit/runtime-files/ContainerBuilder.h"

namespace qsim::test {

/// Files by content; an empty container is an absent one.
struct TinyFiles {
  std::string net, sys, fweights, qweights, packed = {};
};

/// test/Inputs/net/tiny.* with parameters of the sizes that it asks for.
const TinyFiles &tinyFiles();

/// The value that a .qweights of these files must carry.
uint32_t bindingOf(const TinyFiles &files);

/// Loads the files; where that succeeds and `run` is set, runs the network on
/// a grey picture in INT, on the reference and on the fastest kernels. Aborts
/// where a refusal has no message.
void load(const TinyFiles &files, bool run);

} // namespace qsim::test

#endif // QSIM_TEST_FUZZ_TINYMODEL_H
