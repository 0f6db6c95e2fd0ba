// SPDX-License-Identifier: Apache-2.0
// Values of the text files: integers, words, scales, versions, names, lists.
#include "files/message.h"
#include "files/number.h"
#include "files/text.h"

#include <float.h>
#include <math.h>
#include <string.h>

void qsimrt_text_expected(qsimrt_text *text, qsimrt_span value,
                          const char *wanted) {
  if (text->status == QSIMRT_OK)
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE, "%s:%d: key '%s': expected %s, got %q",
        text->name, value.line, value.key, wanted, value.text, value.length);
}

int32_t qsimrt_text_integer(qsimrt_text *text, qsimrt_span value, int32_t low,
                            int32_t high) {
  int64_t number = 0;
  if (text->status != QSIMRT_OK)
    return low;
  if (!qsimrt_parse_integer(value.text, value.length, &number) ||
      number < low || number > high) {
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key '%s': expected an integer %d..%d, got %q", text->name,
        value.line, value.key, low, high, value.text, value.length);
    return low;
  }
  return (int32_t)number;
}

int qsimrt_text_choice(qsimrt_text *text, qsimrt_span value,
                       const char *const *words) {
  if (text->status != QSIMRT_OK)
    return 0;
  for (int i = 0; words[i]; ++i)
    if (qsimrt_span_equals(value, words[i]))
      return i;
  text->status = qsimrt_fail(
      text->error, QSIMRT_BAD_FILE, "%s:%d: key '%s': expected %o, got %q",
      text->name, value.line, value.key, words, value.text, value.length);
  return 0;
}

float qsimrt_text_number(qsimrt_text *text, qsimrt_span value, int infinite) {
  float number = 0;
  if (text->status != QSIMRT_OK)
    return 0;
  if (infinite && qsimrt_span_equals(value, "inf"))
    return HUGE_VALF;
  if (infinite && qsimrt_span_equals(value, "-inf"))
    return -HUGE_VALF;
  if (!qsimrt_parse_float(value.text, value.length, &number))
    qsimrt_text_expected(text, value,
                         infinite ? "a float32, inf or -inf" : "a float32");
  return number;
}

float qsimrt_text_positive(qsimrt_text *text, qsimrt_span value) {
  float number = 0;
  if (text->status != QSIMRT_OK)
    return 1;
  if (!qsimrt_parse_float(value.text, value.length, &number) ||
      number < FLT_MIN) {
    qsimrt_text_expected(text, value, "a normal float32 > 0");
    return 1;
  }
  return number;
}

// Splits at the first `separator`; 0 when there is none.
static int split(qsimrt_span value, char separator, qsimrt_span *head,
                 qsimrt_span *tail) {
  const char *at =
      value.length ? memchr(value.text, separator, (size_t)value.length) : NULL;
  if (!at)
    return 0;
  *head = *tail = value;
  head->length = (int32_t)(at - value.text);
  tail->text = at + 1;
  tail->length = value.length - head->length - 1;
  return 1;
}

qsimrt_span qsimrt_span_or(qsimrt_span value, const char *word) {
  if (!value.text) {
    value.text = word;
    value.length = (int32_t)strlen(word);
  }
  return value;
}

int32_t qsimrt_text_version(qsimrt_text *text, qsimrt_span value,
                            int32_t major) {
  qsimrt_span head, tail;
  int64_t number = 0, minor = 0;
  if (text->status != QSIMRT_OK)
    return 0;
  if (!split(value, '.', &head, &tail) ||
      !qsimrt_parse_integer(head.text, head.length, &number) ||
      !qsimrt_parse_integer(tail.text, tail.length, &minor) || number < 0 ||
      minor < 0) {
    qsimrt_text_expected(text, value, "a version MAJOR.MINOR");
  } else if (number != major) {
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key '%s': major version %D, but only %d is understood",
        text->name, value.line, value.key, number, major);
  }
  return minor < INT32_MAX ? (int32_t)minor : INT32_MAX;
}

static int is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || c == '/';
}

void qsimrt_text_check_name(qsimrt_text *text, qsimrt_span value) {
  if (text->status != QSIMRT_OK)
    return;
  int valid = value.length > 0;
  for (int32_t i = 0; i < value.length; ++i)
    valid &= is_name_character(value.text[i]);
  if (!valid)
    qsimrt_text_expected(text, value,
                         "a name of letters, digits, '_', '.', '-' and '/'");
}

qsimrt_quant qsimrt_text_quant(qsimrt_text *text, qsimrt_span value) {
  qsimrt_quant quant = {0, 0, 0};
  if (text->status != QSIMRT_OK || qsimrt_span_equals(value, "none"))
    return quant;
  qsimrt_span width, scale, zero_point, rest;
  int64_t bits = 0, zero = 0;
  float step = 0;
  if (!split(value, ':', &width, &rest) ||
      !split(rest, ':', &scale, &zero_point) ||
      !qsimrt_parse_integer(width.text, width.length, &bits) ||
      !qsimrt_parse_float(scale.text, scale.length, &step) ||
      !qsimrt_parse_integer(zero_point.text, zero_point.length, &zero)) {
    qsimrt_text_expected(text, value, "width:scale:zero_point or none");
  } else if (bits < 2 || bits > 16) {
    qsimrt_text_expected(text, value, "a width of 2..16 bits");
  } else if (step < FLT_MIN) {
    qsimrt_text_expected(text, value, "a scale that is a normal float32 > 0");
  } else if (zero < -((int64_t)1 << (bits - 1)) || zero >= (int64_t)1
                                                               << (bits - 1)) {
    qsimrt_text_expected(text, value, "a zero point within the width");
  } else {
    quant = (qsimrt_quant){(int32_t)bits, step, (int32_t)zero};
  }
  return quant;
}

int32_t qsimrt_text_list_length(qsimrt_span list) {
  int32_t count = 1;
  for (int32_t i = 0; i < list.length; ++i)
    count += list.text[i] == ',';
  return count;
}

qsimrt_span qsimrt_text_list_next(qsimrt_span *list) {
  qsimrt_span head, tail;
  if (!split(*list, ',', &head, &tail)) {
    head = *list;
    tail = *list;
    tail.text += list->length;
    tail.length = 0;
  }
  *list = tail;
  return head;
}

void qsimrt_text_integers(qsimrt_text *text, qsimrt_span list, int32_t low,
                          int32_t high, int32_t *out, int32_t count) {
  if (text->status == QSIMRT_OK && qsimrt_text_list_length(list) != count)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key '%s': expected %d integers, got %q", text->name,
                    list.line, list.key, count, list.text, list.length);
  for (int32_t i = 0; i < count; ++i)
    out[i] = qsimrt_text_integer(text, qsimrt_text_list_next(&list), low, high);
}
