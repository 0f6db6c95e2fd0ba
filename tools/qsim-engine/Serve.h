// SPDX-License-Identifier: Apache-2.0
// Questions in, answers out, until the socket is closed.
#ifndef QSIM_TOOLS_QSIM_ENGINE_SERVE_H
#define QSIM_TOOLS_QSIM_ENGINE_SERVE_H

namespace qsim::engine {

/// Answers on the socket for the rest of the process (ExitCode).
[[noreturn]] int serve(int descriptor);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_SERVE_H
