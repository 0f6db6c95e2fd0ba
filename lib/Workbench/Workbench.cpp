// SPDX-License-Identifier: Apache-2.0
// Opens a package and a picture.
#include "qsim/Workbench/Workbench.h"

namespace qsim {

Result<std::unique_ptr<Workbench>>
Workbench::create(const std::string &directory, const std::string &picture,
                  const WorkbenchOptions &options) {
  std::unique_ptr<Workbench> made(new Workbench);
  made->options = options;
  made->original = made->current = directory;
  Result<std::unique_ptr<Package>> package = Package::open(directory);
  if (!package)
    return package.error();
  made->opened = std::move(*package);
  const qsimrt_model &model = made->opened->model();
  if (!options.mode)
    made->options.mode = mostIntegerMode(model);
  Result<Input> input = readInput(picture, model);
  if (!input)
    return input.error();
  made->picture = std::move(*input);
  Result<std::unique_ptr<Simulation>> simulation =
      made->simulate(*made->opened, made->picture, {}, 0);
  if (!simulation)
    return simulation.error();
  made->running = std::move(*simulation);
  made->times.resize(static_cast<std::size_t>(model.layer_count));
  return made;
}

double Workbench::milliseconds(int layer) const {
  return layer < 0 ? 0 : times[static_cast<std::size_t>(layer)];
}

Result<std::unique_ptr<Simulation>>
Workbench::simulate(const Package &package, const Input &input,
                    const std::vector<Change> &changes, int position) const {
  Result<std::unique_ptr<Simulation>> fresh =
      Simulation::create(package, *options.mode, options.threads);
  if (!fresh)
    return fresh.error();
  if (Result<void> taken = (*fresh)->setInput(input); !taken)
    return taken.error();
  // Outputs can be edited behind the layer only.
  for (const Change &change : changes) {
    for (const Edit &edit : change.edits) {
      if (isOfPicture(edit))
        if (Result<void> moved =
                (*fresh)->goTo(std::max((*fresh)->position(), edit.layer + 1));
            !moved)
          return moved.error();
      if (Result<void> applied = (*fresh)->apply(edit); !applied)
        return Error{editText(edit, package.model()) +
                     " is not possible any more (undo it first): " +
                     applied.error().message};
    }
  }
  if (Result<void> moved = (*fresh)->goTo(position); !moved)
    return moved.error();
  return fresh;
}

Result<void> Workbench::setPicture(const std::string &path) {
  Result<Input> input = readInput(path, opened->model());
  if (!input)
    return input.error();
  const auto ofNetwork = [](std::vector<Change> changes) {
    for (Change &change : changes)
      std::erase_if(change.edits, isOfPicture);
    std::erase_if(changes, [](const Change &change) {
      return change.rule.empty() && change.edits.empty();
    });
    return changes;
  };
  std::vector<Change> kept = ofNetwork(done);
  Result<std::unique_ptr<Simulation>> fresh =
      simulate(*opened, *input, kept, 0);
  if (!fresh)
    return fresh.error();
  running = std::move(*fresh);
  picture = std::move(*input);
  reference.reset();
  done = std::move(kept);
  undone = ofNetwork(undone);
  arrived = false;
  return {};
}

Result<void> Workbench::restore(const std::vector<Change> &changes,
                                const std::vector<Change> &takenBack,
                                int position) {
  if (Result<void> done = recompile(changes, position); !done)
    return done;
  done = changes;
  undone = takenBack;
  arrived = position > 0;
  return {};
}

} // namespace qsim
