// SPDX-License-Identifier: Apache-2.0
// Error messages: a bounded formatter that needs no libc.
#include "files/message.h"

#include <stdarg.h>

// Quoted text is cut after this many bytes, so that one long line of a file
// does not push the rest of the message out.
enum { LONGEST_QUOTE = 64 };

typedef struct writer {
  char *text;
  size_t used, size;
} writer;

static void put(writer *to, char c) {
  if (to->used + 1 < to->size)
    to->text[to->used++] = c;
}

static void put_text(writer *to, const char *text) {
  for (; *text; ++text)
    put(to, *text);
}

static void put_integer(writer *to, int64_t value) {
  char digits[20];
  int count = 0;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do {
    digits[count++] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (value < 0)
    put(to, '-');
  while (count > 0)
    put(to, digits[--count]);
}

static void put_hex(writer *to, uint32_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i)
    put(to, "0123456789abcdef"[(value >> (4 * i)) & 15]);
}

static void put_quoted(writer *to, const char *text, int length) {
  put(to, '\'');
  for (int i = 0; i < length && i < LONGEST_QUOTE; ++i) {
    if (text[i] >= 0x20 && text[i] < 0x7f) {
      put(to, text[i]);
    } else {
      put_text(to, "\\x");
      put_hex(to, (unsigned char)text[i], 2);
    }
  }
  if (length > LONGEST_QUOTE)
    put_text(to, "...");
  put(to, '\'');
}

static void put_choices(writer *to, const char *const *choices) {
  for (int i = 0; choices[i]; ++i) {
    if (i > 0)
      put_text(to, choices[i + 1] ? ", " : " or ");
    put(to, '\'');
    put_text(to, choices[i]);
    put(to, '\'');
  }
}

static void put_tensor(writer *to, const qsimrt_tensor_view *view) {
  static const char *const words[] = {"?",   "f32", "i8",        "i16",
                                      "i32", "i64", "multiplier"};
  put_text(to, (unsigned)view->dtype <= QSIMRT_MULT ? words[view->dtype] : "?");
  put_text(to, " [");
  for (int32_t d = 0; d < view->rank; ++d) {
    if (d > 0)
      put_text(to, ", ");
    put_integer(to, view->dims[d]);
  }
  put(to, ']');
}

static void put_format(writer *to, const char *format, va_list *arguments) {
  for (; *format; ++format) {
    if (*format != '%') {
      put(to, *format);
      continue;
    }
    switch (*++format) {
    case 's': {
      const char *text = va_arg(*arguments, const char *);
      put_text(to, text ? text : "?");
      break;
    }
    case 'q': {
      const char *text = va_arg(*arguments, const char *);
      put_quoted(to, text, va_arg(*arguments, int));
      break;
    }
    case 'd':
      put_integer(to, va_arg(*arguments, int32_t));
      break;
    case 'D':
      put_integer(to, va_arg(*arguments, int64_t));
      break;
    case 'x':
      put_text(to, "0x");
      put_hex(to, va_arg(*arguments, uint32_t), 8);
      break;
    case 'o':
      put_choices(to, va_arg(*arguments, const char *const *));
      break;
    case 't':
      put_tensor(to, va_arg(*arguments, const qsimrt_tensor_view *));
      break;
    default:
      put(to, *format);
      break;
    }
  }
}

qsimrt_status qsimrt_fail(qsimrt_error *error, qsimrt_status status,
                          const char *format, ...) {
  if (!error)
    return status;
  writer to = {error->text, 0, sizeof error->text};
  va_list arguments;
  va_start(arguments, format);
  put_format(&to, format, &arguments);
  va_end(arguments);
  to.text[to.used] = '\0';
  return status;
}
