// SPDX-License-Identifier: Apache-2.0
// Tensors as bodies: a whole one in parts, or a map of its channels.
#ifndef QSIM_WEB_SERVER_API_TENSORBODY_H
#define QSIM_WEB_SERVER_API_TENSORBODY_H

#include "../http/Router.h"
#include "../simulations/Supervisor.h"

namespace qsim::server {

/// The values that `ask` names; a Range is obeyed. Asked of the engine part by
/// part, so that no tensor is in memory whole; where the simulation goes on
/// meanwhile the body ends early.
void sendValues(Supervisor &supervisor, std::shared_ptr<Call> call,
                engine::GetTensor ask, Respond respond);

void sendMap(Supervisor &supervisor, std::shared_ptr<Call> call,
             engine::GetTensor ask, Respond respond);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_API_TENSORBODY_H
