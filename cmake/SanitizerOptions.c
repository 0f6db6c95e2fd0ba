// SPDX-License-Identifier: Apache-2.0
// Defaults of the sanitizers for every program of a sanitizer build.

const char *__asan_default_options(void);
const char *__lsan_default_suppressions(void);

// LLVM's allocator, inlined into our code, poisons memory that Debian's
// uninstrumented libLLVM then uses without lifting the poison.
const char *__asan_default_options(void) { return "allow_user_poisoning=0"; }

// The tests' judge frees little of what it allocates.
const char *__lsan_default_suppressions(void) { return "leak:libdarknet.so\n"; }
