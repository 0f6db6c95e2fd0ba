// SPDX-License-Identifier: Apache-2.0
// Which questions need not wait for which.
#ifndef QSIM_WEB_PROTOCOL_RANK_H
#define QSIM_WEB_PROTOCOL_RANK_H

#include "engine.pb.h"

namespace qsim::engine {

/// While a question is worked on, one of a lower rank may be asked and is
/// answered first. Looks commute; what changes something waits for all before
/// it, and all behind it wait for it.
enum class Rank {
  Look,
  Errors, ///< a look at every layer
  Answer, ///< a look at every layer, and at each pair of boxes
  Change
};

inline Rank rankOf(const Request &request) {
  switch (request.ask_case()) {
  case Request::kLayer:
  case Request::kStatistics:
  case Request::kTensor:
  case Request::kGraph:
  case Request::kBookmark:
    return Rank::Look;
  case Request::kErrors:
    return Rank::Errors;
  case Request::kAnswer:
    return Rank::Answer;
  default:
    return Rank::Change;
  }
}

} // namespace qsim::engine

#endif // QSIM_WEB_PROTOCOL_RANK_H
