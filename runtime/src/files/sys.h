// SPDX-License-Identifier: Apache-2.0
// What a .sys file says (docs/spec/sys.md).
#ifndef QSIMRT_FILES_SYS_H
#define QSIMRT_FILES_SYS_H

#include "files/text.h"

typedef struct qsimrt_sys {
  qsimrt_datapath datapath;
  qsimrt_preprocess preprocess;
  int32_t minor; // of the format
  int32_t class_count;
  // At the first class: class_count calls of qsimrt_text_pair give the names.
  qsimrt_text classes;
} qsimrt_sys;

// *sys is complete on QSIMRT_OK only.
qsimrt_status qsimrt_sys_read(const qsimrt_bytes *file, int allow_defaults,
                              qsimrt_sys *sys, qsimrt_error *error);

#endif // QSIMRT_FILES_SYS_H
