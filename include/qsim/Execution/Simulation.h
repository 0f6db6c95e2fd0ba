// SPDX-License-Identifier: Apache-2.0
// A simulation that a person works with: go to any layer, look at any tensor,
// change modes and values, take changes back.
#ifndef QSIM_EXECUTION_SIMULATION_H
#define QSIM_EXECUTION_SIMULATION_H

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace qsim {

/// One change.
struct Edit {
  enum class Kind { Mode, Value };
  Kind kind = Kind::Value;
  int layer = 0; ///< QSIMRT_IMAGE: the picture, whose tensor is "output"
  qsimrt_mode mode = QSIMRT_FLOAT; ///< of kind Mode
  std::string tensor;              ///< of kind Value: see Simulation::tensors
  std::size_t index = 0;           ///< of the first value
  std::vector<double> values;

  bool operator==(const Edit &) const = default;
};

/// The values that a layer, or the picture, holds for the picture at hand.
inline const std::string outputTensor = "output";
/// Of a layer in INT (qsimrt_accumulators): a changed one goes through what
/// follows it into its output.
inline const std::string accumulatorsTensor = "accumulators";

/// Does the edit change such values, rather than the network?
bool isOfPicture(const Edit &edit);

/// The mode nearest to INT that all layers of a model can run in.
qsimrt_mode mostIntegerMode(const qsimrt_model &model);
/// The most integer mode that a layer can run in.
qsimrt_mode mostIntegerMode(const qsimrt_model &model, int layer);

/// "mode 3 conv_3 int"; "set 3 conv_3 weights[7] 0.5"; "set image[0] 1".
std::string editText(const Edit &edit, const qsimrt_model &model);

/// A tensor of a layer, as numbers.
struct LayerTensor {
  std::string name;
  qsimrt_dtype dtype = QSIMRT_F32;
  std::vector<std::int64_t> shape; ///< multipliers end in 2: mult, shift
  std::size_t count() const;
};

class Simulation {
public:
  /// In `mode`, with everything retained. The package must outlive it.
  static Result<std::unique_ptr<Simulation>>
  create(const Package &package, qsimrt_mode mode, int threads);

  /// Takes a picture and stands before the first layer. Edits stay.
  Result<void> setInput(const Input &input);

  const qsimrt_model &model() const {
    return *qsimrt_session_model(session->handle());
  }
  Session &running() { return *session; }
  const Session &running() const { return *session; }
  int position() const { return session->position(); }

  /// Makes `layer` the next one, forwards or backwards. Everything before it is
  /// up to date then; only what is not is computed. `passed` is told each layer
  /// behind which the run stands on its way; false ends it there.
  Result<void> goTo(int layer, const std::function<bool(int)> &passed = {});
  /// Computes what edits made stale, up to the position.
  Result<void> refresh();

  /// Imported parameters ("weights", "biases", ...), derived integers
  /// ("q_weights", "positive", ...), "weight_scales", and "output" where the
  /// layer has run. An edited output is written anew whenever its layer has
  /// run.
  std::vector<LayerTensor> tensors(int layer) const;
  /// Of these, or "accumulators", for which the layer is computed again.
  Result<std::vector<double>> read(int layer, const std::string &tensor) const;

  /// Applies and remembers a change; what was taken back before is forgotten.
  /// A changed imported parameter derives the layer's integers again. Refused
  /// changes (unknown tensor, index, a value that the tensor cannot hold or
  /// that does not fit the datapath) change nothing.
  Result<void> apply(const Edit &edit);
  /// Takes the last change back, or applies it again; the change, or an error
  /// where there is none.
  Result<Edit> undo();
  Result<Edit> redo();

  /// The changes in force, oldest first.
  const std::vector<Edit> &edits() const { return done; }

private:
  explicit Simulation(const Package &package) : package(package) {}

  /// A layer's description with tensors of its own.
  struct Edited {
    qsimrt_layer layer = {};
    std::map<std::string, std::vector<std::byte>> own;
  };

  Result<void> change(const Edit &edit);
  Result<void> rebuild(int layer, const std::vector<Edit> &edits);
  Result<void> write(Edited &edited, const Edit &edit) const;
  Result<void> derive(Edited &edited) const;
  std::vector<LayerTensor> parameters(int layer) const;
  Result<std::vector<double>> accumulators(int layer) const;
  Result<void> overwrite(const Edit &edit);
  /// The edits of a list that change what a layer, or the picture, holds.
  Result<void> overwriteAll(int layer, const std::vector<Edit> &edits);
  /// The picture as it was taken, with the edits of a list.
  Result<void> restorePicture(const std::vector<Edit> &edits);
  Result<void> step();

  const Package &package;
  qsimrt_mode mode = QSIMRT_FLOAT;
  std::vector<float> picture; ///< as it was taken
  std::unique_ptr<Session> session;
  std::map<int, std::unique_ptr<Edited>> edited;
  std::vector<Edit> done, undone;
};

} // namespace qsim

#endif // QSIM_EXECUTION_SIMULATION_H
