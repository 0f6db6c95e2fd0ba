// SPDX-License-Identifier: Apache-2.0
// Messages on a stream: each is its length (4 bytes, little endian) and itself.
#ifndef QSIM_WEB_PROTOCOL_FRAME_H
#define QSIM_WEB_PROTOCOL_FRAME_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <google/protobuf/message_lite.h>
#include <string>

namespace qsim::engine {

inline constexpr std::size_t largestFrame = std::size_t{64} << 20;
inline constexpr std::size_t frameHeaderBytes = 4;

/// A message with its length in front. It must be smaller than the largest
/// frame.
std::string framed(const google::protobuf::MessageLite &message);

/// The length that a header tells; more than `largestFrame` is an error of the
/// sender.
std::size_t frameLength(const std::array<unsigned char, 4> &header);

/// How reading a message from a file descriptor ended.
enum class FrameStatus {
  Read,
  Closed,   ///< the other side ended between two messages
  Malformed ///< too long, cut off, or no such message
};

/// Waits for the next message on a blocking descriptor.
FrameStatus readFrame(int descriptor, google::protobuf::MessageLite &message);

/// False where the other side has gone.
bool writeFrame(int descriptor, const google::protobuf::MessageLite &message);

} // namespace qsim::engine

#endif // QSIM_WEB_PROTOCOL_FRAME_H
