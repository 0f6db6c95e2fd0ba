// SPDX-License-Identifier: Apache-2.0
// Locale-free numbers: decimal text to int64 and to correctly rounded float32.
#ifndef QSIMRT_FILES_NUMBER_H
#define QSIMRT_FILES_NUMBER_H

#include <stdint.h>

// Both take exactly `length` bytes, return 0 and leave *value alone when these
// are not one number of the wanted form.

// -?(0|[1-9][0-9]*), within int64; "-0" is refused.
int qsimrt_parse_integer(const char *text, int32_t length, int64_t *value);

// -?[0-9]+(.[0-9]+)?([eE][+-]?[0-9]+)?, rounded to nearest, ties to even, for
// any number of digits. What rounds to infinity is refused; tiny numbers become
// subnormals or zero.
int qsimrt_parse_float(const char *text, int32_t length, float *value);

#endif // QSIMRT_FILES_NUMBER_H
