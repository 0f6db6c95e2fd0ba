// SPDX-License-Identifier: Apache-2.0
// IDX files: what they hold, and damaged ones.
#include "qsim/Support/Idx.h"
#include "TestIdx.h"

#include <gtest/gtest.h>

using namespace qsim;
using qsim::test::idxLabels;
using qsim::test::idxPictures;

TEST(Idx, RepeatsGreyInThreeChannels) {
  const std::string bytes =
      idxPictures(2, 2, 3, {0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255});
  ASSERT_TRUE(looksLikeIdxPictures(bytes));
  Result<IdxPictures> header = parseIdxPictures(bytes, "f");
  ASSERT_TRUE(header) << header.message();
  EXPECT_EQ(header->count, 2u);
  EXPECT_EQ(header->height, 2);
  EXPECT_EQ(header->width, 3);
  Result<Picture> picture = decodeIdxPicture(bytes, 1, "f");
  ASSERT_TRUE(picture) << picture.message();
  EXPECT_EQ(picture->width, 3);
  EXPECT_EQ(picture->height, 2);
  for (int i = 0; i < 6; ++i)
    for (int c = 0; c < 3; ++c)
      EXPECT_EQ(picture->rgb[static_cast<std::size_t>(3 * i + c)], 250 + i);
  EXPECT_EQ(decodeIdxPicture(bytes, 2, "f").message(),
            "f: there is no picture 2, the file holds 2");
}

TEST(Idx, ReadsLabels) {
  EXPECT_EQ(*parseIdxLabels(idxLabels({7, 0, 255}), "f"),
            (std::vector<std::uint8_t>{7, 0, 255}));
}

TEST(Idx, RefusesWhatTheHeaderDoesNotSay) {
  const auto error = [](std::string bytes) {
    return parseIdxPictures(bytes, "f").message();
  };
  const std::string good = idxPictures(2, 2, 2, {1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(error(good), "");
  EXPECT_EQ(error(""), "f: 0 bytes, an IDX header of 16 is wanted");
  EXPECT_EQ(error(good.substr(0, 15)),
            "f: 15 bytes, an IDX header of 16 is wanted");
  EXPECT_EQ(error(good.substr(0, 23)), "f: 23 bytes, the header says 24");
  EXPECT_EQ(error(good + "x"), "f: 25 bytes, the header says 24");
  EXPECT_EQ(error(idxPictures(0, 2, 2, {})), "f: the file holds no entry");
  EXPECT_EQ(error(idxPictures(1, 0, 2, {})),
            "f: the picture is 2x0, sides from 1 to 32768 are wanted");
  EXPECT_EQ(error(idxPictures(1, 2, 0xffffffff, {})),
            "f: the picture is 4294967295x2, sides from 1 to 32768 are wanted");
  // The largest numbers that pass one by one must not overflow together.
  EXPECT_EQ(error(idxPictures(0xffffffff, 8192, 32768, {})),
            "f: 16 bytes, the header says 1152921504338411536");
  EXPECT_EQ(error(idxLabels({1, 2, 3, 4, 5, 6, 7, 8})),
            "f: the magic number is 0x00000801, 0x00000803 is wanted");
  EXPECT_EQ(parseIdxLabels(good, "f").message(),
            "f: the magic number is 0x00000803, 0x00000801 is wanted");
  EXPECT_EQ(parseIdxLabels(idxLabels({1, 2}).substr(0, 9), "f").message(),
            "f: 9 bytes, the header says 10");
  EXPECT_EQ(parseIdxLabels(idxLabels({}), "f").message(),
            "f: the file holds no entry");
}
