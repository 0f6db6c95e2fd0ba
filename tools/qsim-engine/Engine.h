// SPDX-License-Identifier: Apache-2.0
// Answers one question after another about one package and one picture.
#ifndef QSIM_TOOLS_QSIM_ENGINE_ENGINE_H
#define QSIM_TOOLS_QSIM_ENGINE_ENGINE_H

#include "LayerErrors.h"
#include "Rank.h"
#include "TensorData.h"
#include "engine.pb.h"

#include "qsim/Execution/StepFile.h"
#include "qsim/Workbench/Workbench.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace qsim::engine {

class Engine {
public:
  /// Answers the questions below a rank that came meanwhile, with answer();
  /// waits for the first one no longer than it is told.
  using Others = std::function<void(Rank below, std::chrono::milliseconds)>;

  /// `passed` hears of each layer that a move comes to before its end; true
  /// ends the move there. `others` is called where a long look can wait.
  explicit Engine(std::function<bool(int next)> passed, Others others = {})
      : passed(std::move(passed)), others(std::move(others)) {}

  /// A Failure where the question is refused. OUT_OF_MEMORY: whatever is left
  /// is not to be asked any more.
  Reply answer(const Request &request);

private:
  using Done = Result<void>;

  Done dispatch(const Request &request, Reply &reply);

  Done open(const Open &ask, State &state);
  Done move(const Move &ask, State &state);
  Done setPicture(const SetPicture &ask, State &state);
  Done setStops(const SetStops &ask, State &state);
  Done bookmark(Bookmark &bookmark) const;
  void describe(State &state) const;
  std::vector<int> staleLayers() const;
  /// The modes that a package was saved with, as the first changes.
  Done takeSavedModes();
  /// The layers that cannot run in the mode that the file names for them, as a
  /// line of the log; empty where there is none.
  std::string modesNotTaken(const StepFile &file) const;

  // EngineEdits.cpp
  Done edit(const Edit &ask, State &state);
  Done changeModes(const Edit::Modes &ask);
  Done setValues(const Edit::Values &ask);
  Done quantize(const Edit::Quantize &ask);
  Done undo(State &state);
  Done redo(State &state);
  /// What undo or redo changed is measured anew.
  Done wentBack(const Result<Change> &change);
  Done save(const Save &ask, Saved &saved);
  /// Is the change part of a saved package, and not of the picture alone?
  static bool isSaved(const Change &change);

  // EngineNoise.cpp
  Done errors(const GetErrors &ask, Errors &errors);
  Done answers(const GetAnswer &ask, Answers &answers);
  /// Until FLOAT can run.
  void prepareFloat(Rank below);
  /// FLOAT on all layers.
  Result<Session *> wholeFloatRun();
  void letOthers(Rank below, std::chrono::milliseconds wait = {});
  Done statistics(const GetStatistics &ask, Statistics &statistics);

  // EngineLooks.cpp
  Done layer(const GetLayer &ask, LayerDetails &details);

  // EngineTensors.cpp
  Done tensor(const GetTensor &ask, Tensor &tensor);
  /// A tensor of a layer, up to date. An empty name is the output's.
  Result<TensorData> data(int layer, const std::string &name,
                          GetTensor::Source source, Form form);

  /// Is there such a layer, or is it the picture?
  Done checkLayer(int layer) const;
  bool hasRun(int layer) const;
  /// The refusal of a question that comes too early.
  Error notYet(const std::string &message);
  /// What follows every change.
  void changed(const std::vector<int> &layers);
  Done startBench(const std::string &picture);

  std::function<bool(int)> passed;
  Others others;
  Failure::Kind kind = Failure::REFUSED; ///< of the error that is returned
  Open opened;
  Graph graph; ///< of the package as it was opened
  qsimrt_mode startMode = QSIMRT_INT;
  std::unique_ptr<Workbench> bench;
  SetStops stops;
  std::vector<MoveEnd::Hit> hits; ///< of the last move
  double milliseconds = 0;        ///< that the last move took
  LayerErrors measured;
};

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_ENGINE_H
