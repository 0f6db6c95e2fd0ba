// SPDX-License-Identifier: Apache-2.0
// Messages on a stream: lengths, and whole reads and writes.
#include "Frame.h"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

using namespace qsim::engine;

std::string qsim::engine::framed(const google::protobuf::MessageLite &message) {
  std::string bytes(frameHeaderBytes, '\0');
  message.AppendToString(&bytes);
  const std::size_t length = bytes.size() - frameHeaderBytes;
  for (std::size_t i = 0; i < frameHeaderBytes; ++i)
    bytes[i] = static_cast<char>(length >> (8 * i) & 0xff);
  return bytes;
}

std::size_t
qsim::engine::frameLength(const std::array<unsigned char, 4> &header) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < frameHeaderBytes; ++i)
    length |= std::size_t{header[i]} << (8 * i);
  return length;
}

/// How many of `size` bytes came before the end.
static std::size_t readWhole(int descriptor, void *bytes, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got =
        read(descriptor, static_cast<char *>(bytes) + done, size - done);
    if (got == 0 || (got < 0 && errno != EINTR))
      break;
    if (got > 0)
      done += static_cast<std::size_t>(got);
  }
  return done;
}

FrameStatus qsim::engine::readFrame(int descriptor,
                                    google::protobuf::MessageLite &message) {
  std::array<unsigned char, frameHeaderBytes> header = {};
  const std::size_t begun = readWhole(descriptor, header.data(), header.size());
  if (begun == 0)
    return FrameStatus::Closed;
  const std::size_t length = frameLength(header);
  if (begun < header.size() || length > largestFrame)
    return FrameStatus::Malformed;
  std::string bytes(length, '\0');
  if (readWhole(descriptor, bytes.data(), length) < length ||
      !message.ParseFromString(bytes))
    return FrameStatus::Malformed;
  return FrameStatus::Read;
}

bool qsim::engine::writeFrame(int descriptor,
                              const google::protobuf::MessageLite &message) {
  const std::string bytes = framed(message);
  std::size_t done = 0;
  while (done < bytes.size()) {
    // A reader that has gone is an answer, not a signal.
    const ssize_t put = send(descriptor, bytes.data() + done,
                             bytes.size() - done, MSG_NOSIGNAL);
    if (put < 0 && errno != EINTR)
      return false;
    if (put > 0)
      done += static_cast<std::size_t>(put);
  }
  return true;
}
