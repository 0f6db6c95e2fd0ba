// SPDX-License-Identifier: Apache-2.0
// The reader under .net and .sys: sections of key=value lines, with line
// numbers.
#include "files/text.h"

#include "files/message.h"

#include <string.h>

static void fail_at(qsimrt_text *text, int32_t line, const char *what) {
  if (text->status == QSIMRT_OK)
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE, "%s:%d: %s",
                               text->name, line, what);
}

static void fail_key(qsimrt_text *text, qsimrt_span key, const char *what) {
  if (text->status == QSIMRT_OK)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE, "%s:%d: key %q %s",
                    text->name, key.line, key.text, key.length, what);
}

// Bytes of the UTF-8 character at `at`, 0 when it is not one: overlong forms,
// surrogates and numbers above 0x10ffff are not.
static size_t utf8_length(const unsigned char *at, size_t left) {
  unsigned char first = at[0];
  size_t length = first < 0x80   ? 1
                  : first < 0xc2 ? 0
                  : first < 0xe0 ? 2
                  : first < 0xf0 ? 3
                  : first < 0xf5 ? 4
                                 : 0;
  if (length == 0 || length > left)
    return 0;
  for (size_t i = 1; i < length; ++i)
    if ((at[i] & 0xc0) != 0x80)
      return 0;
  if ((first == 0xe0 && at[1] < 0xa0) || (first == 0xed && at[1] > 0x9f) ||
      (first == 0xf0 && at[1] < 0x90) || (first == 0xf4 && at[1] > 0x8f))
    return 0;
  return length;
}

static int is_blank(char byte) { return byte == ' ' || byte == '\t'; }

static void check_encoding(qsimrt_text *text, int tabs) {
  const unsigned char *at = (const unsigned char *)text->at;
  size_t left = (size_t)(text->end - text->at);
  int32_t line = 1;
  if (left >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0) {
    fail_at(text, line, "the text begins with a byte order mark");
    return;
  }
  while (left > 0) {
    if (*at == '\r') {
      fail_at(text, line, "carriage return: lines must end with \\n alone");
      return;
    }
    if ((*at < 0x20 && *at != '\n' && !(tabs && *at == '\t')) || *at == 0x7f) {
      fail_at(text, line, "control character");
      return;
    }
    size_t length = utf8_length(at, left);
    if (length == 0) {
      fail_at(text, line, "not UTF-8");
      return;
    }
    line += *at == '\n';
    at += length;
    left -= length;
  }
  if (text->at != text->end && text->end[-1] != '\n')
    fail_at(text, line, "the last line does not end with \\n");
}

static qsimrt_text open_text(const qsimrt_bytes *file, qsimrt_error *error,
                             int tabs) {
  qsimrt_text text = {file->name, "", "", 1, error, QSIMRT_OK};
  if (!file->data || file->size == 0) {
    text.status = qsimrt_fail(error, QSIMRT_BAD_FILE, "%s: the file is empty",
                              file->name);
  } else if (file->size > QSIMRT_TEXT_LIMIT) {
    text.status = qsimrt_fail(error, QSIMRT_BAD_FILE,
                              "%s: %D bytes of text, more than the limit of %D",
                              file->name, (int64_t)file->size,
                              (int64_t)QSIMRT_TEXT_LIMIT);
  } else {
    text.at = file->data;
    text.end = text.at + file->size;
    check_encoding(&text, tabs);
  }
  return text;
}

qsimrt_text qsimrt_text_open(const qsimrt_bytes *file, qsimrt_error *error) {
  return open_text(file, error, 0);
}

qsimrt_text qsimrt_text_open_words(const qsimrt_bytes *file,
                                   qsimrt_error *error) {
  return open_text(file, error, 1);
}

int qsimrt_span_equals(qsimrt_span span, const char *word) {
  size_t length = strlen(word);
  return (size_t)span.length == length && memcmp(span.text, word, length) == 0;
}

// The line at `at`, without its end, stepping over empty lines and comments.
// 0 at the end of the text. Does not consume the line.
static int peek_line(qsimrt_text *text, qsimrt_span *line) {
  while (text->status == QSIMRT_OK && text->at != text->end) {
    const char *stop = memchr(text->at, '\n', (size_t)(text->end - text->at));
    *line =
        (qsimrt_span){text->at, (int32_t)(stop - text->at), text->line, NULL};
    if (line->length > 0 && line->text[0] != '#')
      return 1;
    text->at = stop + 1;
    ++text->line;
  }
  return 0;
}

static void consume_line(qsimrt_text *text, qsimrt_span line) {
  text->at = line.text + line.length + 1;
  ++text->line;
}

int qsimrt_text_line(qsimrt_text *text, qsimrt_span *line) {
  if (!peek_line(text, line))
    return 0;
  consume_line(text, *line);
  return 1;
}

int qsimrt_line_word(qsimrt_span *line, qsimrt_span *word) {
  while (line->length > 0 && is_blank(line->text[0]))
    ++line->text, --line->length;
  *word = *line;
  word->length = 0;
  while (word->length < line->length && !is_blank(line->text[word->length]))
    ++word->length;
  line->text += word->length;
  line->length -= word->length;
  return word->length > 0;
}

int qsimrt_text_section(qsimrt_text *text, qsimrt_span *name) {
  qsimrt_span line;
  if (!peek_line(text, &line))
    return 0;
  if (line.text[0] != '[' || line.text[line.length - 1] != ']' ||
      line.length < 3) {
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: expected a [section], got %q",
                               text->name, line.line, line.text, line.length);
    return 0;
  }
  consume_line(text, line);
  *name = (qsimrt_span){line.text + 1, line.length - 2, line.line, NULL};
  return 1;
}

int qsimrt_text_pair(qsimrt_text *text, qsimrt_span *key, qsimrt_span *value) {
  qsimrt_span line;
  while (peek_line(text, &line) && line.text[0] != '[') {
    const char *equals = memchr(line.text, '=', (size_t)line.length);
    if (!equals || equals == line.text) {
      text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                                 "%s:%d: expected key=value, got %q",
                                 text->name, line.line, line.text, line.length);
      return 0;
    }
    consume_line(text, line);
    int32_t key_length = (int32_t)(equals - line.text);
    if (key_length >= 2 && memcmp(line.text, "x-", 2) == 0)
      continue;
    *key = (qsimrt_span){line.text, key_length, line.line, NULL};
    *value = (qsimrt_span){equals + 1, line.length - key_length - 1, line.line,
                           NULL};
    return 1;
  }
  return 0;
}

// A key of the list without its marks.
static const char *bare(const char *key) {
  while (*key == QSIMRT_OPTIONAL_MARK)
    ++key;
  return key;
}

static int find_key(const char *const *keys, qsimrt_span key) {
  for (int i = 0; keys[i]; ++i)
    if (qsimrt_span_equals(key, bare(keys[i])))
      return i;
  return -1;
}

void qsimrt_text_keys(qsimrt_text *text, qsimrt_span section,
                      const char *const *keys, qsimrt_strictness strictness,
                      qsimrt_span *values) {
  for (int i = 0; keys[i]; ++i)
    values[i] = (qsimrt_span){NULL, 0, section.line, bare(keys[i])};
  int last = -1;
  qsimrt_span key, value;
  while (qsimrt_text_pair(text, &key, &value)) {
    int i = find_key(keys, key);
    if (i < 0) {
      text->status =
          qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                      "%s:%d: section %q: unknown key %q", text->name, key.line,
                      section.text, section.length, key.text, key.length);
      return;
    }
    if (values[i].text) {
      fail_key(text, key, "stands twice in its section");
      return;
    }
    if (strictness == QSIMRT_KEYS_ALL_IN_ORDER && i < last) {
      text->status =
          qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                      "%s:%d: key '%s' must stand before '%s'", text->name,
                      key.line, bare(keys[i]), bare(keys[last]));
      return;
    }
    last = i;
    values[i] = value;
    values[i].key = bare(keys[i]);
  }
  if (strictness != QSIMRT_KEYS_ALL_IN_ORDER || text->status != QSIMRT_OK)
    return;
  for (int i = 0; keys[i]; ++i) {
    if (!values[i].text && keys[i][0] != QSIMRT_OPTIONAL_MARK) {
      text->status =
          qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                      "%s:%d: section %q: key '%s' is missing", text->name,
                      section.line, section.text, section.length, keys[i]);
      return;
    }
  }
}
