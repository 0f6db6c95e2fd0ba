// SPDX-License-Identifier: Apache-2.0
// What the parts of the checks of a layer share.
#ifndef ORACLE_CHECK_H
#define ORACLE_CHECK_H

#include "Network.h"

namespace oracle {

void check(bool condition, const char *what);

// CheckView.cpp: the shape of a layer that format 1.2 added.
Shape viewShape(const Network &network, const Layer &layer);

} // namespace oracle

#endif
