// SPDX-License-Identifier: Apache-2.0
// Other packages: compiled again, and saved.
#include "qsim/Workbench/Workbench.h"

#include "qsim/Execution/SaveEdits.h"
#include "qsim/Pipelines/Recompile.h"

#include <filesystem>

namespace fs = std::filesystem;

namespace qsim {

Result<std::string>
Workbench::compiledWith(const std::vector<Change> &changes) {
  RecompileSettings settings;
  for (const Change &change : changes)
    if (!change.rule.empty())
      settings.rules.push_back({change.about, change.rule});
  if (settings.rules.empty())
    return original;
  std::string folder = options.scratch;
  if (folder.empty()) {
    if (!scratch)
      scratch.emplace("step");
    folder = scratch->path;
  }
  if (folder.empty())
    return Error{fs::temp_directory_path().string() + ": cannot make a folder"};
  const std::string to = folder + "/compiled-" + std::to_string(++compilations);
  if (Result<void> compiled = recompileModel(original, settings, to); !compiled)
    return compiled.error();
  return to;
}

Result<void> Workbench::recompile(const std::vector<Change> &changes,
                                  int position) {
  Result<std::string> to = compiledWith(changes);
  if (!to)
    return to.error();
  std::error_code code;
  const auto discard = [&](const std::string &folder) {
    if (folder != original)
      fs::remove_all(folder, code);
  };
  Result<std::unique_ptr<Package>> package = Package::open(*to);
  if (!package)
    return package.error();
  Result<std::unique_ptr<Simulation>> fresh =
      simulate(**package, picture, changes, position);
  if (!fresh) {
    discard(*to);
    return fresh.error();
  }
  reference.reset();
  packing = {};
  running = std::move(*fresh);
  opened = std::move(*package);
  if (current != *to)
    discard(current);
  current = *to;
  return {};
}

Result<void> Workbench::quantize(Change change) {
  std::vector<Change> with = done;
  with.push_back(std::move(change));
  if (Result<void> compiled = recompile(with, position()); !compiled)
    return compiled;
  done = std::move(with);
  undone.clear();
  return {};
}

Result<std::vector<std::string>> Workbench::save(const std::string &to) {
  std::error_code code;
  if (fs::equivalent(to, original, code))
    return Error{"save: " + to +
                 " is the package that is open; choose another directory"};
  Result<EditRecord> record = readEditRecord(original);
  if (!record)
    return record.error();
  std::vector<std::string> left;
  for (const Change &change : done) {
    if (!change.rule.empty())
      record->changes.push_back(
          {change.about.substr(sizeof "quantize"), {}, {}});
    for (const Edit &edit : change.edits)
      if (isOfPicture(edit))
        left.push_back(editText(edit, model()));
      else
        record->changes.push_back({"", edit, model().layers[edit.layer].name});
  }
  if (Result<void> written = saveEdits(*running, current, to, *record);
      !written)
    return written.error();
  saved = done;
  return left;
}

} // namespace qsim
