// SPDX-License-Identifier: Apache-2.0
// The reader under .net and .sys: sections of key=value lines, with line
// numbers.
#ifndef QSIMRT_FILES_TEXT_H
#define QSIMRT_FILES_TEXT_H

#include "qsimrt/qsimrt.h"

// Larger texts are refused, so that no size computed from one overflows.
#define QSIMRT_TEXT_LIMIT ((size_t)16 << 20)

// Part of the text, not NUL-terminated. `key` names the value in messages;
// text == NULL: the key was left out.
typedef struct qsimrt_span {
  const char *text;
  int32_t length;
  int32_t line; // from 1
  const char *key;
} qsimrt_span;

// A position in the text. Copying it remembers the position. The first problem
// sets `status` and the message; later reads do nothing and return zeros, so
// that callers look at `status` where it matters to them.
typedef struct qsimrt_text {
  const char *name;
  const char *at, *end;
  int32_t line; // of `at`
  qsimrt_error *error;
  qsimrt_status status;
} qsimrt_text;

// Checks size, encoding (UTF-8 without byte order mark, no control characters)
// and line ends.
qsimrt_text qsimrt_text_open(const qsimrt_bytes *file, qsimrt_error *error);

// The same for lines of words (qsimrt_line_word): a tab is a blank in them.
qsimrt_text qsimrt_text_open_words(const qsimrt_bytes *file,
                                   qsimrt_error *error);

// The next section's header, name without brackets; 0 at the end or on error.
// To be called where a section ends or begins: keys here are an error.
int qsimrt_text_section(qsimrt_text *text, qsimrt_span *name);

// The next key=value of the section; 0 at its end. `x-` keys and comments are
// skipped.
int qsimrt_text_pair(qsimrt_text *text, qsimrt_span *key, qsimrt_span *value);

// The next line that is neither empty nor a comment; 0 at the end of the text.
int qsimrt_text_line(qsimrt_text *text, qsimrt_span *line);

// The next word of a line, between blanks and tabs, taken off its front; 0 at
// its end.
int qsimrt_line_word(qsimrt_span *line, qsimrt_span *word);

typedef enum qsimrt_strictness {
  QSIMRT_KEYS_ALL_IN_ORDER,
  QSIMRT_KEYS_OPTIONAL // any may be left out, in any order
} qsimrt_strictness;

// Keys that begin with this mark, or with several, which are no part of them,
// may be left out whatever the strictness.
#define QSIMRT_OPTIONAL_MARK '?'

// Reads all pairs of the section `section` into values[i] for the i-th of the
// NULL-terminated `keys`.
void qsimrt_text_keys(qsimrt_text *text, qsimrt_span section,
                      const char *const *keys, qsimrt_strictness strictness,
                      qsimrt_span *values);

int qsimrt_span_equals(qsimrt_span span, const char *word);

// ---- values (text_values.c) -------------------------------------------------

// Fails with "FILE:LINE: key 'KEY': expected WANTED, got 'VALUE'".
void qsimrt_text_expected(qsimrt_text *text, qsimrt_span value,
                          const char *wanted);

// An integer in low..high.
int32_t qsimrt_text_integer(qsimrt_text *text, qsimrt_span value, int32_t low,
                            int32_t high);

// The index of one of the NULL-terminated words.
int qsimrt_text_choice(qsimrt_text *text, qsimrt_span value,
                       const char *const *words);

// A finite float32; `infinite`: or inf, -inf.
float qsimrt_text_number(qsimrt_text *text, qsimrt_span value, int infinite);

// A normal float32 > 0.
float qsimrt_text_positive(qsimrt_text *text, qsimrt_span value);

// A span of its own line that says `word`: what stands for a key left out.
qsimrt_span qsimrt_span_or(qsimrt_span value, const char *word);

// MAJOR.MINOR with the given major; the minor.
int32_t qsimrt_text_version(qsimrt_text *text, qsimrt_span value,
                            int32_t major);

// Letters, digits, `_`, `.`, `-`, `/`; at least one.
void qsimrt_text_check_name(qsimrt_text *text, qsimrt_span value);

// width:scale:zero_point or none (bits == 0).
qsimrt_quant qsimrt_text_quant(qsimrt_text *text, qsimrt_span value);

// A list of exactly `count` integers in low..high.
void qsimrt_text_integers(qsimrt_text *text, qsimrt_span list, int32_t low,
                          int32_t high, int32_t *out, int32_t count);

// Comma-separated lists: the number of elements, and the next one, which is
// taken off the front of *list.
int32_t qsimrt_text_list_length(qsimrt_span list);
qsimrt_span qsimrt_text_list_next(qsimrt_span *list);

#endif // QSIMRT_FILES_TEXT_H
