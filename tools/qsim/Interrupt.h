// SPDX-License-Identifier: Apache-2.0
// Ctrl-C as a wish to stop what runs, instead of the end of the program.
#ifndef QSIM_TOOLS_QSIM_INTERRUPT_H
#define QSIM_TOOLS_QSIM_INTERRUPT_H

#include <csignal>

namespace qsim::cli {

/// Catches SIGINT while it lives. One at a time.
class Interrupt {
public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt &) = delete;

  /// Since the last call of forget().
  bool happened() const;
  void forget();

private:
  struct sigaction before = {};
};

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_INTERRUPT_H
