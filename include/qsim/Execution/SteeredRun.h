// SPDX-License-Identifier: Apache-2.0
// A run that a step file steers, in batch.
#ifndef QSIM_EXECUTION_STEEREDRUN_H
#define QSIM_EXECUTION_STEEREDRUN_H

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"
#include "qsim/Execution/StepFile.h"

#include <functional>
#include <optional>

namespace qsim {

enum class RunEventKind { BreakBefore, BreakAfter, Watch, Stop };

/// A place where a person would have been asked.
struct RunEvent {
  RunEventKind kind;
  int layer;
  const qsimrt_watch *watch = nullptr; ///< of kind Watch
  /// What the watch saw: per cent, dB, the number of NaNs or overflows, the
  /// value that is farthest outside.
  double seen = 0;
};

/// "break before 3 conv_3"; "watch 3 conv_3: saturation > 0.5 (1.25)".
std::string eventText(const RunEvent &event, const qsimrt_model &model);

/// What a watch saw at a layer that has run, where its condition holds.
/// `reference` stands behind the same layer of a FLOAT run; needed for
/// QSIMRT_WATCH_SQNR alone.
Result<std::optional<double>> watchedValue(const qsimrt_watch &watch,
                                           const Session &session,
                                           const Session *reference, int layer);

/// Runs a picture as the file says: the session must have the file's modes.
/// Dumps go to `directory` (must be named where the file dumps). Ends early at
/// a stop, which is the last event.
Result<void> runSteered(Session &session, const StepFile &file,
                        const Input &input, const std::string &directory,
                        const std::function<void(const RunEvent &)> &tell);

} // namespace qsim

#endif // QSIM_EXECUTION_STEEREDRUN_H
