// SPDX-License-Identifier: Apache-2.0
// Other packages: the part of qsim step that compiles again and saves.
#include "Debugger.h"
#include "DebuggerWords.h"
#include "QuantizeRule.h"

#include "qsim/Execution/SaveEdits.h"
#include "qsim/Pipelines/Recompile.h"

#include <filesystem>

namespace fs = std::filesystem;

namespace qsim::cli {

Result<std::string> Debugger::compiledWith(const std::vector<Change> &changes) {
  RecompileSettings settings;
  for (const Change &change : changes)
    if (!change.rule.empty())
      settings.rules.push_back({change.about, change.rule});
  if (settings.rules.empty())
    return original;
  if (!scratch)
    scratch.emplace("step");
  if (scratch->path.empty())
    return Error{fs::temp_directory_path().string() + ": cannot make a folder"};
  const std::string to = scratch->path + "/" + std::to_string(++compilations);
  if (Result<void> compiled = recompileModel(original, settings, to); !compiled)
    return compiled.error();
  return to;
}

Result<void> Debugger::recompile(const std::vector<Change> &changes) {
  Result<std::string> to = compiledWith(changes);
  if (!to)
    return to.error();
  Result<std::unique_ptr<Package>> opened = Package::open(*to);
  if (!opened)
    return opened.error();
  Result<std::unique_ptr<Simulation>> fresh =
      Simulation::create(**opened, startMode, threads);
  if (!fresh)
    return fresh.error();
  if (Result<void> taken = (*fresh)->setInput(input); !taken)
    return taken;
  // Outputs can be edited behind the layer only.
  const int here = simulation->position();
  for (const Change &change : changes) {
    for (const Edit &edit : change.edits) {
      if (isOfPicture(edit))
        if (Result<void> moved =
                (*fresh)->goTo(std::max((*fresh)->position(), edit.layer + 1));
            !moved)
          return moved;
      if (Result<void> applied = (*fresh)->apply(edit); !applied)
        return Error{editText(edit, simulation->model()) +
                     " is not possible any more (undo it first): " +
                     applied.error().message};
    }
  }
  if (Result<void> moved = (*fresh)->goTo(here); !moved)
    return moved;
  reference.reset();
  simulation = std::move(*fresh);
  package = std::move(*opened);
  directory = *to;
  return {};
}

Result<std::string> Debugger::quantize(Words &words) {
  std::vector<std::string> arguments;
  Change change;
  change.about = "quantize";
  while (!words.atEnd()) {
    arguments.push_back(words.next());
    change.about += " " + arguments.back();
  }
  Result<std::string> rule = quantizeRule(arguments);
  if (!rule)
    return rule.error();
  if (arguments[0] != "image")
    if (Result<std::vector<int>> layers = selected(arguments[0]); !layers)
      return layers.error();
  change.rule = *rule;
  std::vector<Change> with = done;
  with.push_back(change);
  if (Result<void> compiled = recompile(with); !compiled)
    return compiled.error();
  done = std::move(with);
  undone.clear();
  return std::string();
}

Result<std::string> Debugger::save(Words &words) {
  const Result<std::string> name = words.file();
  if (!name)
    return name.error();
  const std::string &to = *name;
  if (to.empty())
    return Error{"save: wanted DIR"};
  std::error_code code;
  if (fs::equivalent(to, original, code))
    return Error{"save: " + to +
                 " is the package that is open; choose another directory"};
  Result<EditRecord> record = readEditRecord(original);
  if (!record)
    return record.error();
  const qsimrt_model &model = simulation->model();
  std::string left;
  for (const Change &change : done) {
    if (!change.rule.empty())
      record->changes.push_back(
          {change.about.substr(sizeof "quantize"), {}, {}});
    for (const Edit &edit : change.edits)
      if (isOfPicture(edit))
        left += (left.empty() ? "" : "; ") + editText(edit, model);
      else
        record->changes.push_back({"", edit, model.layers[edit.layer].name});
  }
  if (Result<void> written = saveEdits(*simulation, directory, to, *record);
      !written)
    return written.error();
  saved = done;
  return (left.empty() ? ""
                       : "not saved, of the picture alone: " + left + "\n") +
         "written: " + to + "\n";
}

} // namespace qsim::cli
