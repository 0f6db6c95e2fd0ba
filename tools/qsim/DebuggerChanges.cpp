// SPDX-License-Identifier: Apache-2.0
// Changes and their history: the part of qsim step that remembers.
#include "Debugger.h"
#include "DebuggerWords.h"

#include "qsim/Calibration/Overrides.h"
#include "qsim/Pipelines/Compile.h"
#include "qsim/Support/AtomicFile.h"

#include <cstdlib>
#include <filesystem>

namespace fs = std::filesystem;

namespace qsim::cli {

Debugger::~Debugger() {
  // What is mapped from there first.
  reference.reset();
  simulation.reset();
  package.reset();
  std::error_code code;
  if (!scratch.empty())
    fs::remove_all(scratch, code);
}

std::string Debugger::textOf(const Change &change) const {
  return change.rule.empty() ? editText(change.edit, simulation->model())
                             : change.about;
}

Result<void> Debugger::apply(const Edit &edit) {
  if (Result<void> applied = simulation->apply(edit); !applied)
    return applied;
  done.push_back({"", "", edit});
  undone.clear();
  return {};
}

/// The package's own overrides with more rules behind.
static Result<std::string> overridesWith(const std::string &package,
                                         const std::string &rules) {
  const std::string path = package + "/overrides.yaml";
  if (!fs::exists(path))
    return "format: \"1.0\"\nrules:\n" + rules;
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  return std::string(file->text()) + rules;
}

Result<void> Debugger::recompile(const std::vector<Change> &changes) {
  if (scratch.empty()) {
    std::string name =
        (fs::temp_directory_path() / "qsim-step-XXXXXX").string();
    if (!mkdtemp(name.data()))
      return Error{fs::temp_directory_path().string() +
                   ": cannot make a folder"};
    scratch = name;
  }
  std::string rules;
  for (const Change &change : changes)
    rules += change.rule;
  std::string to = original;
  if (!rules.empty()) {
    to = scratch + "/" + std::to_string(++compilations);
    Result<std::string> text = overridesWith(original, rules);
    if (!text)
      return text.error();
    const std::string overrides = scratch + "/overrides.yaml";
    if (Result<void> written = writeFileAtomically(overrides, *text); !written)
      return written;
    if (Result<void> compiled = recompileModel(original, overrides, to);
        !compiled)
      return compiled;
  }
  Result<std::unique_ptr<Package>> opened = Package::open(to);
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
    if (!change.rule.empty())
      continue;
    if (change.edit.tensor == "output")
      if (Result<void> moved = (*fresh)->goTo(
              std::max((*fresh)->position(), change.edit.layer + 1));
          !moved)
        return moved;
    if (Result<void> applied = (*fresh)->apply(change.edit); !applied)
      return applied;
  }
  if (Result<void> moved = (*fresh)->goTo(here); !moved)
    return moved;
  reference.reset();
  simulation = std::move(*fresh);
  package = std::move(*opened);
  directory = to;
  return {};
}

Result<std::string> Debugger::quantize(Words &words) {
  const std::string selector = words.next(), part = words.next(),
                    key = words.next(), value = words.rest();
  if (value.empty())
    return Error{
        "quantize: wanted SELECTOR activation|weights KEY VALUE, as in "
        "overrides.yaml"};
  Result<std::vector<int>> layers = selected(selector);
  if (!layers)
    return layers.error();
  Change change;
  change.about = "quantize " + selector + " " + part + " " + key + " " + value;
  for (const int layer : *layers)
    change.rule += "  - match: {index: " + std::to_string(layer) + "}\n    " +
                   part + ": {" + key + ": " + value + "}\n";
  // A slip of the pen is told before anything is compiled.
  Result<Overrides> parsed =
      parseOverrides("quantize", "format: \"1.0\"\nrules:\n" + change.rule);
  if (!parsed)
    return parsed.error();
  std::vector<Change> with = done;
  with.push_back(change);
  if (Result<void> compiled = recompile(with); !compiled)
    return compiled.error();
  done = std::move(with);
  undone.clear();
  return std::string();
}

Result<std::string> Debugger::undo(Words &) {
  if (done.empty())
    return Error{"nothing to undo"};
  const Change change = done.back();
  if (change.rule.empty()) {
    if (Result<Edit> taken = simulation->undo(); !taken)
      return taken.error();
  } else if (Result<void> back = recompile({done.begin(), done.end() - 1});
             !back) {
    return back.error();
  }
  done.pop_back();
  undone.push_back(change);
  return "undone: " + textOf(change) + "\n";
}

Result<std::string> Debugger::redo(Words &) {
  if (undone.empty())
    return Error{"nothing to redo"};
  const Change change = undone.back();
  if (change.rule.empty()) {
    if (Result<void> applied = simulation->apply(change.edit); !applied)
      return applied.error();
  } else {
    std::vector<Change> with = done;
    with.push_back(change);
    if (Result<void> compiled = recompile(with); !compiled)
      return compiled.error();
  }
  undone.pop_back();
  done.push_back(change);
  return "done again: " + textOf(change) + "\n";
}

Result<std::string> Debugger::edits(Words &) {
  std::string text;
  for (const Change &change : done)
    text += textOf(change) + "\n";
  return text.empty() ? "no changes\n" : text;
}

} // namespace qsim::cli
