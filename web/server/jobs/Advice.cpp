// SPDX-License-Identifier: Apache-2.0
// Messages and what helps.
#include "Advice.h"

#include <utility>
#include <vector>

namespace qsim::server {

std::optional<std::string> adviceFor(const std::string &message) {
  // The first that fits.
  static const std::vector<std::pair<const char *, const char *>> known = {
      {"signal 9", "The machine may have run out of memory. Close simulations "
                   "or take fewer pictures, then retry."},
      {"by signal", "This is a mistake in qsim, not in your files. Please "
                    "report it with the job's log; a retry rarely helps."},
      {"has been deleted since", "Upload the file again and make a new "
                                 "experiment from it."},
      {"There are no pictures", "Upload pictures (PNG, JPEG or .npy) to that "
                                "folder, or choose another one."},
      {"was not compiled", "Look at why the experiment failed to compile, and "
                           "retry that job first."},
      {".weights", "Check that the weights belong to this network and that "
                   "the upload was complete; a file of another size is of "
                   "another network."},
      {"label file", "Each labelled picture needs a .txt file of the same name "
                     "beside it, with the class and the box of every object; "
                     "classifiers find classes in folder names."},
      {"class label", "Give the experiment a file of names whose words occur "
                      "in the paths of the pictures, or put the pictures of "
                      "each class into a folder of its name."},
      {"log2 chooses powers of two", "Choose symmetric activations with log2 "
                                     "scales, or another method."},
      {"disk is full", "Delete projects, files or experiments that are no "
                       "longer needed, then retry."}};
  for (const auto &[words, advice] : known)
    if (message.find(words) != std::string::npos)
      return advice;
  return std::nullopt;
}

} // namespace qsim::server
