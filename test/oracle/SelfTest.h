// SPDX-License-Identifier: Apache-2.0
// The oracle's test of itself on values computed by hand.
#ifndef ORACLE_SELFTEST_H
#define ORACLE_SELFTEST_H

#include "Network.h"

#include <cstdio>
#include <string>

namespace oracle {

bool selfTest();

// The parts of it, and what they share.
extern int selfTestFailures;
void selfTestActivations();
void selfTestWeights();    // layers with weights
void selfTestLayers();     // all others
void selfTestParameters(); // N54, N55
void selfTestWindows();    // N51 to N53
void selfTestViews();      // N56 to N58, N60, N62, N65
void selfTestResize();     // N59
void selfTestOnnx();       // what else networks from ONNX have

template <typename Value>
void expect(const char *what, const Value &found, const Value &wanted) {
  if (found == wanted)
    return;
  ++selfTestFailures;
  std::fprintf(stderr, "self-test: %s is wrong\n", what);
}

template <typename Action>
void expectRefusal(const std::string &what, Action action) {
  bool refused = false;
  try {
    action();
  } catch (const Error &) {
    refused = true;
  }
  expect(what.c_str(), refused, true);
}

} // namespace oracle

#endif
