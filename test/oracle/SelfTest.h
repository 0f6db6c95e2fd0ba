// SPDX-License-Identifier: Apache-2.0
// The oracle's test of itself on values computed by hand.
#ifndef ORACLE_SELFTEST_H
#define ORACLE_SELFTEST_H

namespace oracle {

bool selfTest();

} // namespace oracle

#endif
