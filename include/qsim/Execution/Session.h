// SPDX-License-Identifier: Apache-2.0
// A runtime session that owns its memory and its threads.
#ifndef QSIM_EXECUTION_SESSION_H
#define QSIM_EXECUTION_SESSION_H

#include "qsim/Execution/Kernels.h"
#include "qsim/Execution/PackedParameters.h"
#include "qsim/Support/ThreadPool.h"

#include <span>
#include <vector>

namespace qsim {

struct SessionOptions {
  qsimrt_mode mode = QSIMRT_FLOAT;
  std::vector<qsimrt_mode> modes; ///< of each layer, in place of `mode`
  qsimrt_retention retention = QSIMRT_RETAIN_NONE;
  Kernels kernels;
  /// Their parameters; null: the session packs its own where it needs them.
  std::shared_ptr<const PackedParameters> packed;
  /// Threads that share the work of one layer; 1 runs in the caller, 0 takes
  /// as many as the machine has cores.
  int threads = 1;
  bool editable = false; ///< room for other modes and parameters
};

/// One simulation of a network. The model must outlive it. Not for use from
/// several threads at once.
class Session {
public:
  static Result<std::unique_ptr<Session>> create(const qsimrt_model &model,
                                                 const SessionOptions &options);

  /// Runs the whole network on a preprocessed picture (CHW).
  Result<void> run(std::span<const float> input,
                   const qsimrt_hooks *hooks = nullptr);

  /// Takes a preprocessed picture and stands before the first layer.
  Result<void> setInput(std::span<const float> input);
  /// Runs the next layer.
  Result<void> step();
  int position() const { return qsimrt_position(session); }

  /// A layer's output as real numbers (QSIMRT_IMAGE: the picture).
  Result<std::vector<float>> read(int layer) const;

  /// Boxes above `threshold` in network coordinates, overlapping ones of the
  /// same class suppressed above `iou`; best score first.
  Result<std::vector<qsimrt_detection>> detections(float threshold,
                                                   float iou) const;
  /// The same before any is suppressed, in no order.
  Result<std::vector<qsimrt_detection>> candidates(float threshold) const;

  qsimrt_session *handle() const { return session; }
  std::size_t memoryBytes() const { return size; }

private:
  Session() = default;

  RuntimeMemory memory;
  std::size_t size = 0;
  std::unique_ptr<ThreadPool> pool;
  std::shared_ptr<const PackedParameters> packed;
  qsimrt_session *session = nullptr;
};

/// The parameters that a session with these options runs on; null where it
/// needs none. Of a large network that takes a while.
Result<std::shared_ptr<const PackedParameters>>
packParameters(const qsimrt_model &model, const SessionOptions &options);

/// Suppresses as the heads of the network say; best score first.
void suppressOverlaps(const qsimrt_model &model,
                      std::vector<qsimrt_detection> &found, float iou);

/// The layers whose outputs are those of the network: those that it names, or
/// that no layer reads.
std::vector<int> outputLayers(const qsimrt_model &model);

/// `count` sessions of one network, for as many threads.
Result<std::vector<std::unique_ptr<Session>>>
createSessions(const qsimrt_model &model, const SessionOptions &options,
               std::size_t count);

} // namespace qsim

#endif // QSIM_EXECUTION_SESSION_H
