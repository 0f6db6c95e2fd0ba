// SPDX-License-Identifier: Apache-2.0
// Reads step files through the runtime's parser.
#include "qsim/Execution/StepFile.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>

namespace qsim {

Result<StepFile> StepFile::read(const std::string &path,
                                const qsimrt_model &model) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  return fromText(path, file->text(), model);
}

Result<StepFile> StepFile::fromText(const std::string &name,
                                    std::string_view text,
                                    const qsimrt_model &model) {
  const qsimrt_bytes bytes = {name.c_str(), text.data(), text.size()};
  const std::size_t size = qsimrt_ste_size(&model, &bytes);
  StepFile result;
  result.layers = model.layer_count;
  result.memory = allocateRuntimeMemory(size);
  if (!result.memory)
    return Error{name + ": out of memory"};
  qsimrt_error error = {};
  if (qsimrt_ste_parse(result.memory.get(), size, &model, &bytes, &result.ste,
                       &error) != QSIMRT_OK)
    return Error{error.text};
  return result;
}

std::vector<qsimrt_mode> StepFile::modes(qsimrt_mode otherwise) const {
  std::vector<qsimrt_mode> modes(static_cast<std::size_t>(layers), otherwise);
  for (int i = 0; i < layers; ++i)
    if (ste.modes[i] != QSIMRT_STE_NO_MODE)
      modes[i] = static_cast<qsimrt_mode>(ste.modes[i]);
  return modes;
}

bool StepFile::dumps() const {
  return std::any_of(ste.marks, ste.marks + layers,
                     [](int marks) { return marks & QSIMRT_STE_DUMP; });
}

bool StepFile::watchesNoise() const {
  return std::any_of(ste.watches, ste.watches + ste.watch_count,
                     [](const qsimrt_watch &watch) {
                       return watch.kind == QSIMRT_WATCH_SQNR;
                     });
}

std::string conditionText(const qsimrt_watch &watch) {
  switch (watch.kind) {
  case QSIMRT_WATCH_SATURATION:
    return "saturation > " + formatFloat(watch.high);
  case QSIMRT_WATCH_SQNR:
    return "sqnr < " + formatFloat(watch.low);
  case QSIMRT_WATCH_NAN:
    return "nan";
  case QSIMRT_WATCH_OVERFLOW:
    return "overflow";
  case QSIMRT_WATCH_OUTSIDE:
    break;
  }
  return "outside " + formatFloat(watch.low) + " " + formatFloat(watch.high);
}

} // namespace qsim
