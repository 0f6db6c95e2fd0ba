// SPDX-License-Identifier: Apache-2.0
// Catches SIGINT; handlers of signals know no context, so the flag is the
// process's.
#include "Interrupt.h"

namespace qsim::cli {
namespace {

volatile std::sig_atomic_t interruptions = 0;

void countInterruption(int) { interruptions = 1; }

} // namespace

Interrupt::Interrupt() {
  forget();
  struct sigaction action = {};
  action.sa_handler = countInterruption;
  // What is being read or written goes on.
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, &before);
}

Interrupt::~Interrupt() { sigaction(SIGINT, &before, nullptr); }

bool Interrupt::happened() const { return interruptions != 0; }

void Interrupt::forget() { interruptions = 0; }

} // namespace qsim::cli
