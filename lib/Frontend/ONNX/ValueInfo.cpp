// SPDX-License-Identifier: Apache-2.0
// What a model says of its inputs and outputs.
#include "Model.h"

namespace qsim::onnximport {

std::string dimsText(const ValueInfo &info) {
  if (!info.dims)
    return "of any rank";
  std::string text;
  for (const Dimension &dim : *info.dims)
    text += (text.empty() ? "" : "x") + (dim.extent >= 0
                                             ? std::to_string(dim.extent)
                                         : dim.name.empty() ? "?"
                                                            : dim.name);
  return text.empty() ? "a single number" : text;
}

bool agrees(const ValueInfo &info, const Dims &dims) {
  if (!info.dims)
    return true;
  if (info.dims->size() != dims.size())
    return false;
  for (std::size_t k = 0; k < dims.size(); ++k)
    if ((*info.dims)[k].extent >= 0 && (*info.dims)[k].extent != dims[k])
      return false;
  return true;
}

} // namespace qsim::onnximport
