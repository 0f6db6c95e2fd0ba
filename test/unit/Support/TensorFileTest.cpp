// SPDX-License-Identifier: Apache-2.0
// Tensor files: element types, batches, lists of them, and what is refused.
#include "qsim/Support/TensorFile.h"
#include "TemporaryFolder.h"
#include "qsim/Support/ClassDataset.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/Npy.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>

using namespace qsim;
using qsim::test::TemporaryFolder;
using Floats = std::vector<float>;
using Paths = std::vector<std::string>;

namespace {

/// A message in wire form, field by field.
struct Proto {
  std::string bytes;

  static std::string varint(std::uint64_t value) {
    std::string text;
    for (; value >= 0x80; value >>= 7)
      text += static_cast<char>(value | 0x80);
    return text + static_cast<char>(value);
  }
  Proto &number(unsigned field, std::uint64_t value) {
    bytes += varint(field << 3) + varint(value);
    return *this;
  }
  Proto &text(unsigned field, const std::string &content) {
    bytes += varint(field << 3 | 2) + varint(content.size()) + content;
    return *this;
  }
};

template <typename T> std::string raw(std::vector<T> values) {
  return std::string(reinterpret_cast<const char *>(values.data()),
                     values.size() * sizeof(T));
}

/// A tensor of so many dimensions and type, its values in field 9.
Proto rawProto(std::vector<std::uint64_t> dims, unsigned type,
               const std::string &values) {
  Proto proto;
  for (std::uint64_t extent : dims)
    proto.number(1, extent);
  return proto.number(2, type).text(9, values);
}

Result<Floats> readSample(const std::string &bytes, std::size_t index = 0,
                          std::size_t count = 1,
                          const std::string &name = "x.pb") {
  TemporaryFolder folder;
  Result<TensorFile> file = TensorFile::open(folder.write(name, bytes));
  if (!file)
    return Error{file.error().message.substr(folder.path().size() + 1)};
  Result<Floats> values = file->sample(index, count);
  if (!values)
    return Error{values.error().message.substr(folder.path().size() + 1)};
  return values;
}

std::string npy(const char *descr, const std::string &shape,
                const std::string &data) {
  const std::string header = std::string("{'descr': '") + descr +
                             "', 'fortran_order': False, 'shape': (" + shape +
                             "), }\n";
  return std::string("\x93NUMPY\x01\x00", 8) +
         static_cast<char>(header.size()) + '\0' + header + data;
}

} // namespace

TEST(TensorFile, ReadsEveryElementTypeOfATensorProto) {
  const auto expect = [](unsigned type, const std::string &data,
                         const Floats &wanted) {
    Result<Floats> values = readSample(rawProto({2}, type, data).bytes);
    ASSERT_TRUE(values) << type << values.message();
    EXPECT_EQ(*values, wanted) << type;
  };
  expect(1, raw<float>({1.5f, -2}), {1.5f, -2});
  expect(2, raw<std::uint8_t>({0, 255}), {0, 255});
  expect(3, raw<std::int8_t>({-128, 127}), {-128, 127});
  expect(4, raw<std::uint16_t>({1, 65535}), {1, 65535});
  expect(5, raw<std::int16_t>({-32768, 3}), {-32768, 3});
  expect(6, raw<std::int32_t>({-(1 << 24), 1 << 30}), {-0x1p24f, 0x1p30f});
  expect(7, raw<std::int64_t>({INT64_MIN, 5}), {-0x1p63f, 5});
  expect(9, raw<std::uint8_t>({0, 1}), {0, 1});
  // float16: 0x3c00 is 1, 0x0001 is 2^-24.
  expect(10, raw<std::uint16_t>({0x3c00, 0x0001}), {1, 0x1p-24f});
  expect(11, raw<double>({0.5, -3}), {0.5, -3});
  expect(12, raw<std::uint32_t>({7, 0xffffff00u}), {7, 0xffffff00p0f});
  expect(13, raw<std::uint64_t>({9, std::uint64_t(1) << 63}), {9, 0x1p63f});
  // bfloat16 is the upper half of a float32.
  expect(16, raw<std::uint16_t>({0x3f80, 0xc000}), {1, -2});
}

TEST(TensorFile, ReadsTypedFieldsPackedAndSingly) {
  // Dimensions packed; float_data in one piece.
  Proto floats;
  floats.text(1, Proto::varint(1) + Proto::varint(3)).number(2, 1);
  floats.text(4, raw<float>({1, 2, 3})).text(8, "name");
  EXPECT_EQ(*readSample(floats.bytes), (Floats{1, 2, 3}));
  // Two pieces are put together.
  Proto pieces;
  pieces.number(1, 3).text(4, raw<float>({1})).number(2, 1);
  pieces.bytes += static_cast<char>(4 << 3 | 5) + raw<float>({2});
  pieces.text(4, raw<float>({3}));
  EXPECT_EQ(*readSample(pieces.bytes), (Floats{1, 2, 3}));
  // int32_data: negative numbers have ten bytes.
  Proto bytes;
  bytes.number(1, 3).number(2, 3);
  bytes.text(5, Proto::varint(static_cast<std::uint64_t>(-128)));
  bytes.number(5, 7).number(5, 127);
  EXPECT_EQ(*readSample(bytes.bytes), (Floats{-128, 7, 127}));
  Proto doubles;
  doubles.number(1, 1).number(2, 11).text(10, raw<double>({0.25}));
  EXPECT_EQ(*readSample(doubles.bytes), (Floats{0.25}));
  Proto longs;
  longs.number(1, 2).number(2, 7).text(7, Proto::varint(3) + Proto::varint(4));
  EXPECT_EQ(*readSample(longs.bytes), (Floats{3, 4}));
}

TEST(TensorFile, ReadsMoreNpyTypesThanAreWritten) {
  const auto read = [](const std::string &bytes) {
    return readSample(bytes, 0, 1, "x.npy");
  };
  EXPECT_EQ(*read(npy("<f8", "2,", raw<double>({0.5, 2}))), (Floats{0.5, 2}));
  EXPECT_EQ(*read(npy("|u1", "2,", raw<std::uint8_t>({0, 200}))),
            (Floats{0, 200}));
  EXPECT_EQ(*read(npy("<f2", "", raw<std::uint16_t>({0xbc00}))), (Floats{-1}));
  EXPECT_EQ(*read(npy("|b1", "1,", "\1")), (Floats{1}));
  EXPECT_EQ(read(npy(">f4", "1,", "abcd")).message(),
            "x.npy: element type '>f4' is not supported, only floats of 2, 4 "
            "or 8 bytes, integers and bool, little-endian");
  EXPECT_EQ(read(npy("<f8", "2,", "abcd")).message(),
            "x.npy: the shape wants 16 bytes of elements, the file has 4");
}

TEST(TensorFile, RefusesWhatFloat32DoesNotHold) {
  EXPECT_EQ(
      readSample(rawProto({2}, 11, raw<double>({1, 0.1})).bytes).message(),
      "x.pb: value 1 is a float64 that float32 does not hold exactly; "
      "save the tensor as float32");
  EXPECT_EQ(readSample(rawProto({1}, 11, raw<double>({1e300})).bytes).message(),
            "x.pb: value 0 is a float64 that float32 does not hold exactly; "
            "save the tensor as float32");
  // 2^24 + 1 has 25 bits.
  EXPECT_EQ(
      readSample(rawProto({1}, 6, raw<std::int32_t>({(1 << 24) + 1})).bytes)
          .message(),
      "x.pb: value 0 is 16777217, which float32 does not hold exactly");
  EXPECT_EQ(
      readSample(rawProto({1}, 13, raw<std::uint64_t>({UINT64_MAX})).bytes)
          .message(),
      "x.pb: value 0 is 18446744073709551615, which float32 does not hold "
      "exactly");
  const float nan = std::nanf("");
  for (const std::string &bytes :
       {rawProto({1}, 1, raw<float>({nan})).bytes,
        rawProto({1}, 11, raw<double>({INFINITY})).bytes,
        rawProto({1}, 10, raw<std::uint16_t>({0x7c00})).bytes})
    EXPECT_EQ(readSample(bytes).message(),
              "x.pb: value 0 is not a finite number");
}

TEST(TensorFile, RefusesWhatIsNoTensorProto) {
  const std::string good = rawProto({2}, 1, raw<float>({1, 2})).bytes;
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(readSample(good.substr(0, size))) << size;
  for (const std::string &bytes :
       {std::string("hello"), std::string(), std::string("\0", 1),
        std::string(11, '\xff'),
        // a group, and a dimension that is text
        std::string("\x0b\x0c"), Proto().number(2, 1).text(1, "\xff").bytes})
    EXPECT_EQ(readSample(bytes).message(),
              "x.pb: not a TensorProto, or cut off");
  EXPECT_EQ(readSample(Proto().number(2, 8).text(6, "a").bytes).message(),
            "x.pb: a TensorProto of element type 8, which is not supported: "
            "wanted floats or integers");
  EXPECT_EQ(readSample(rawProto({2}, 1, "abcd").bytes).message(),
            "x.pb: a TensorProto of float32 2 with 4 bytes of values, 8 "
            "wanted");
  EXPECT_EQ(readSample(Proto().number(1, 1).number(2, 1).number(14, 1).bytes)
                .message(),
            "x.pb: a TensorProto with external data, which is not supported: "
            "wanted the values in the file itself");
  EXPECT_EQ(readSample(Proto().number(2, 1).text(3, "").bytes).message(),
            "x.pb: a TensorProto in segments, which is not supported");
  const std::uint64_t huge = std::uint64_t(1) << 40;
  EXPECT_EQ(readSample(rawProto({huge, huge}, 1, "").bytes).message(),
            "x.pb: a TensorProto with impossible dimensions");
  EXPECT_EQ(readSample(rawProto({UINT64_MAX}, 1, "").bytes).message(),
            "x.pb: a TensorProto with impossible dimensions");
  EXPECT_EQ(readSample(Proto().number(1, 1).number(2, 2).number(5, 256).bytes)
                .message(),
            "x.pb: a TensorProto with a value that no uint8 is");
  EXPECT_EQ(
      readSample(Proto().number(1, 1).number(2, 1).number(5, 1).bytes)
          .message(),
      "x.pb: a TensorProto of float32 1 with 0 bytes of values, 4 wanted");
}

TEST(TensorFile, CountsSamples) {
  TemporaryFolder folder;
  const Floats values = {1, 2, 3, 4, 5, 6};
  const auto samples = [&](TensorDims dims, std::vector<TensorDims> ofOne) {
    EXPECT_TRUE(writeNpy(folder.path("x.npy"), dims, values.data()));
    return TensorFile::open(folder.path("x.npy"))->samples(ofOne);
  };
  EXPECT_EQ(*samples({1, 2, 3}, {{1, 2, 3}}), 1u);
  EXPECT_EQ(*samples({3, 1, 2}, {{1, 1, 2}}), 3u);
  EXPECT_EQ(*samples({3, 2}, {{3, 2}, {1, 1, 3, 2}}), 1u);
  EXPECT_EQ(*samples({1, 1, 3, 2}, {{3, 2}, {1, 1, 3, 2}}), 1u);
  EXPECT_EQ(samples({3, 2}, {{1, 3, 2}}).message(),
            folder.path("x.npy") +
                ": expected a tensor of 1x3x2, or N of them where the first "
                "dimension is 1, got float32 3x2");
  EXPECT_EQ(samples({3, 2}, {{3, 1}}).message(),
            folder.path("x.npy") +
                ": expected a tensor of 3x1, got float32 3x2");
  EXPECT_EQ(samples({0, 2}, {{1, 2}}).message().empty(), false);
  EXPECT_TRUE(writeNpy(folder.path("x.npy"), {3, 2}, values.data()));
  const Result<TensorFile> file = TensorFile::open(folder.path("x.npy"));
  EXPECT_EQ(*file->sample(1, 3), (Floats{3, 4}));
  EXPECT_EQ(file->sample(3, 3).message(),
            folder.path("x.npy") + ": there is no sample 3, the file holds 3");
}

TEST(TensorFile, BatchesAreSamplesOfADataset) {
  TemporaryFolder folder;
  const Floats values(12, 1);
  std::filesystem::create_directories(folder.path("a"));
  std::filesystem::create_directories(folder.path("b"));
  ASSERT_TRUE(writeNpy(folder.path("a/x.npy"), {3, 2, 2}, values.data()));
  folder.write("b/y.PB",
               rawProto({1, 2, 2}, 1, raw<float>({1, 2, 3, 4})).bytes);
  const std::vector<TensorDims> one = {{1, 2, 2}};
  const std::string x = folder.path("a/x.npy");
  EXPECT_EQ(readDataset(x, one)->pictures,
            (Paths{x + "#0", x + "#1", x + "#2"}));
  EXPECT_EQ(readDataset(x)->pictures, Paths{x});
  EXPECT_EQ(readDataset(x + "#2", one)->pictures, Paths{x + "#2"});
  EXPECT_EQ(readDataset(x + "#1..2", one)->pictures,
            (Paths{x + "#1", x + "#2"}));
  EXPECT_EQ(readDataset(x + "#1..3", one).message(),
            x + ": there is no sample 3, the file holds 3");
  EXPECT_EQ(readDataset(x + "#2..1", one).message(),
            x + ": the range 2..1 ends before it begins");
  EXPECT_EQ(readDataset(folder.path(), one)->names,
            (Paths{"a/x.npy#0", "a/x.npy#1", "a/x.npy#2", "b/y.PB"}));
  // A list says where a file is not what the network reads.
  const std::string list = folder.write("l.txt", "b/y.PB\na/x.npy#1..2\n");
  EXPECT_EQ(readDataset(list, one)->names,
            (Paths{"b/y.PB", "a/x.npy#1", "a/x.npy#2"}));
  EXPECT_EQ(readDataset(list, {{1, 3, 2}}).message(),
            list + ":1: " + folder.path("b/y.PB") +
                ": expected a tensor of 1x3x2, or N of them where the first "
                "dimension is 1, got float32 1x2x2");
  // Classes as for pictures: by folder, or by a label in the name (of which the
  // number of the sample is no part).
  Result<ClassDataset> classes = readClassDataset(
      folder.path(), ClassSource::Auto, {{"b", "a"}, false}, 2, one);
  ASSERT_TRUE(classes) << classes.message();
  EXPECT_EQ(classes->classes, (std::vector<std::int32_t>{1, 1, 1, 0}));
  classes = readClassDataset(list, ClassSource::Auto,
                             {{"y.PB", "x.npy", "1"}, true}, 3, one);
  ASSERT_TRUE(classes) << classes.message();
  EXPECT_EQ(classes->classes, (std::vector<std::int32_t>{0, 1, 1}));
  EXPECT_EQ(readClassDataset(x, ClassSource::Idx, {}, 2, one).message(),
            x + ": '" + x + "#0' is not a picture of an IDX file");
}
