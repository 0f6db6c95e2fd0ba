// SPDX-License-Identifier: Apache-2.0
// The header Range: one part of a body.
#ifndef QSIM_WEB_SERVER_HTTP_RANGE_H
#define QSIM_WEB_SERVER_HTTP_RANGE_H

#include "../transport/Message.h"

namespace qsim::server {

struct Range {
  std::uint64_t first = 0, length = 0;
};

/// The part that is asked for of `total` bytes; none where it is all of them:
/// no Range, several, or a unit that is not bytes. Throws 416 where nothing of
/// the part is there.
std::optional<Range> rangeOf(const Request &request, std::uint64_t total);

/// Status, Content-Range and Accept-Ranges of an answer with that part.
void setRange(Response &response, const std::optional<Range> &range,
              std::uint64_t total);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_HTTP_RANGE_H
