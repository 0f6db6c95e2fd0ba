// SPDX-License-Identifier: Apache-2.0
// Selectors: which layers of a model a word names.
#include "files/message.h"
#include "files/number.h"
#include "qsimrt/qsimrt.h"

#include <string.h>

// Patterns of names: `*` stands for any text, `?` for one character. Goes back
// to the last `*` only, so that time is length times length at most.
static int matches(const char *pattern, size_t length, const char *name) {
  size_t at = 0, star = length;
  const char *resume = name;
  while (*name) {
    if (at < length && pattern[at] == '*') {
      star = at++;
      resume = name;
    } else if (at < length && (pattern[at] == '?' || pattern[at] == *name)) {
      ++at;
      ++name;
    } else if (star < length) {
      at = star + 1;
      name = ++resume;
    } else {
      return 0;
    }
  }
  while (at < length && pattern[at] == '*')
    ++at;
  return at == length;
}

// Where ".." stands in the selector; its length where it does not.
static size_t find_dots(const char *selector, size_t length) {
  for (size_t i = 0; i + 1 < length; ++i)
    if (selector[i] == '.' && selector[i + 1] == '.')
      return i;
  return length;
}

// FIRST..LAST, or one index for both; 0 where the selector is a name.
static int parse_range(const char *selector, size_t length, int64_t *first,
                       int64_t *last) {
  const size_t dots = find_dots(selector, length);
  if (!qsimrt_parse_integer(selector, (int32_t)dots, first))
    return 0;
  if (dots == length) {
    *last = *first;
    return 1;
  }
  return qsimrt_parse_integer(selector + dots + 2, (int32_t)(length - dots - 2),
                              last);
}

qsimrt_status qsimrt_select(const qsimrt_model *model, const char *selector,
                            size_t length, unsigned char *chosen,
                            qsimrt_error *error) {
  enum { LONGEST = 4096 };
  int64_t first = 0, last = 0;
  int32_t count = 0;
  const int32_t shown = length < LONGEST ? (int32_t)length : (int32_t)LONGEST;
  if (length < LONGEST && parse_range(selector, length, &first, &last)) {
    if (first < 0 || first > last || last >= model->layer_count)
      return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                         "layers %q: wanted indices from 0 to %d, rising",
                         selector, shown, model->layer_count - 1);
    memset(chosen + first, 1, (size_t)(last - first + 1));
    return QSIMRT_OK;
  }
  for (int32_t i = 0; i < model->layer_count && length < LONGEST; ++i) {
    if (matches(selector, length, model->layers[i].name)) {
      chosen[i] = 1;
      ++count;
    }
  }
  if (count > 0)
    return QSIMRT_OK;
  return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                     "no layer is called %q; wanted an index (3), a range "
                     "(3..7), a name or a pattern (conv_*)",
                     selector, shown);
}
