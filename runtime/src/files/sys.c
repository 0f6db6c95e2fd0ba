// SPDX-License-Identifier: Apache-2.0
// The .sys file: versions, datapath, preprocessing and class names.
#include "files/sys.h"

#include "files/message.h"
#include "files/names.h"
#include "files/number.h"

// A file of format 1.1 says `table_bits`; a 1.0 file need not.
enum {
  LONGEST_CLASS_LIST = 65536,
  TABLES_SINCE_MINOR = 1,
  LARGEST_CROP_SIDE = 65536
};

typedef enum section { QSIM, DATAPATH, PREPROCESS, CLASSES, SECTIONS } section;

static const char *const section_words[] = {"qsim", "datapath", "preprocess",
                                            "classes", NULL};

typedef enum qsim_key { FORMAT, NUMERICS, QSIM_KEYS } qsim_key;

static const char *const qsim_keys[] = {"format", "numerics", NULL};

typedef enum datapath_key {
  ROUNDING,
  OVERFLOW,
  OVERFLOW_CHECK,
  LEAKY,
  ACCUMULATOR_BITS,
  WIDE_ACCUMULATOR_BITS,
  BIAS_BITS,
  WIDE_BIAS_BITS,
  MULTIPLIER_BITS,
  WIDE_MULTIPLIER_BITS,
  MAX_SHIFT,
  TABLE_BITS,
  DATAPATH_KEYS
} datapath_key;

static const char *const datapath_keys[] = {"rounding",
                                            "overflow",
                                            "overflow_check",
                                            "leaky",
                                            "accumulator_bits",
                                            "wide_accumulator_bits",
                                            "bias_bits",
                                            "wide_bias_bits",
                                            "multiplier_bits",
                                            "wide_multiplier_bits",
                                            "max_shift",
                                            "?table_bits",
                                            NULL};

typedef enum preprocess_key {
  RESIZE,
  CROP_SIDE,
  ORDER,
  SCALE,
  MEAN,
  DEVIATION,
  PAD_VALUE,
  PREPROCESS_KEYS
} preprocess_key;

static const char *const preprocess_keys[] = {
    "resize", "?crop_side", "?order",     "?scale",
    "?mean",  "?std",       "?pad_value", NULL};

static const char *const order_words[] = {"rgb", "bgr", NULL};

qsimrt_datapath qsimrt_default_datapath(void) {
  return (qsimrt_datapath){.rounding = QSIMRT_ROUND_HALF_UP,
                           .overflow = QSIMRT_SATURATE,
                           .overflow_check = QSIMRT_CHECK_OUTPUT,
                           .leaky = QSIMRT_LEAKY_MULTIPLIER,
                           .accumulator_bits = 32,
                           .wide_accumulator_bits = 48,
                           .bias_bits = 32,
                           .wide_bias_bits = 48,
                           .multiplier_bits = 31,
                           .wide_multiplier_bits = 15,
                           .max_shift = 62,
                           .table_bits = 12};
}

qsimrt_preprocess qsimrt_default_preprocess(void) {
  return (qsimrt_preprocess){.resize = QSIMRT_RESIZE_STRETCH,
                             .scale = 255,
                             .deviation = {1, 1, 1},
                             .pad_value = 127.5f};
}

// The format's minor version; the newest where the file does not say.
static int32_t read_versions(qsimrt_text *text, qsimrt_span header,
                             qsimrt_strictness strictness) {
  int32_t minor = TABLES_SINCE_MINOR;
  qsimrt_span values[QSIM_KEYS];
  qsimrt_text_keys(text, header, qsim_keys, strictness, values);
  if (values[FORMAT].text)
    minor = qsimrt_text_version(text, values[FORMAT], 1);
  if (values[NUMERICS].text)
    qsimrt_text_version(text, values[NUMERICS], QSIMRT_NUMERICS_MAJOR);
  return minor;
}

// A word, or `fallback` where the key was left out.
static int word(qsimrt_text *text, qsimrt_span value, const char *const *words,
                int fallback) {
  return value.text ? qsimrt_text_choice(text, value, words) : fallback;
}

static void integer(qsimrt_text *text, qsimrt_span value, int32_t low,
                    int32_t high, int32_t *out) {
  if (value.text)
    *out = qsimrt_text_integer(text, value, low, high);
}

// `what` is wrong with two keys together; the line is that of the later one
// that is written, or of the section.
static void fail_pair(qsimrt_text *text, qsimrt_span first, int32_t a,
                      const char *what, qsimrt_span second, int32_t b) {
  if (text->status == QSIMRT_OK)
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE, "%s:%d: %s=%d %s %s=%d", text->name,
        first.line > second.line ? first.line : second.line, first.key, a, what,
        second.key, b);
}

static void check_widths(qsimrt_text *text, const qsimrt_datapath *datapath,
                         const qsimrt_span *values) {
  if (datapath->bias_bits > datapath->accumulator_bits)
    fail_pair(text, values[BIAS_BITS], datapath->bias_bits, "is more than",
              values[ACCUMULATOR_BITS], datapath->accumulator_bits);
  if (datapath->wide_bias_bits > datapath->wide_accumulator_bits)
    fail_pair(text, values[WIDE_BIAS_BITS], datapath->wide_bias_bits,
              "is more than", values[WIDE_ACCUMULATOR_BITS],
              datapath->wide_accumulator_bits);
  const char *sum = "is more than 63 bits together with";
  if (datapath->accumulator_bits + datapath->multiplier_bits > 63)
    fail_pair(text, values[MULTIPLIER_BITS], datapath->multiplier_bits, sum,
              values[ACCUMULATOR_BITS], datapath->accumulator_bits);
  if (datapath->wide_accumulator_bits + datapath->wide_multiplier_bits > 63)
    fail_pair(text, values[WIDE_MULTIPLIER_BITS],
              datapath->wide_multiplier_bits, sum,
              values[WIDE_ACCUMULATOR_BITS], datapath->wide_accumulator_bits);
}

static void read_datapath(qsimrt_text *text, qsimrt_span header,
                          qsimrt_strictness strictness, int32_t minor,
                          qsimrt_datapath *out) {
  qsimrt_span values[DATAPATH_KEYS];
  qsimrt_text_keys(text, header, datapath_keys, strictness, values);
  if (strictness == QSIMRT_KEYS_ALL_IN_ORDER && minor >= TABLES_SINCE_MINOR &&
      text->status == QSIMRT_OK && !values[TABLE_BITS].text)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: section %q: key 'table_bits' is missing",
                    text->name, header.line, header.text, header.length);
  out->rounding = (qsimrt_rounding)word(
      text, values[ROUNDING], qsimrt_rounding_words, (int)out->rounding);
  out->overflow = (qsimrt_overflow)word(
      text, values[OVERFLOW], qsimrt_overflow_words, (int)out->overflow);
  out->overflow_check = (qsimrt_overflow_check)word(
      text, values[OVERFLOW_CHECK], qsimrt_overflow_check_words,
      (int)out->overflow_check);
  out->leaky = (qsimrt_leaky_form)word(text, values[LEAKY], qsimrt_leaky_words,
                                       (int)out->leaky);
  integer(text, values[ACCUMULATOR_BITS], 2, 48, &out->accumulator_bits);
  integer(text, values[WIDE_ACCUMULATOR_BITS], 2, 48,
          &out->wide_accumulator_bits);
  integer(text, values[BIAS_BITS], 2, 32, &out->bias_bits);
  integer(text, values[WIDE_BIAS_BITS], 2, 48, &out->wide_bias_bits);
  integer(text, values[MULTIPLIER_BITS], 2, 31, &out->multiplier_bits);
  integer(text, values[WIDE_MULTIPLIER_BITS], 2, 31,
          &out->wide_multiplier_bits);
  integer(text, values[MAX_SHIFT], 1, 62, &out->max_shift);
  integer(text, values[TABLE_BITS], 2, 16, &out->table_bits);
  check_widths(text, out, values);
}

// Three finite numbers, of any sign or above 0.
static void triple(qsimrt_text *text, qsimrt_span value, int positive,
                   float out[3]) {
  if (!value.text)
    return;
  if (qsimrt_text_list_length(value) != 3) {
    qsimrt_text_expected(text, value, "three numbers");
    return;
  }
  qsimrt_span list = value;
  for (int i = 0; i < 3; ++i) {
    const qsimrt_span item = qsimrt_text_list_next(&list);
    out[i] = positive ? qsimrt_text_positive(text, item)
                      : qsimrt_text_number(text, item, 0);
  }
}

static void read_preprocess(qsimrt_text *text, qsimrt_span header,
                            qsimrt_strictness strictness,
                            qsimrt_preprocess *out) {
  qsimrt_span values[PREPROCESS_KEYS];
  qsimrt_text_keys(text, header, preprocess_keys, strictness, values);
  out->resize = (qsimrt_resize)word(text, values[RESIZE], qsimrt_resize_words,
                                    (int)out->resize);
  integer(text, values[CROP_SIDE], 1, LARGEST_CROP_SIDE, &out->crop_side);
  if (text->status == QSIMRT_OK &&
      (out->resize == QSIMRT_RESIZE_CROP) != (out->crop_side != 0))
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: section 'preprocess': crop_side goes with resize=crop, and "
        "with no other",
        text->name, header.line);
  out->bgr = word(text, values[ORDER], order_words, out->bgr);
  integer(text, values[SCALE], 1, 255, &out->scale);
  if (out->scale != 1 && out->scale != 255)
    qsimrt_text_expected(text, values[SCALE], "255 or 1");
  triple(text, values[MEAN], 0, out->mean);
  triple(text, values[DEVIATION], 1, out->deviation);
  if (values[PAD_VALUE].text) {
    out->pad_value = qsimrt_text_number(text, values[PAD_VALUE], 0);
    if (!(out->pad_value >= 0 && out->pad_value <= 255))
      qsimrt_text_expected(text, values[PAD_VALUE], "a number in 0..255");
  }
}

static int32_t read_classes(qsimrt_text *text) {
  int32_t count = 0;
  qsimrt_span key, name;
  while (qsimrt_text_pair(text, &key, &name)) {
    int64_t number;
    if (!qsimrt_parse_integer(key.text, key.length, &number) ||
        number != count || count == LONGEST_CLASS_LIST)
      text->status =
          qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                      "%s:%d: section 'classes': expected key '%d', got %q",
                      text->name, key.line, count, key.text, key.length);
    else if (name.length == 0)
      text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                                 "%s:%d: class %d has no name", text->name,
                                 key.line, count);
    ++count;
  }
  return count;
}

static section find_section(qsimrt_text *text, qsimrt_span header,
                            unsigned seen, qsimrt_strictness strictness) {
  int found = 0;
  while (found < SECTIONS && !qsimrt_span_equals(header, section_words[found]))
    ++found;
  if (found == SECTIONS) {
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE, "%s:%d: expected section %o, got %q",
        text->name, header.line, section_words, header.text, header.length);
  } else if (seen >> found & 1) {
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: section %q stands twice in the file", text->name,
                    header.line, header.text, header.length);
  } else if (strictness == QSIMRT_KEYS_ALL_IN_ORDER &&
             seen != (1U << found) - 1) {
    int expected = 0;
    while (seen >> expected & 1)
      ++expected;
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: expected section '%s', got %q",
                               text->name, header.line, section_words[expected],
                               header.text, header.length);
  }
  return (section)found;
}

static void read_section(qsimrt_text *text, section which, qsimrt_span header,
                         qsimrt_strictness strictness, qsimrt_sys *sys) {
  switch (which) {
  case QSIM:
    sys->minor = read_versions(text, header, strictness);
    break;
  case DATAPATH:
    read_datapath(text, header, strictness, sys->minor, &sys->datapath);
    break;
  case PREPROCESS:
    read_preprocess(text, header, strictness, &sys->preprocess);
    break;
  case CLASSES:
  case SECTIONS:
    sys->classes = *text;
    sys->class_count = read_classes(text);
    break;
  }
}

qsimrt_status qsimrt_sys_read(const qsimrt_bytes *file, int allow_defaults,
                              qsimrt_sys *sys, qsimrt_error *error) {
  qsimrt_strictness strictness =
      allow_defaults ? QSIMRT_KEYS_OPTIONAL : QSIMRT_KEYS_ALL_IN_ORDER;
  qsimrt_text text = qsimrt_text_open(file, error);
  *sys = (qsimrt_sys){.datapath = qsimrt_default_datapath(),
                      .preprocess = qsimrt_default_preprocess(),
                      .minor = TABLES_SINCE_MINOR,
                      .classes = text};
  unsigned seen = 0;
  qsimrt_span header;
  while (qsimrt_text_section(&text, &header)) {
    section which = find_section(&text, header, seen, strictness);
    if (text.status != QSIMRT_OK)
      break;
    read_section(&text, which, header, strictness, sys);
    seen |= 1U << which;
  }
  if (text.status != QSIMRT_OK || allow_defaults ||
      seen == (1U << SECTIONS) - 1)
    return text.status;
  int missing = 0;
  while (seen >> missing & 1)
    ++missing;
  return qsimrt_fail(error, QSIMRT_BAD_FILE, "%s:%d: section '%s' is missing",
                     text.name, text.line, section_words[missing]);
}

qsimrt_status qsimrt_sys_parse(const qsimrt_bytes *file, int allow_defaults,
                               qsimrt_datapath *datapath,
                               qsimrt_preprocess *preprocess,
                               qsimrt_error *error) {
  qsimrt_sys sys;
  qsimrt_status status = qsimrt_sys_read(file, allow_defaults, &sys, error);
  if (status == QSIMRT_OK) {
    *datapath = sys.datapath;
    *preprocess = sys.preprocess;
  }
  return status;
}
