// SPDX-License-Identifier: Apache-2.0
// Words of the text files for each enum of model.h, in the enum's order,
// NULL-terminated.
#ifndef QSIMRT_FILES_NAMES_H
#define QSIMRT_FILES_NAMES_H

extern const char *const qsimrt_kind_words[];
extern const char *const qsimrt_mode_words[];
extern const char *const qsimrt_arithmetic_words[];
extern const char *const qsimrt_activation_words[];
extern const char *const qsimrt_nms_words[];
extern const char *const qsimrt_reorg_words[];
extern const char *const qsimrt_pad_words[];
extern const char *const qsimrt_resize_mode_words[];
extern const char *const qsimrt_coordinates_words[];
extern const char *const qsimrt_nearest_words[];
extern const char *const qsimrt_reduce_words[];
extern const char *const qsimrt_binary_words[];
extern const char *const qsimrt_rounding_words[];
extern const char *const qsimrt_overflow_words[];
extern const char *const qsimrt_overflow_check_words[];
extern const char *const qsimrt_leaky_words[];
extern const char *const qsimrt_resize_words[];

#endif // QSIMRT_FILES_NAMES_H
