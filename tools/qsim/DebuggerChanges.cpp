// SPDX-License-Identifier: Apache-2.0
// Changes and their history: the part of qsim step that remembers.
#include "Debugger.h"
#include "DebuggerWords.h"

namespace qsim::cli {

std::string Debugger::textOf(const Change &change) const {
  return change.about.empty()
             ? editText(change.edits.front(), simulation->model())
             : change.about;
}

void Debugger::remember(Change change) {
  done.push_back(std::move(change));
  undone.clear();
}

Result<void> Debugger::takeBack(std::size_t count) {
  for (; count > 0; --count) {
    Result<Edit> taken = simulation->undo();
    if (!taken)
      return taken.error();
    if (taken->layer == QSIMRT_IMAGE)
      reference.reset();
  }
  return {};
}

Result<void> Debugger::applyAll(const std::vector<Edit> &edits) {
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (edits[i].layer == QSIMRT_IMAGE)
      reference.reset();
    if (Result<void> applied = simulation->apply(edits[i]); !applied) {
      if (Result<void> back = takeBack(i); !back)
        return back;
      return applied;
    }
  }
  return {};
}

Result<std::string> Debugger::undo(Words &) {
  if (done.empty())
    return Error{"nothing to undo"};
  const Change change = done.back();
  if (change.rule.empty()) {
    if (Result<void> taken = takeBack(change.edits.size()); !taken)
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
    if (Result<void> applied = applyAll(change.edits); !applied)
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
