// SPDX-License-Identifier: Apache-2.0
// Where an engine stands, as bytes for the next one.
#ifndef QSIM_TOOLS_QSIM_ENGINE_BOOKMARKS_H
#define QSIM_TOOLS_QSIM_ENGINE_BOOKMARKS_H

#include "bookmark.pb.h"

#include "qsim/Workbench/Workbench.h"

namespace qsim::engine {

/// Where the workbench stands, which began in `mode` and has these stops.
std::string writeBookmark(const Workbench &bench, qsimrt_mode mode,
                          const SetStops &stops);

Result<void> readBookmark(const std::string &bytes, Place &place);

/// Makes the changes of a place in a new workbench, and goes there.
Result<void> goTo(const Place &place, Workbench &bench);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_BOOKMARKS_H
