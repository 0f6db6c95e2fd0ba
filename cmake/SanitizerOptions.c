// SPDX-License-Identifier: Apache-2.0
// AddressSanitizer's defaults for every program of a sanitizer build.

const char *__asan_default_options(void);

// LLVM's allocator, inlined into our code, poisons memory that Debian's
// uninstrumented libLLVM then uses without lifting the poison.
const char *__asan_default_options(void) { return "allow_user_poisoning=0"; }
