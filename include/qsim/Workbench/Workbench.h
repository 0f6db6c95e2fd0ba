// SPDX-License-Identifier: Apache-2.0
// A person's work with one package and one picture: moves, stops, changes with
// undo, FLOAT beside it. What qsim step and qsim-engine are fronts of.
#ifndef QSIM_WORKBENCH_WORKBENCH_H
#define QSIM_WORKBENCH_WORKBENCH_H

#include "qsim/Execution/Difference.h"
#include "qsim/Execution/Simulation.h"
#include "qsim/Execution/SteeredRun.h"
#include "qsim/Support/ScratchFolder.h"

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qsim {

struct WorkbenchOptions {
  /// Of all layers; none: the most integer one that the package can run.
  std::optional<qsimrt_mode> mode;
  int threads = 0;
  /// Where packages that are compiled again go; empty: a temporary folder.
  std::string scratch;
  /// FLOAT's outputs are kept where its session takes no more than this: of a
  /// larger network, what is looked at next is computed, from the start where
  /// it lies behind.
  std::size_t floatBytes = std::size_t(96) << 20;
};

/// What one command changed, and undo takes back: edits, or (rule not empty) a
/// rule of the overrides, for which the package is compiled again.
struct Change {
  std::string rule, about;
  std::vector<int> layers; ///< that the rule names; QSIMRT_IMAGE: the picture
  std::vector<Edit> edits;
  bool operator==(const Change &) const = default;
};

/// How a move ended: where it should, at stops, or at a person's wish.
struct MoveEnd {
  struct Hit {
    int layer;
    std::string text; ///< of eventText
  };
  std::vector<Hit> hits;
  bool interrupted = false;
};

class Workbench {
public:
  /// `directory` is the package's. Stands before the first layer.
  static Result<std::unique_ptr<Workbench>>
  create(const std::string &directory, const std::string &picture,
         const WorkbenchOptions &options);

  Simulation &simulation() { return *running; }
  const Simulation &simulation() const { return *running; }
  const qsimrt_model &model() const { return running->model(); }
  int position() const { return running->position(); }
  /// The package that runs: the one that was opened, or compiled again.
  const Package &package() const { return *opened; }
  const std::string &directory() const { return current; }
  const Input &input() const { return picture; }
  /// How long each layer took when it was computed last; 0 before that.
  double milliseconds(int layer) const;

  // ---- moves ---------------------------------------------------------------

  /// Called between two layers of a move with the one that is next; true ends
  /// the move there.
  void listen(std::function<bool(int next)> heard) { listener = heard; }

  /// Runs on to `end` or to the first stop before it.
  Result<MoveEnd> runTo(int end, bool ignoreStops = false);
  /// To the next stop or the end. A break where the run came to has been seen.
  Result<MoveEnd> carryOn(bool ignoreStops = false);
  /// The same from the first layer.
  Result<MoveEnd> restart(bool ignoreStops = false);
  /// Back to a layer; computes only what changes made stale before it.
  Result<void> rewind(int layer);

  /// Breaks and watches in the words of a step file; `name` stands for it in
  /// messages.
  Result<void> addStops(const std::string &name, const std::string &text);
  /// The same in the place of those before, in parts that a step file has room
  /// for; with an error, those before stay.
  Result<void> setStops(const std::string &name,
                        const std::vector<std::string> &texts);
  void clearStops() { stops.clear(); }

  // ---- changes
  // ---------------------------------------------------------------

  struct ModeChange {
    bool changed = false;
    std::vector<int> cannot; ///< run in another mode than the one asked for
  };
  /// As one change, which `about` tells where it is of several layers.
  Result<ModeChange> changeModes(const std::vector<int> &layers,
                                 qsimrt_mode mode, const std::string &about);
  /// An edit of values. What of the picture another change took away is there
  /// again first.
  Result<void> set(const Edit &edit);
  /// Compiles again with one more rule; "quantize ..." in `about`.
  Result<void> quantize(Change change);
  /// The change that was taken back or made again.
  Result<Change> undo();
  Result<Change> redo();
  const std::vector<Change> &changes() const { return done; }
  const std::vector<Change> &takenBack() const { return undone; }
  std::string textOf(const Change &change) const;

  /// Another picture: changes stay, but those of the old one's tensors go.
  Result<void> setPicture(const std::string &path);
  /// Makes all changes of a new workbench at once and goes to a layer.
  Result<void> restore(const std::vector<Change> &changes,
                       const std::vector<Change> &takenBack, int position);

  /// Writes the package with its changes; what was left out, as it belongs to
  /// the picture alone.
  Result<std::vector<std::string>> save(const std::string &to);
  bool isSaved() const { return done == saved; }

  // ---- beside FLOAT
  // ------------------------------------------------------------

  /// Begins what takes a while before FLOAT's first run, on another thread;
  /// true once floatRun() does not wait for it.
  bool prepareFloat();
  /// FLOAT's session on the picture as it is now, which holds the output of
  /// `layer` (QSIMRT_IMAGE: just the picture).
  Result<Session *> floatRun(int layer);
  /// How far the output of a layer that has run is from FLOAT's.
  Result<Difference> difference(int layer);
  /// What each layer before the position adds itself: its output on FLOAT's
  /// inputs, rounded where the layers that it reads write integers, against
  /// FLOAT's kernel, without edits, on the same. Nothing where values of the
  /// layer's output were overwritten. `between` is called before each layer.
  Result<std::vector<std::optional<Difference>>>
  ownNoise(const std::function<void()> &between = {});

private:
  Workbench() = default;

  /// On to `layer`; false where the listener ended it earlier.
  Result<bool> advance(int layer);
  Result<void> watched(int layer, std::vector<MoveEnd::Hit> &hits);
  void breaksBefore(int layer, std::vector<MoveEnd::Hit> &hits) const;

  /// All of these edits or, with an error, none.
  Result<void> applyAll(const std::vector<Edit> &edits);
  /// Takes the last `count` edits back.
  Result<void> takeBack(std::size_t count);
  /// The change has been made: undo takes it back.
  void remember(Change change);
  /// The package compiled with the rules of these changes; the one that was
  /// opened where there are none.
  Result<std::string> compiledWith(const std::vector<Change> &changes);
  /// A simulation of `package` on `input` with the edits of these changes,
  /// standing at a layer.
  Result<std::unique_ptr<Simulation>>
  simulate(const Package &package, const Input &input,
           const std::vector<Change> &changes, int position) const;
  /// Compiles with the rules of these changes and simulates that, with their
  /// edits, from the same picture up to a layer.
  Result<void> recompile(const std::vector<Change> &changes, int position);

  WorkbenchOptions options;
  std::string original; ///< the package that was opened
  std::string current;  ///< the one that runs: compiled again after rules
  /// Where those are: it goes after what is mapped from there.
  std::optional<ScratchFolder> scratch;
  int compilations = 0;
  std::unique_ptr<Package> opened;
  Input picture;
  std::unique_ptr<Simulation> running;
  std::unique_ptr<Session> reference;
  /// Of the reference that is to come; ends before the package that it reads.
  std::shared_future<Result<std::shared_ptr<const PackedParameters>>> packing;
  std::vector<double> times; ///< by layer
  std::vector<Change> done, undone;
  std::vector<Change> saved; ///< those in force when the package was saved
  std::vector<StepFile> stops;
  /// The run went to where it stands: a break there has been seen.
  bool arrived = false;
  std::function<bool(int)> listener;
};

} // namespace qsim

#endif // QSIM_WORKBENCH_WORKBENCH_H
