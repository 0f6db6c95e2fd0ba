// SPDX-License-Identifier: Apache-2.0
// The two weights containers of a network.
#ifndef QSIM_TARGET_WEIGHTWRITERS_H
#define QSIM_TARGET_WEIGHTWRITERS_H

#include "qsim/Target/Net.h"

#include <functional>

namespace qsim {

/// The diagnostic and the Error of one failure.
Error fail(mlir::Operation *op, const std::string &message);

/// The runtime's view of the files of a network, which must outlive it.
class RuntimeModel {
public:
  /// The containers may be empty. What the runtime refuses is an error at the
  /// network.
  static Result<RuntimeModel>
  load(qnet::NetworkOp network, const std::string &net, const std::string &sys,
       std::string_view fweights = {}, std::string_view qweights = {});

  const qsimrt_model &operator*() const { return *model; }
  /// What a `.qweights` that belongs to the files carries.
  uint32_t binding() const { return bindingValue; }

private:
  AlignedBytes memory;
  const qsimrt_model *model = nullptr;
  uint32_t bindingValue = 0;
};

/// Takes bytes in order.
using ByteSink = std::function<Result<void>(const void *data, std::size_t)>;

/// Writes the `.fweights`: all parameters, as imported, from where the
/// attributes hold them. `size` is told how many bytes come before the first
/// ones do. `model` is that of the texts alone.
Result<void> writeFloatWeights(qnet::NetworkOp network,
                               const qsimrt_model &model,
                               const std::function<void(uint64_t)> &size,
                               const ByteSink &sink);

/// The `.qweights`, derived by the runtime; empty where the network has no
/// integers. `model` has its float parameters.
Result<AlignedBytes> writeIntegerWeights(qnet::NetworkOp network,
                                         const RuntimeModel &model);

} // namespace qsim

#endif // QSIM_TARGET_WEIGHTWRITERS_H
