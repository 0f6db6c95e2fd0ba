// SPDX-License-Identifier: Apache-2.0
// Mutating weights containers whose checksums stay right.
#ifndef QSIM_TEST_FUZZ_SEALEDCONTAINER_H
#define QSIM_TEST_FUZZ_SEALEDCONTAINER_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace qsim::test {

/// A mutation of the bytes for LLVMFuzzerCustomMutator: sealed, with this
/// binding. Without a corpus, and now and then later, it starts from `valid`.
size_t mutateSealed(uint8_t *data, size_t size, size_t maxSize, unsigned seed,
                    const std::string &valid, uint32_t binding);

} // namespace qsim::test

#endif // QSIM_TEST_FUZZ_SEALEDCONTAINER_H
