// SPDX-License-Identifier: Apache-2.0
// The commands of qsim step: words and text around a workbench.
#ifndef QSIM_TOOLS_QSIM_DEBUGGER_H
#define QSIM_TOOLS_QSIM_DEBUGGER_H

#include "qsim/Workbench/Workbench.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qsim::cli {

class Debugger {
public:
  /// `directory` is the package's. Without a mode: the most integer one that
  /// the package can run. Stands before the first layer.
  static Result<std::unique_ptr<Debugger>>
  create(const std::string &directory, const std::string &picture,
         std::optional<qsimrt_mode> mode, int threads);

  /// A person sits there, who may stop a run between two layers (`interrupted`
  /// says so) and is asked before changes are dropped.
  void attend(std::function<bool()> interrupted);

  /// What a line of input says, ended by a newline unless empty. An empty line
  /// does what the last `step`, `next` or `continue` did.
  Result<std::string> execute(const std::string &line);

  bool hasQuit() const { return quit; }
  /// "(qsim 3 conv_3) ": the layer that runs next.
  std::string prompt() const;
  /// What could stand in the place of a word's beginning.
  std::vector<std::string> completions(const std::string &line,
                                       const std::string &word) const;

private:
  struct Words; // a line, word by word
  struct Command {
    const char *name, *arguments, *help;
    Result<std::string> (Debugger::*run)(Words &words);
  };
  static const std::vector<Command> &commands();

  Debugger() = default;

  Result<std::string> help(Words &words);
  Result<std::string> list(Words &words);
  Result<std::string> step(Words &words);
  Result<std::string> next(Words &words);
  Result<std::string> run(Words &words);
  Result<std::string> carryOn(Words &words);
  Result<std::string> rewind(Words &words);
  Result<std::string> mode(Words &words);
  Result<std::string> layer(Words &words);
  Result<std::string> stops(Words &words);
  Result<std::string> clear(Words &words);
  Result<std::string> print(Words &words);
  Result<std::string> set(Words &words);
  Result<std::string> quantize(Words &words);
  Result<std::string> undo(Words &words);
  Result<std::string> redo(Words &words);
  Result<std::string> edits(Words &words);
  Result<std::string> diff(Words &words);
  Result<std::string> picture(Words &words);
  Result<std::string> dump(Words &words);
  Result<std::string> answer(Words &words);
  Result<std::string> save(Words &words);
  Result<std::string> leave(Words &words);

  /// What ended a move, a line each; nothing where it came to its end.
  Result<std::string> told(const Result<MoveEnd> &how) const;
  /// Modes of the layers that a line of a step file names, as one change.
  Result<std::string> changeModes(const std::string &command,
                                  const std::string &line);
  Result<std::vector<int>> selected(const std::string &selector) const;
  /// One layer; an empty word is the one that ran last.
  Result<int> oneLayer(const std::string &word) const;
  /// What picture and dump are given: a layer, all of whose values are valid by
  /// then, and where they go.
  struct LayerFile {
    int layer;
    std::string file;
  };
  Result<LayerFile> layerAndFile(Words &words, const std::string &usage);
  /// The values that print and set speak of.
  struct Place {
    int layer = 0;      ///< or QSIMRT_IMAGE
    std::string tensor; ///< of the simulation; empty: all of the layer
    std::string name;   ///< as it was called
    bool whole = true;  ///< or first..last
    std::size_t first = 0, last = 0;
  };
  Result<Place> place(Words &words) const;
  std::string where() const;

  std::unique_ptr<Workbench> bench;
  std::string last;      ///< the line that an empty one repeats
  bool attended = false; ///< a person sits there
  bool asked = false;    ///< whether to drop changes
  bool quit = false;
};

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_DEBUGGER_H
