// SPDX-License-Identifier: Apache-2.0
// .npy files: bytes, round trip, and everything that is refused.
#include "qsim/Support/Npy.h"
#include "TemporaryFolder.h"

#include <cstring>
#include <gtest/gtest.h>

using namespace qsim;
using qsim::test::TemporaryFolder;

template <typename T> static void roundTrip(std::vector<std::int64_t> shape) {
  TemporaryFolder folder;
  std::size_t count = 1;
  for (std::int64_t extent : shape)
    count *= static_cast<std::size_t>(extent);
  std::vector<T> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<T>(static_cast<int>(i) * 7 - 20);
  std::string path = folder.path("x.npy");
  ASSERT_TRUE(writeNpy(path, shape, values.data()).ok());
  auto array = readNpy(path);
  ASSERT_TRUE(array.ok()) << array.message();
  EXPECT_EQ(array->shape, shape);
  ASSERT_EQ(array->type, npyTypeOf<T>());
  ASSERT_EQ(array->count(), count);
  EXPECT_TRUE(std::equal(values.begin(), values.end(), array->values<T>()));
}

TEST(Npy, RoundTrips) {
  roundTrip<float>({1, 3, 2, 5});
  roundTrip<std::int8_t>({7});
  roundTrip<std::int16_t>({2, 3});
  roundTrip<std::int32_t>({});
  roundTrip<std::int64_t>({4, 0, 2});
}

TEST(Npy, WritesWhatNumPyWrites) {
  TemporaryFolder folder;
  std::int16_t values[] = {1, -1};
  ASSERT_TRUE(writeNpy(folder.path("x.npy"), {2}, values).ok());
  // 10 bytes of preamble and 118 of header make 128.
  std::string dictionary =
      "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }";
  std::string wanted = std::string("\x93NUMPY\x01\x00\x76\x00", 10) +
                       dictionary + std::string(117 - dictionary.size(), ' ') +
                       "\n" + std::string("\x01\x00\xff\xff", 4);
  EXPECT_EQ(folder.read("x.npy"), wanted);
}

/// A file with this dictionary and so many bytes of elements.
static std::string file(const std::string &dictionary, std::size_t bytes) {
  std::string length{static_cast<char>(dictionary.size()), 0};
  return std::string("\x93NUMPY\x01\x00", 8) + length + dictionary +
         std::string(bytes, '\0');
}

TEST(Npy, ReadsOtherSpellings) {
  auto array = parseNpy(
      file("{\"shape\":(2,3),'fortran_order':False,'descr':'<f4'}", 24), "x");
  ASSERT_TRUE(array.ok()) << array.message();
  EXPECT_EQ(array->shape, (std::vector<std::int64_t>{2, 3}));
}

static std::string refusal(const std::string &bytes) {
  return parseNpy(bytes, "x").message();
}

TEST(Npy, RefusesWhatItCannotRead) {
  auto with = [](const char *descr, const char *order, const char *shape) {
    return std::string("{'descr': '") + descr + "', 'fortran_order': " + order +
           ", 'shape': " + shape + ", }\n";
  };
  EXPECT_EQ(refusal("hello"),
            "x: not an .npy file: it does not begin with \\x93NUMPY");
  EXPECT_EQ(refusal(std::string("\x93NUMPY\x01", 7)),
            "x: truncated .npy file: 7 bytes, at least 10 wanted");
  EXPECT_EQ(refusal(std::string("\x93NUMPY\x02\x00\x00\x00\x00\x00", 12)),
            "x: .npy format version 2.0 is not supported, only 1.0");
  EXPECT_EQ(refusal(std::string("\x93NUMPY\x01\x00\x76\x00{'des", 15)),
            "x: truncated .npy file: the header has 118 bytes, 5 are there");
  EXPECT_EQ(refusal(file(with("<f4", "True", "(2,)"), 8)),
            "x: the array is in Fortran order, C order is wanted (save "
            "numpy.ascontiguousarray(x))");
  for (std::string type : {"<f8", ">f4", "|u1", "<f2"})
    EXPECT_EQ(refusal(file(with(type.c_str(), "False", "(1,)"), 8)),
              "x: element type '" + type +
                  "' is not supported, only <f4, |i1, <i2, <i4 and <i8");
  EXPECT_EQ(refusal(file(with("<f4", "False", "(2,)"), 7)),
            "x: the shape wants 8 bytes of elements, the file has 7");
  EXPECT_EQ(refusal(file(with("<f4", "False", "(2,)"), 9)),
            "x: the shape wants 8 bytes of elements, the file has 9");
  EXPECT_EQ(refusal(file(with("<f4", "False", "(4294967296, 4294967296)"), 0)),
            "x: the shape in the .npy header is impossibly large");
}

TEST(Npy, RefusesMalformedHeaders) {
  for (std::string dictionary :
       {"", "{", "{}", "{'descr': '<f4'}",
        "{'descr': '<f4', 'fortran_order': "
        "False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}",
        "{'descr: '<f4', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': "
        "(99999999999999999999,)}"})
    EXPECT_EQ(refusal(file(dictionary, 8)),
              "x: malformed .npy header: a dictionary with 'descr', "
              "'fortran_order' and 'shape' is wanted")
        << dictionary;
}

TEST(Npy, NamesTheFile) {
  TemporaryFolder folder;
  EXPECT_EQ(readNpy(folder.path("none")).message(),
            folder.path("none") +
                ": cannot read the file: No such file or directory");
  float value = 1;
  EXPECT_EQ(writeNpy(folder.path("no/x.npy"), {1}, &value).message(),
            folder.path("no/x.npy") +
                ": cannot create the file: No such file or directory");
  EXPECT_STREQ(npyTypeName(NpyType::Int16), "int16");
}
