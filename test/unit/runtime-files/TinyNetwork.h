// SPDX-License-Identifier: Apache-2.0
// A valid set of files around test/Inputs/net/tiny.net, and loading it or what
// a test made of it.
#ifndef QSIM_TEST_RUNTIMEFILES_TINYNETWORK_H
#define QSIM_TEST_RUNTIMEFILES_TINYNETWORK_H

#include "ContainerBuilder.h"

namespace qsim::test {

std::string readInput(const std::string &name);

// `text` with the one occurrence of `from` replaced; fails the test when there
// is not exactly one. `from` empty: `to` is the whole text.
std::string edit(const std::string &text, const std::string &from,
                 const std::string &to);

std::vector<ContainerEntry> tinyFloatEntries();
std::vector<ContainerEntry> tinyIntegerEntries();

// Files by content; an absent container is an empty string.
struct Files {
  std::string net, sys, fweights, qweights, packed = {};
  bool defersChecks = false;
};

Files tinyFiles();

// With a .packed for its integers: entries conv_0.quads, conv_0.quad_sums.
Files packedFiles();
std::vector<ContainerEntry> packedEntries(const qsimrt_model &model);

// Gives files.qweights the binding that the other files ask for.
void bindTo(Files &files);

// A model with the memory that it lives in.
class LoadedModel {
public:
  // Gives qsimrt_model_init just what qsimrt_model_size asks for, or `memory`
  // bytes where that is not 0.
  explicit LoadedModel(const Files &files, size_t memory = 0);

  qsimrt_status status;
  std::string message;
  const qsimrt_model *model = nullptr;
  size_t size;

private:
  AlignedBytes net_, sys_, fweights_, qweights_, packed_, memory_;
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIMEFILES_TINYNETWORK_H
