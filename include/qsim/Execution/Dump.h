// SPDX-License-Identifier: Apache-2.0
// Layers' outputs as files, for comparison with hardware or an oracle.
#ifndef QSIM_EXECUTION_DUMP_H
#define QSIM_EXECUTION_DUMP_H

#include "qsim/Execution/Session.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"

#include <string>

namespace qsim {

/// A directory of tensors that appears complete or not at all:
///  * <layer index>.npy, CxHxW: integers where the layer ran in INT, else
///    float32; .raw, .hex and .png as docs/spec/ste-format.md says;
///  * input.npy: the preprocessed 1xCxHxW picture, float32;
///  * index.json: index, name, kind, files, shape, mode, dtype, width, scale,
///    zero point and counters of every layer in it.
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
  Result<void> commit();

private:
  explicit Dump(AtomicDirectory target) : target(std::move(target)) {}

  AtomicDirectory target;
  JsonWriter json{JsonWriter::Style::Pretty};
};

/// The output of a layer that has run as one .npy.
Result<void> writeOutput(const Session &session, int layer,
                         const std::string &path);

/// All layers of a session that has run with everything retained, as .npy.
Result<void> dumpLayers(const Session &session, const std::string &directory);

} // namespace qsim

#endif // QSIM_EXECUTION_DUMP_H
