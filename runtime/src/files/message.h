// SPDX-License-Identifier: Apache-2.0
// Error messages: a bounded formatter that needs no libc.
#ifndef QSIMRT_FILES_MESSAGE_H
#define QSIMRT_FILES_MESSAGE_H

#include "qsimrt/qsimrt.h"

// Writes the message (cut to fit, always NUL-terminated; nothing when error is
// NULL) and returns `status`, so that a check is one statement:
//   return qsimrt_fail(error, QSIMRT_BAD_FILE, "%s: ...", name);
// Formats, with the type of their argument:
//   %s  const char *        text (NULL reads as "?")
//   %q  const char *, int   that many bytes in single quotes; bytes that are
//   not
//                           printable ASCII read \xHH, long text ends in "..."
//   %d  int32_t             decimal
//   %D  int64_t             decimal
//   %x  uint32_t            0x and 8 hexadecimal digits
//   %o  const char *const * NULL-terminated list: 'a', 'b' or 'c'
//   %t  const qsimrt_tensor_view *  dtype and dims: f32 [16, 3, 3, 3]
//   %%                      a percent sign
qsimrt_status qsimrt_fail(qsimrt_error *error, qsimrt_status status,
                          const char *format, ...);

#endif // QSIMRT_FILES_MESSAGE_H
