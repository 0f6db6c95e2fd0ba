// SPDX-License-Identifier: Apache-2.0
// Changes and their history.
#include "qsim/Workbench/Workbench.h"

namespace qsim {

std::string Workbench::textOf(const Change &change) const {
  return change.about.empty() ? editText(change.edits.front(), model())
                              : change.about;
}

void Workbench::remember(Change change) {
  done.push_back(std::move(change));
  undone.clear();
}

Result<void> Workbench::takeBack(std::size_t count) {
  for (; count > 0; --count) {
    Result<Edit> taken = running->undo();
    if (!taken)
      return taken.error();
    if (taken->layer == QSIMRT_IMAGE)
      reference.reset();
  }
  return {};
}

Result<void> Workbench::applyAll(const std::vector<Edit> &edits) {
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (edits[i].layer == QSIMRT_IMAGE)
      reference.reset();
    if (Result<void> applied = running->apply(edits[i]); !applied) {
      if (Result<void> back = takeBack(i); !back)
        return back;
      return applied;
    }
  }
  return {};
}

Result<void> Workbench::set(const Edit &edit) {
  if (isOfPicture(edit))
    if (Result<void> fresh = running->refresh(); !fresh)
      return fresh;
  if (Result<void> applied = applyAll({edit}); !applied)
    return applied;
  remember({"", "", {}, {edit}});
  return {};
}

Result<Workbench::ModeChange>
Workbench::changeModes(const std::vector<int> &layers, qsimrt_mode mode,
                       const std::string &about) {
  ModeChange result;
  Change change;
  for (const int layer : layers) {
    const auto modeNow = [&] {
      return qsimrt_layer_mode(running->running().handle(), layer);
    };
    const qsimrt_mode before = modeNow();
    Edit edit;
    edit.kind = Edit::Kind::Mode;
    edit.layer = layer;
    edit.mode = mode;
    if (Result<void> applied = running->apply(edit); !applied) {
      if (Result<void> back = takeBack(change.edits.size()); !back)
        return back.error();
      return applied.error();
    }
    change.edits.push_back(edit);
    if (modeNow() != mode)
      result.cannot.push_back(layer);
    if (modeNow() != before)
      continue;
    // What changes nothing is nothing to take back.
    if (Result<void> back = takeBack(1); !back)
      return back.error();
    change.edits.pop_back();
  }
  result.changed = !change.edits.empty();
  if (change.edits.size() > 1)
    change.about = about;
  if (result.changed)
    remember(std::move(change));
  return result;
}

Result<Change> Workbench::undo() {
  if (done.empty())
    return Error{"nothing to undo"};
  const Change change = done.back();
  if (change.rule.empty()) {
    if (Result<void> taken = takeBack(change.edits.size()); !taken)
      return taken.error();
  } else if (Result<void> back =
                 recompile({done.begin(), done.end() - 1}, position());
             !back) {
    return back.error();
  }
  done.pop_back();
  undone.push_back(change);
  return change;
}

Result<Change> Workbench::redo() {
  if (undone.empty())
    return Error{"nothing to redo"};
  const Change change = undone.back();
  if (change.rule.empty()) {
    if (Result<void> applied = applyAll(change.edits); !applied)
      return applied.error();
  } else {
    std::vector<Change> with = done;
    with.push_back(change);
    if (Result<void> compiled = recompile(with, position()); !compiled)
      return compiled.error();
  }
  undone.pop_back();
  done.push_back(change);
  return change;
}

} // namespace qsim
