// SPDX-License-Identifier: Apache-2.0
// Messages and what helps.
#include "Advice.h"

#include <utility>
#include <vector>

namespace qsim::server {

Said adviceFor(const std::string &message) {
  // The first that fits.
  static const std::vector<std::pair<const char *, Reason>> known = {
      {"signal 9", Reason::advice_killed},
      {"out of memory", Reason::advice_memory},
      {"by signal", Reason::advice_crashed},
      {"has been deleted since", Reason::advice_deleted},
      {"There are no pictures", Reason::advice_no_pictures},
      {"the directory holds no", Reason::advice_no_pictures},
      {"was not compiled", Reason::advice_not_compiled},
      // Of both decoders, whose messages go on in words of their own.
      {", sides from 1 to", Reason::advice_large_picture},
      {"cannot decode", Reason::advice_broken_picture},
      {"not a picture", Reason::advice_broken_picture},
      {".npy format", Reason::advice_npy},
      {"--mean", Reason::advice_numbers},
      {"--std", Reason::advice_numbers},
      {"--resize", Reason::advice_resize},
      {"are for ONNX models", Reason::advice_inputs_darknet},
      {"wanted --input", Reason::advice_input_missing},
      {"--input: ", Reason::advice_inputs},
      {"the labels of ", Reason::advice_labels},
      {".weights", Reason::advice_weights},
      {"label file", Reason::advice_label_file},
      {"class label", Reason::advice_class_label},
      {"not an ONNX model", Reason::advice_not_onnx},
      {"is not supported", Reason::advice_unsupported},
      {"are not supported", Reason::advice_unsupported},
      {"cannot be imported", Reason::advice_unsupported},
      {"the section '", Reason::advice_section},
      {".cfg:", Reason::advice_cfg_line},
      {"log2 chooses powers of two", Reason::advice_log2},
      {"disk is full", Reason::advice_disk}};
  for (const auto &[words, advice] : known)
    if (message.find(words) != std::string::npos)
      return advice;
  return Reason::advice_log;
}

} // namespace qsim::server
