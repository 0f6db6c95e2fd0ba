// SPDX-License-Identifier: Apache-2.0
// Writes and reads calibration.hist.
#include "qsim/Calibration/HistogramFile.h"
#include "qsimrt/qsimrt.h"

#include <cmath>
#include <cstring>
#include <vector>

using namespace qsim;

namespace {

constexpr char magic[8] = {'Q', 'S', 'I', 'M', 'H', 'S', 'T', '\0'};
constexpr std::uint16_t majorVersion = 1, minorVersion = 0;
constexpr std::size_t headerSize = 12;
constexpr std::size_t checksumSize = 4;

class Writer {
public:
  explicit Writer(std::string &bytes) : bytes(bytes) {}

  // Little-endian, `size` bytes of a value in two's complement.
  template <typename T> void integer(T value, int size = sizeof(T)) {
    for (int i = 0; i < size; ++i)
      bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  void real(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    integer(bits);
  }
  void text(const std::string &value) {
    integer(static_cast<std::uint32_t>(value.size()));
    bytes += value;
  }

private:
  std::string &bytes;
};

// Reads what Writer wrote; after the end everything is zero and ok() false.
class Reader {
public:
  explicit Reader(std::string_view bytes) : bytes(bytes) {}

  bool ok() const { return !failed; }
  bool atEnd() const { return position == bytes.size(); }
  std::size_t left() const { return bytes.size() - position; }
  std::size_t at() const { return position; }
  /// What has been read since the position `begin`.
  std::string_view since(std::size_t begin) const {
    return bytes.substr(begin, position - begin);
  }

  template <typename T> T integer() {
    ChannelSums::Wide value = 0;
    if (!take(sizeof(T)))
      return 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      value |= static_cast<ChannelSums::Wide>(
                   static_cast<unsigned char>(bytes[position - sizeof(T) + i]))
               << (8 * i);
    return static_cast<T>(value);
  }
  float real() {
    auto bits = integer<std::uint32_t>();
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  std::string text() {
    auto size = integer<std::uint32_t>();
    if (!take(size))
      return {};
    return std::string(bytes.substr(position - size, size));
  }
  void fail() { failed = true; }

private:
  bool take(std::size_t size) {
    if (failed || left() < size) {
      failed = true;
      return false;
    }
    position += size;
    return true;
  }

  std::string_view bytes;
  std::size_t position = 0;
  bool failed = false;
};

void writeTensor(Writer &out, const TensorStatistics &tensor) {
  const Histogram &histogram = tensor.histogram;
  int first = histogram.firstBin(), last = histogram.lastBin();
  bool empty = first > last;
  out.text(tensor.name);
  out.integer(static_cast<std::int32_t>(tensor.index));
  out.integer(static_cast<std::int32_t>(histogram.exponent()));
  out.real(histogram.minimum());
  out.real(histogram.maximum());
  out.integer(histogram.zeros());
  out.integer(static_cast<std::int32_t>(empty ? 0 : first));
  out.integer(static_cast<std::uint32_t>(empty ? 0 : last - first + 1));
  for (int bin = first; bin <= last; ++bin)
    out.integer(histogram.bin(bin));
  out.integer(static_cast<std::uint32_t>(tensor.sums.channels()));
  out.integer(tensor.sums.count());
  for (ChannelSums::Wide sum : tensor.sums.raw())
    out.integer(sum);
}

bool readTensor(Reader &in, TensorStatistics &tensor) {
  const std::size_t begin = in.at();
  tensor.name = in.text();
  tensor.index = in.integer<std::int32_t>();
  int exponent = in.integer<std::int32_t>();
  float minimum = in.real(), maximum = in.real();
  auto zeros = in.integer<std::uint64_t>();
  auto first = in.integer<std::int32_t>();
  auto binCount = in.integer<std::uint32_t>();
  constexpr int side = Histogram::binsPerSide;
  bool plausible = exponent >= Histogram::lowestExponent && exponent <= 116 &&
                   std::isfinite(minimum) && std::isfinite(maximum) &&
                   first >= -side && first < side &&
                   binCount <= static_cast<std::uint32_t>(side - first);
  if (!in.ok() || !plausible)
    return false;
  std::vector<std::uint64_t> bins(binCount);
  for (std::uint64_t &bin : bins)
    bin = in.integer<std::uint64_t>();
  auto channels = in.integer<std::uint32_t>();
  auto seen = in.integer<std::uint64_t>();
  if (!in.ok() || in.left() / sizeof(ChannelSums::Wide) < channels)
    return false;
  std::vector<ChannelSums::Wide> sums(channels);
  for (ChannelSums::Wide &sum : sums)
    sum = in.integer<ChannelSums::Wide>();
  tensor.histogram.restore(exponent, zeros, minimum, maximum, first, bins);
  tensor.sums.restore(seen, std::move(sums));
  if (!in.ok() || minimum > maximum)
    return false;
  // Numbers that contradict each other, such as a range without values, would
  // not be written so.
  std::string again;
  Writer out(again);
  writeTensor(out, tensor);
  return again == in.since(begin);
}

std::uint32_t crcOf(std::string_view bytes) {
  return qsimrt_crc32(0, bytes.data(), bytes.size());
}

} // namespace

std::uint32_t qsim::histogramsChecksum(std::string_view bytes) {
  if (bytes.size() < checksumSize)
    return 0;
  Reader tail(bytes.substr(bytes.size() - checksumSize));
  return tail.integer<std::uint32_t>();
}

std::string qsim::encodeHistograms(const NetworkStatistics &statistics) {
  std::string bytes(magic, sizeof magic);
  Writer out(bytes);
  out.integer(majorVersion);
  out.integer(minorVersion);
  out.text(statistics.network);
  out.integer(statistics.samples);
  out.integer(static_cast<std::uint32_t>(statistics.tensors.size()));
  for (const TensorStatistics &tensor : statistics.tensors)
    writeTensor(out, tensor);
  out.integer(crcOf(bytes));
  return bytes;
}

Result<NetworkStatistics> qsim::decodeHistograms(const std::string &file,
                                                 std::string_view bytes) {
  if (bytes.size() < headerSize + checksumSize ||
      std::memcmp(bytes.data(), magic, sizeof magic) != 0)
    return Error{file + ": not a calibration.hist (the first bytes differ)"};
  Reader version(bytes.substr(sizeof magic, headerSize - sizeof magic));
  if (auto major = version.integer<std::uint16_t>(); major != majorVersion)
    return Error{file + ": version " + std::to_string(major) +
                 "; wanted version " + std::to_string(majorVersion)};
  std::string_view checked = bytes.substr(0, bytes.size() - checksumSize);
  if (std::uint32_t stored = histogramsChecksum(bytes), seen = crcOf(checked);
      stored != seen)
    return Error{file + ": checksum " + std::to_string(seen) + "; wanted " +
                 std::to_string(stored) + ": the file is damaged"};

  Reader in(checked.substr(headerSize));
  NetworkStatistics statistics;
  statistics.network = in.text();
  statistics.samples = in.integer<std::uint64_t>();
  auto count = in.integer<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    TensorStatistics tensor;
    if (!readTensor(in, tensor))
      return Error{file + ": tensor " + std::to_string(i) + " of " +
                   std::to_string(count) + " is cut short or impossible"};
    statistics.tensors.push_back(std::move(tensor));
  }
  if (!in.ok() || !in.atEnd())
    return Error{file + ": the content does not fill the file exactly"};
  return statistics;
}
