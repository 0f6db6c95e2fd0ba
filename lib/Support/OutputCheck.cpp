// SPDX-License-Identifier: Apache-2.0
// Keeps a command from replacing the user's input by its output.
#include "qsim/Support/OutputCheck.h"
#include "qsim/Support/Dataset.h"

#include <filesystem>

namespace fs = std::filesystem;

using namespace qsim;

static bool isSameFile(const std::string &a, const std::string &b) {
  std::error_code code; // of a file that does not exist: not the same
  return fs::equivalent(a, b, code) && !code;
}

// "pictures.idx#3..5" is a part of pictures.idx.
static std::string withoutRange(const std::string &path) {
  return path.substr(0, path.rfind('#'));
}

Result<void> qsim::checkOutput(const std::string &option,
                               const std::string &output,
                               const std::vector<std::string> &inputs) {
  if (output.empty())
    return {};
  for (const std::string &input : inputs)
    if (!input.empty() &&
        (isSameFile(output, input) || isSameFile(output, withoutRange(input))))
      return Error{option + ": " + output + " is an input of this command (" +
                   input + ") and would be lost; choose another file"};
  return {};
}

std::vector<std::string> qsim::filesOfDataset(const std::string &images) {
  std::vector<std::string> files = {images};
  if (images.empty())
    return files;
  if (Result<Dataset> dataset = readDataset(images))
    files.insert(files.end(), dataset->pictures.begin(),
                 dataset->pictures.end());
  return files;
}
