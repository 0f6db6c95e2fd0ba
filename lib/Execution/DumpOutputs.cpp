// SPDX-License-Identifier: Apache-2.0
// Writes the outputs of the graph that a network was.
#include "qsim/Execution/Dump.h"
#include "qsim/Support/Npy.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace qsim {

/// A name of one part that no other output has: `/` becomes `_`, and the place
/// among the outputs goes before what is taken or hidden.
static std::string fileNameFor(const qsimrt_model &model, int output,
                               std::set<std::string> &taken) {
  std::string name = model.outputs[output].name;
  std::replace(name.begin(), name.end(), '/', '_');
  if (name.starts_with(".") || taken.contains(name))
    name = std::to_string(output) + "-" + name;
  while (taken.contains(name))
    name += "_";
  taken.insert(name);
  return name + ".npy";
}

Result<void> Dump::addOutputs(const Session &session) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  if (model.output_count == 0)
    return {};
  const std::string folder = target.path() + "/outputs";
  std::error_code code;
  if (!std::filesystem::create_directory(folder, code))
    return Error{folder + ": cannot create the folder"};
  std::set<std::string> taken;
  for (int i = 0; i < model.output_count; ++i) {
    const qsimrt_graph_output &output = model.outputs[i];
    Result<std::vector<float>> values = session.read(output.layer);
    if (!values)
      return values.error();
    std::vector<std::int64_t> dims(output.dims.dims,
                                   output.dims.dims + output.dims.rank);
    const std::string file = fileNameFor(model, i, taken);
    if (Result<void> done = writeNpy(folder + "/" + file, dims, values->data());
        !done)
      return done;
    outputs.push_back({output.name, file, output.layer, std::move(dims)});
  }
  return {};
}

} // namespace qsim
