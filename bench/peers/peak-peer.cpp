// SPDX-License-Identifier: Apache-2.0
// The peak of this machine as a peer: a "picture" is a fixed number of
// operations on every thread at once.
//
// usage: peak-peer float|int THREADS          in the conversation of peer.h
//        peak-peer float|int THREADS --what   the operations of a picture, and
//                                             the instruction
#include "peer.h"

#include "../peak/peak.h"

#include <cstring>
#include <thread>

int main(int argc, char **argv) {
  const int threads = argc >= 3 ? std::atoi(argv[2]) : 0;
  if (threads < 1 || argc > 4) {
    std::fprintf(stderr, "usage: peak-peer float|int THREADS [--what]\n");
    return 2;
  }
  const qsim_peak_kind kind =
      std::strcmp(argv[1], "int") ? QSIM_PEAK_FLOAT : QSIM_PEAK_INT8;
  constexpr long steps = 2000000;
  if (argc == 4) {
    std::printf("%.0f %s\n", threads * qsim_peak_run(kind, steps),
                qsim_peak_instruction(kind));
    return 0;
  }
  return qsim::peers::serve([] {},
                            [&] {
                              std::vector<std::thread> others;
                              for (int i = 1; i < threads; ++i)
                                others.emplace_back(qsim_peak_run, kind, steps);
                              qsim_peak_run(kind, steps);
                              for (std::thread &other : others)
                                other.join();
                            });
}
