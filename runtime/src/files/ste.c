// SPDX-License-Identifier: Apache-2.0
// The .ste file: modes, breakpoints, watchpoints, dumps and stops of a run
// (docs/spec/ste-format.md).
#include "files/arena.h"
#include "files/message.h"
#include "files/number.h"
#include "files/text.h"

#include <string.h>

// More are refused: each takes memory for all layers.
enum { MOST_WATCHES = 1024 };

typedef struct reader {
  const qsimrt_model *model;
  qsimrt_text text;
  qsimrt_span line, rest; // the whole line, and what is left of it
  int32_t *modes;
  unsigned char *marks, *chosen; // [layer_count] each
  qsimrt_watch *watches;
  int32_t watch_count;
  unsigned char *watched; // of the next watch
} reader;

static const char *const mode_words[] = {"float", "hybrid", "int", NULL};

static void fail(reader *in, const char *wanted, qsimrt_span got) {
  if (in->text.status != QSIMRT_OK)
    return;
  in->text.status =
      got.length > 0
          ? qsimrt_fail(in->text.error, QSIMRT_BAD_FILE,
                        "%s:%d: expected %s, got %q", in->text.name,
                        in->line.line, wanted, got.text, got.length)
          : qsimrt_fail(in->text.error, QSIMRT_BAD_FILE,
                        "%s:%d: expected %s, got the end of the line",
                        in->text.name, in->line.line, wanted);
}

// Of no length at the end of the line, or where a comment begins.
static qsimrt_span next_word(reader *in) {
  qsimrt_span word;
  if (qsimrt_line_word(&in->rest, &word) && word.text[0] == '#')
    word.length = in->rest.length = 0;
  return word;
}

static int at_end(const reader *in) {
  reader ahead = *in;
  return next_word(&ahead).length == 0;
}

static void end_of_line(reader *in) {
  const qsimrt_span word = next_word(in);
  if (word.length > 0)
    fail(in, "the end of the line", word);
}

// The index of the next word among `words`; 0, and the line is refused, where
// it is none of them.
static int choice(reader *in, const char *const *words, const char *wanted) {
  const qsimrt_span word = next_word(in);
  for (int i = 0; words[i]; ++i)
    if (qsimrt_span_equals(word, words[i]))
      return i;
  fail(in, wanted, word);
  return 0;
}

static float number(reader *in, float low, float high, const char *wanted) {
  float value = 0;
  const qsimrt_span word = next_word(in);
  if (!qsimrt_parse_float(word.text, word.length, &value) || value < low ||
      value > high)
    fail(in, wanted, word);
  return value;
}

// Reads a selector into chosen.
static void select_layers(reader *in) {
  qsimrt_error why;
  const qsimrt_span word = next_word(in);
  memset(in->chosen, 0, (size_t)in->model->layer_count);
  if (word.length == 0)
    fail(in, "a selector of layers", word);
  else if (in->text.status == QSIMRT_OK &&
           qsimrt_select(in->model, word.text, (size_t)word.length, in->chosen,
                         &why) != QSIMRT_OK)
    in->text.status = qsimrt_fail(in->text.error, QSIMRT_BAD_FILE, "%s:%d: %s",
                                  in->text.name, in->line.line, why.text);
}

static void set_modes(reader *in, int32_t mode) {
  for (int32_t i = 0; i < in->model->layer_count; ++i)
    if (in->chosen[i])
      in->modes[i] = mode;
}

static void mark(reader *in, int marks) {
  for (int32_t i = 0; i < in->model->layer_count; ++i)
    if (in->chosen[i])
      in->marks[i] = (unsigned char)(in->marks[i] | marks);
}

// mode MODE
static void read_mode(reader *in) {
  memset(in->chosen, 1, (size_t)in->model->layer_count);
  set_modes(in, choice(in, mode_words, "float, hybrid or int"));
}

// layer SELECTOR MODE
static void read_layer(reader *in) {
  select_layers(in);
  set_modes(in, choice(in, mode_words, "float, hybrid or int"));
}

// break [before|after] SELECTOR
static void read_break(reader *in) {
  const qsimrt_span rest = in->rest;
  const qsimrt_span word = next_word(in);
  const int after = qsimrt_span_equals(word, "after");
  if (!after && !qsimrt_span_equals(word, "before"))
    in->rest = rest;
  select_layers(in);
  mark(in, after ? QSIMRT_STE_BREAK_AFTER : QSIMRT_STE_BREAK_BEFORE);
}

// stop SELECTOR
static void read_stop(reader *in) {
  select_layers(in);
  mark(in, QSIMRT_STE_STOP);
}

// dump SELECTOR [npy|raw|hex|png]...
static void read_dump(reader *in) {
  static const char *const forms[] = {"npy", "raw", "hex", "png", NULL};
  int marks = 0;
  select_layers(in);
  while (in->text.status == QSIMRT_OK && !at_end(in))
    marks |= QSIMRT_STE_NPY << choice(in, forms, "npy, raw, hex or png");
  mark(in, marks ? marks : QSIMRT_STE_NPY);
}

// watch SELECTOR CONDITION
static void read_watch(reader *in) {
  static const char *const conditions[] = {"saturation", "sqnr",    "nan",
                                           "overflow",   "outside", NULL};
  static const char *const above[] = {">", NULL}, *const below[] = {"<", NULL};
  const float largest = 3.4028234e38f;
  if (in->watch_count == MOST_WATCHES) {
    fail(in, "no more than 1024 watches", in->line);
    return;
  }
  qsimrt_watch *watch = &in->watches[in->watch_count++];
  select_layers(in);
  memcpy(in->watched, in->chosen, (size_t)in->model->layer_count);
  *watch = (qsimrt_watch){.line = in->line.line, .layers = in->watched};
  in->watched += in->model->layer_count;
  watch->kind = (qsimrt_watch_kind)choice(
      in, conditions, "saturation, sqnr, nan, overflow or outside");
  switch (watch->kind) {
  case QSIMRT_WATCH_SATURATION:
    choice(in, above, ">");
    watch->high = number(in, 0, 100, "per cent, from 0 to 100");
    break;
  case QSIMRT_WATCH_SQNR:
    choice(in, below, "<");
    watch->low = number(in, -largest, largest, "decibels");
    break;
  case QSIMRT_WATCH_OUTSIDE:
    watch->low = number(in, -largest, largest, "the lowest value");
    watch->high = number(in, watch->low, largest,
                         "the highest value, not below the lowest");
    break;
  default:
    break;
  }
}

static void read_line(reader *in) {
  static const char *const words[] = {"mode", "layer", "break", "watch",
                                      "dump", "stop",  NULL};
  static void (*const readers[])(reader *) = {
      read_mode, read_layer, read_break, read_watch, read_dump, read_stop};
  const int which =
      choice(in, words, "mode, layer, break, watch, dump or stop");
  if (in->text.status != QSIMRT_OK)
    return;
  readers[which](in);
  end_of_line(in);
}

// An upper bound of the watches in the text.
static size_t count_watches(const qsimrt_bytes *file) {
  const char *text = file->data;
  size_t watches = 0;
  int begins = 1; // nothing but blanks since the line began
  for (size_t i = 0; text && i < file->size && watches < MOST_WATCHES; ++i) {
    watches += begins && text[i] == 'w';
    begins = text[i] == '\n' || (begins && (text[i] == ' ' || text[i] == '\t'));
  }
  return watches;
}

size_t qsimrt_ste_size(const qsimrt_model *model, const qsimrt_bytes *file) {
  const size_t layers = (size_t)model->layer_count,
               watches = count_watches(file);
  const size_t blocks = 5; // each may be moved to its alignment
  return layers * (sizeof(int32_t) + 2) +
         watches * (sizeof(qsimrt_watch) + layers) +
         blocks * QSIMRT_ARENA_ALIGNMENT;
}

qsimrt_status qsimrt_ste_parse(void *memory, size_t size,
                               const qsimrt_model *model,
                               const qsimrt_bytes *file, qsimrt_ste *ste,
                               qsimrt_error *error) {
  const size_t layers = (size_t)model->layer_count,
               watches = count_watches(file);
  qsimrt_arena arena = {memory, 0, memory ? size : 0};
  reader in = {.model = model,
               .text = qsimrt_text_open_words(file, error),
               .modes = qsimrt_arena_take(&arena, layers * sizeof(int32_t)),
               .marks = qsimrt_arena_take(&arena, layers),
               .chosen = qsimrt_arena_take(&arena, layers),
               .watches =
                   qsimrt_arena_take(&arena, watches * sizeof(qsimrt_watch)),
               .watched = qsimrt_arena_take(&arena, watches * layers)};
  if (in.text.status != QSIMRT_OK)
    return in.text.status;
  if (!in.modes || !in.marks || !in.chosen || !in.watches || !in.watched)
    return qsimrt_fail(error, QSIMRT_NO_MEMORY,
                       "%s: %D bytes were given; qsimrt_ste_size says how many "
                       "are wanted",
                       file->name, (int64_t)size);
  for (size_t i = 0; i < layers; ++i)
    in.modes[i] = QSIMRT_STE_NO_MODE;
  memset(in.marks, 0, layers);
  while (qsimrt_text_line(&in.text, &in.line)) {
    in.rest = in.line;
    if (!at_end(&in))
      read_line(&in);
  }
  if (in.text.status != QSIMRT_OK)
    return in.text.status;
  *ste = (qsimrt_ste){in.modes, in.marks, in.watch_count, in.watches};
  return QSIMRT_OK;
}
