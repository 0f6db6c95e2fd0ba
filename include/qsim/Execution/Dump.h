// SPDX-License-Identifier: Apache-2.0
// Layers' outputs as files, for comparison with hardware or an oracle.
#ifndef QSIM_EXECUTION_DUMP_H
#define QSIM_EXECUTION_DUMP_H

#include "qsim/Execution/Session.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace qsim {

/// A directory of tensors that appears complete or not at all:
///  * <layer index>.npy, CxHxW: integers where the layer ran in INT, else
///    float32; .raw, .hex and .png as docs/spec/ste-format.md says;
///  * input.npy: the preprocessed 1xCxHxW picture, float32;
///  * outputs/<name>.npy where the network names the graph's outputs: their
///    real values in their own dimensions, float32 (numerics.md N65); a `/` of
///    a name is a `_` there;
///  * index.json: index, name, kind, files, shape, mode, dtype, width, scale,
///    zero point and counters of every layer in it; name, layer, file and shape
///    of the graph's outputs.
/// A directory that exists is replaced only where its index.json names all that
/// is in it.
class Dump {
public:
  /// Of a session that has its picture.
  static Result<Dump> create(const Session &session,
                             const std::string &directory);

  /// Adds the output of a layer that has run, in the forms of the
  /// QSIMRT_STE_NPY ... QSIMRT_STE_PNG bits.
  Result<void> add(const Session &session, int layer, int forms);
  /// Adds the graph's outputs of a session that has run.
  Result<void> addOutputs(const Session &session);
  Result<void> commit();

private:
  explicit Dump(AtomicDirectory target) : target(std::move(target)) {}

  /// One of the graph's outputs in the index.
  struct Output {
    std::string name, file;
    int layer;
    std::vector<std::int64_t> dims;
  };

  AtomicDirectory target;
  std::vector<Output> outputs;
  JsonWriter json{JsonWriter::Style::Pretty};
};

/// The output of a layer that has run as one .npy.
Result<void> writeOutput(const Session &session, int layer,
                         const std::string &path);

/// All layers of a session that has run with everything retained, as .npy, and
/// the graph's outputs.
Result<void> dumpLayers(const Session &session, const std::string &directory);

} // namespace qsim

#endif // QSIM_EXECUTION_DUMP_H
