// SPDX-License-Identifier: Apache-2.0
// IDX files on disk: compressed ones, damaged ones, and parts of them.
#include "TemporaryFolder.h"
#include "TestIdx.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/Idx.h"

#include <gtest/gtest.h>
#include <zlib.h>

using namespace qsim;
using qsim::test::idxLabels;
using qsim::test::idxPictures;
using qsim::test::TemporaryFolder;

static std::string gzip(const std::string &bytes) {
  z_stream stream = {};
  constexpr int gzipWindow = 15 + 16;
  EXPECT_EQ(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzipWindow, 9,
                         Z_DEFAULT_STRATEGY),
            Z_OK);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  std::string copy = bytes;
  stream.next_in = reinterpret_cast<Bytef *>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef *>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// What IdxFile says of a file of these bytes, without the file's name.
static std::string openError(const std::string &bytes) {
  TemporaryFolder folder;
  const std::string path = folder.write("f", bytes);
  const std::string message = IdxFile::open(path).message();
  return message.starts_with(path + ": ") ? message.substr(path.size() + 2)
                                          : message;
}

TEST(IdxFile, UnpacksGzip) {
  TemporaryFolder folder;
  const std::string plain = idxPictures(2, 1, 2, {1, 2, 3, 4});
  const std::string classes = idxLabels({7, 8});
  const std::string packed = folder.write("a.gz", gzip(plain));
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(IdxFile::open(packed)->bytes(), plain);
    EXPECT_EQ(IdxFile::open(folder.write("b", plain))->bytes(), plain);
    EXPECT_EQ(IdxFile::open(folder.write("c.gz", gzip(classes)))->bytes(),
              classes);
  }
  // What was unpacked stays while it is used, whatever is opened next.
  const Result<IdxFile> first = IdxFile::open(packed);
  ASSERT_TRUE(IdxFile::open(folder.path("c.gz")));
  EXPECT_EQ(first->bytes(), plain);
  // Joined files unpack to joined bytes.
  folder.write("d", gzip(plain.substr(0, 9)) + gzip(plain.substr(9)));
  EXPECT_EQ(IdxFile::open(folder.path("d"))->bytes(), plain);
  EXPECT_EQ(readDataset(packed)->pictures.size(), 2u);
}

TEST(IdxFile, ReadsAChangedFileAgain) {
  TemporaryFolder folder;
  const std::string longer = idxLabels({1, 2, 3, 4, 5, 6, 7, 8, 9});
  const std::string path = folder.write("f", gzip(idxLabels({7})));
  ASSERT_TRUE(IdxFile::open(path));
  folder.write("f", gzip(longer));
  EXPECT_EQ(IdxFile::open(path)->bytes(), longer);
}

TEST(IdxFile, RefusesDamagedGzip) {
  const std::string plain = idxPictures(1, 2, 2, {9, 8, 7, 6});
  const std::string good = gzip(plain);
  EXPECT_EQ(openError(good), "");
  EXPECT_EQ(openError(good.substr(0, 8)),
            "the gzip data ends too early, after 0 unpacked bytes");
  EXPECT_EQ(openError(good.substr(0, good.size() - 1)),
            "the gzip data ends too early, after 20 unpacked bytes");
  std::string wrongSum = good;
  wrongSum[good.size() - 8] ^= 1;
  EXPECT_EQ(openError(wrongSum), "the gzip data is damaged after 20 unpacked "
                                 "bytes: incorrect data check");
  EXPECT_EQ(openError("\x1f\x8b pictures"),
            "the gzip data is damaged after 0 unpacked bytes: unknown "
            "compression method");
  EXPECT_EQ(openError(good + "xyz"), "3 bytes after the end of the gzip data");
  EXPECT_EQ(openError(gzip("no IDX file, but text")),
            "the magic number is 0x6e6f2049, 0x00000803 is wanted");
  EXPECT_EQ(openError(gzip("")), "0 bytes, an IDX header of 16 is wanted");
}

TEST(IdxFile, UnpacksNoMoreThanTheHeaderSays) {
  const std::string bomb = idxPictures(1, 2, 2, {}) + std::string(1 << 24, 0);
  EXPECT_EQ(openError(gzip(bomb)),
            "unpacks to more than the 20 bytes that the header says");
  EXPECT_EQ(openError(gzip(idxPictures(0xffffffff, 8192, 32768, {}))),
            "the header says 1152921504338411536 bytes, at most 1073741824 are "
            "read from a compressed file (gunzip it first)");
  // Fewer than the header says is found where the contents are looked at.
  TemporaryFolder folder;
  const std::string path =
      folder.write("f", gzip(idxPictures(1, 2, 2, {1, 2, 3})));
  EXPECT_EQ(readDataset(path).message(),
            path + ": 19 bytes, the header says 20");
}

TEST(IdxFile, FindsTheLabelsBesideThePictures) {
  EXPECT_EQ(idxLabelPath("images/t10k-images-idx3-ubyte"),
            "images/t10k-labels-idx1-ubyte");
  EXPECT_EQ(idxLabelPath("train-images.idx3-ubyte"), "train-labels.idx1-ubyte");
  EXPECT_EQ(idxLabelPath("images/pictures"), std::nullopt);
}

TEST(IdxFile, NamesOnePictureOfAFile) {
  TemporaryFolder folder;
  const std::string file = folder.path("images");
  EXPECT_EQ(idxPictureName(file, 12), file + "#12");
  const std::optional<IdxReference> idx = parseIdxReference(file + "#12");
  ASSERT_TRUE(idx);
  EXPECT_EQ(idx->file, file);
  EXPECT_EQ(idx->index, 12u);
  for (const char *text : {"", "#", "#-1", "#x", "#1.png", "12", "#1..2"})
    EXPECT_FALSE(parseIdxReference(file + text)) << text;
  // A picture may be called like that.
  EXPECT_FALSE(parseIdxReference(folder.write("cat#1", "x")));
}

TEST(IdxFile, NamesPicturesInARow) {
  TemporaryFolder folder;
  const std::string file = folder.path("images");
  const std::optional<IdxRange> range = parseIdxRange(file + "#10..499");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->file, file);
  EXPECT_EQ(range->first, 10u);
  EXPECT_EQ(range->last, 499u);
  for (const char *text : {"", "#1", "#..", "#1..", "#..2", "#-1..2", "#1..-2",
                           "#1...2", "#1..2..3", "#1..x", "1..2"})
    EXPECT_FALSE(parseIdxRange(file + text)) << text;
  EXPECT_FALSE(parseIdxRange(folder.write("cat#1..2", "x")));
}

TEST(IdxFile, APartIsADataset) {
  using Paths = std::vector<std::string>;
  TemporaryFolder folder;
  const std::string file =
      folder.write("f.gz", gzip(idxPictures(4, 1, 1, {1, 2, 3, 4})));
  EXPECT_EQ(readDataset(file + "#1..2")->pictures,
            (Paths{file + "#1", file + "#2"}));
  EXPECT_EQ(readDataset(file + "#3..3")->pictures, Paths{file + "#3"});
  EXPECT_EQ(readDataset(file + "#1..4").message(),
            file + ": there is no picture 4, the file holds 4");
  EXPECT_EQ(readDataset(file + "#2..1").message(),
            file + ": the range 2..1 ends before it begins");
  const std::string list = folder.write("list", "f.gz#3\n\nf.gz#0..1\n");
  EXPECT_EQ(readDataset(list)->names, (Paths{"f.gz#3", "f.gz#0", "f.gz#1"}));
  folder.write("list", "f.gz#3\nf.gz#0..9\n");
  EXPECT_EQ(readDataset(list).message(),
            list + ":2: " + file + ": there is no picture 9, the file holds 4");
}
