// SPDX-License-Identifier: Apache-2.0
// The class of each picture, from labels, folders and IDX files.
#include "qsim/Support/ClassDataset.h"
#include "TemporaryFolder.h"
#include "TestIdx.h"

#include <gtest/gtest.h>

using namespace qsim;
using qsim::test::TemporaryFolder;
using Classes = std::vector<std::int32_t>;

static Result<ClassDataset> read(const std::string &path,
                                 std::vector<std::string> labels, bool given,
                                 int classCount,
                                 ClassSource source = ClassSource::Auto) {
  return readClassDataset(path, source, {std::move(labels), given}, classCount);
}

TEST(ClassDataset, FindsTheLabelInThePath) {
  TemporaryFolder folder;
  for (const char *name : {"n02_dog.JPEG", "n01_cat.JPEG", "n02_dog2.JPEG"})
    folder.write(name, "x");
  const std::string list = folder.write(
      "n01/l.txt", "../n02_dog.JPEG\n../n01_cat.JPEG\n../n02_dog2.JPEG\n");
  // The labels' order counts, not theirs; surplus ones are not looked for.
  auto dataset = read(list, {"n02", "n01", "cat"}, true, 2);
  ASSERT_TRUE(dataset) << dataset.message();
  EXPECT_EQ(dataset->classes, (Classes{0, 1, 0}));
  EXPECT_EQ(dataset->pictures[1], folder.path("n01/../n01_cat.JPEG"));

  EXPECT_EQ(read(list, {"n02", "n03"}, true, 2).message(),
            list + ": none of the 2 class labels occurs in '../n01_cat.JPEG'");
  EXPECT_EQ(read(list, {"n02", "n01", "cat"}, true, 3).message(),
            list + ": both class labels 'n01' and 'cat' occur in "
                   "'../n01_cat.JPEG'");
  EXPECT_EQ(read(list, {"n02", "n02", "n01"}, true, 3).message(),
            list + ": both class labels 'n02' and 'n02' occur in "
                   "'../n02_dog.JPEG'");
  EXPECT_EQ(read(list, {"n01"}, true, 2).message(),
            list + ": 1 class labels, the network has 2 classes");
  EXPECT_EQ(read(list, {}, false, 2, ClassSource::List).message(),
            list + ": no labels to look for in the paths of the pictures; give "
                   "--labels");
  folder.write("n01/p.png", "x");
  const std::string bare = folder.write("n01/bare.txt", "p.png\n");
  EXPECT_EQ(read(bare, {}, false, 2, ClassSource::Folders).message(),
            bare + ": 'p.png' is in no folder that could name its class; give "
                   "--labels");
}

TEST(ClassDataset, PrefersTheFolderAndTheLongerLabel) {
  TemporaryFolder folder;
  folder.write("cat/dog.png", "x");
  folder.write("caterpillar_1.png", "x");
  const std::string list =
      folder.write("l.txt", "cat/dog.png\ncaterpillar_1.png\n");
  auto dataset = read(list, {"dog", "caterpillar", "cat"}, true, 3);
  ASSERT_TRUE(dataset) << dataset.message();
  EXPECT_EQ(dataset->classes, (Classes{2, 1}));
}

TEST(ClassDataset, TakesAFolderForEachClass) {
  TemporaryFolder folder;
  for (const char *name : {"dog/1.png", "dog/2.PNG", "ape/1.jpg", "cat/1.npy",
                           "notes/read.me", "dog/labels.txt"})
    folder.write("all/" + std::string(name), "x");
  const std::string path = folder.path("all");
  auto dataset = read(path, {}, false, 3);
  ASSERT_TRUE(dataset) << dataset.message();
  EXPECT_EQ(dataset->classes, (Classes{0, 1, 2, 2}));
  EXPECT_EQ(dataset->pictures, (std::vector<std::string>{
                                   path + "/ape/1.jpg", path + "/cat/1.npy",
                                   path + "/dog/1.png", path + "/dog/2.PNG"}));
  // Labels of those names give the order, also the package's own.
  for (bool given : {false, true})
    EXPECT_EQ(read(path, {"dog", "eel", "cat", "ape"}, given, 4)->classes,
              (Classes{3, 2, 0, 0}));
  // The package's names may be others; labels given for the pictures may not.
  EXPECT_EQ(read(path, {"x", "y", "z"}, false, 3)->classes,
            (Classes{0, 1, 2, 2}));
  EXPECT_EQ(read(path, {"x", "y", "z"}, true, 3).message(),
            path + ": folder 'ape' is none of the 3 class labels");
  EXPECT_EQ(read(path, {}, false, 10).message(),
            path + ": pictures in 3 folders, the network has 10 classes; give "
                   "--labels");
  const std::string list =
      folder.write("all/l.txt", "dog/2.PNG\nape/1.jpg\ncat/1.npy\n");
  EXPECT_EQ(read(list, {}, false, 3)->classes, (Classes{2, 0, 1}));
  EXPECT_EQ(read(list, {"cat", "dog", "ape"}, true, 3)->classes,
            (Classes{1, 2, 0}));
}

TEST(ClassDataset, ReadsIdx) {
  TemporaryFolder folder;
  const std::string images = folder.write(
      "t-images-idx3-ubyte", test::idxPictures(3, 1, 1, {7, 8, 9}));
  const std::string labels =
      folder.write("t-labels-idx1-ubyte", test::idxLabels({2, 0, 1}));
  auto dataset = read(images, {}, false, 3);
  ASSERT_TRUE(dataset) << dataset.message();
  EXPECT_EQ(dataset->pictures[2], images + "#2");
  EXPECT_EQ(dataset->classes, (Classes{2, 0, 1}));
  EXPECT_EQ(readDataset(images)->pictures.size(), 3u);

  const std::string list =
      folder.write("l.txt", "t-images-idx3-ubyte#2\nt-images-idx3-ubyte#0\n");
  EXPECT_EQ(read(list, {}, false, 3)->classes, (Classes{1, 2}));

  EXPECT_EQ(read(images, {}, false, 2).message(),
            images + "#0: its class is 2, not one of 0..1");
  EXPECT_EQ(read(folder.write("m.txt", "t-images-idx3-ubyte#3\n"), {}, false, 3)
                .message(),
            images + "#3: the file holds 3 pictures");
  folder.write("t-labels-idx1-ubyte", test::idxLabels({2, 0}));
  EXPECT_EQ(read(images, {}, false, 3).message(),
            labels + ": 2 classes for the 3 pictures of " + images);
  const std::string other =
      folder.write("t-idx3", folder.read("t-images-idx3-ubyte"));
  EXPECT_EQ(read(other, {}, false, 3).message(),
            other + ": the name holds no 'images' to replace by 'labels' for "
                    "the file of classes");
  folder.write("p/a.png", "x");
  EXPECT_EQ(read(folder.path("p"), {}, false, 3, ClassSource::Idx).message(),
            folder.path("p") + ": '" + folder.path("p/a.png") +
                "' is not a picture of an IDX file");
}

TEST(ClassDataset, KnowsItsSources) {
  EXPECT_EQ(parseClassSource("folders"), ClassSource::Folders);
  EXPECT_EQ(parseClassSource("any"), std::nullopt);
}
