// SPDX-License-Identifier: Apache-2.0
// Lists, directories, labels and names.
#include "qsim/Support/Dataset.h"
#include "TemporaryFolder.h"
#include "TestPictures.h"

#include <gtest/gtest.h>

using namespace qsim;
using qsim::test::TemporaryFolder;
using Paths = std::vector<std::string>;

TEST(Dataset, ReadsAList) {
  TemporaryFolder folder;
  folder.write("sub/b c.jpg", "x");
  folder.write("a.png", "x");
  std::string list = folder.write(
      "lists/l.txt", "../sub/b c.jpg\r\n\n  ../a.png \t\n../a.png");
  auto dataset = readDataset(list);
  ASSERT_TRUE(dataset.ok()) << dataset.message();
  EXPECT_EQ(dataset->pictures, (Paths{folder.path("lists/../sub/b c.jpg"),
                                      folder.path("lists/../a.png"),
                                      folder.path("lists/../a.png")}));
}

TEST(Dataset, ReadsADirectory) {
  TemporaryFolder folder;
  for (const char *name : {"c.PNG", "a.jpeg", "b.jpg", "d.npy", "b.txt", "x"})
    folder.write(name, "x");
  folder.write("e.jpg/inner.png", "x");
  auto dataset = readDataset(folder.path());
  ASSERT_TRUE(dataset.ok()) << dataset.message();
  EXPECT_EQ(dataset->pictures,
            (Paths{folder.path("a.jpeg"), folder.path("b.jpg"),
                   folder.path("c.PNG"), folder.path("d.npy")}));
}

TEST(Dataset, ReadsASinglePicture) {
  TemporaryFolder folder;
  std::string png = test::encodePng(1, 1, {8, PNG_COLOR_TYPE_RGB}, {1, 2, 3});
  std::string path = folder.write("picture", png);
  EXPECT_EQ(readDataset(path)->pictures, Paths{path});
  path = folder.write("x.npy", "\x93NUMPY...");
  EXPECT_EQ(readDataset(path)->pictures, Paths{path});
}

TEST(Dataset, NamesFileAndLine) {
  TemporaryFolder folder;
  folder.write("a.png", "x");
  std::string list = folder.write("l.txt", "a.png\n\nb.png\n");
  EXPECT_EQ(readDataset(list).message(),
            list + ":3: there is no picture 'b.png' (paths are relative to the "
                   "list's folder)");
  list = folder.write("long.txt", std::string(100, 'y') + "\x01\n");
  EXPECT_EQ(readDataset(list).message(),
            list + ":1: there is no picture '" + std::string(80, 'y') +
                "...' (paths are relative to the list's folder)");
  list = folder.write("empty.txt", "\n \n");
  EXPECT_EQ(readDataset(list).message(), list + ": the list names no picture");
  list = folder.write("weights", std::string("\0\0\1", 3));
  EXPECT_EQ(readDataset(list).message(),
            list +
                ": neither pictures (JPEG, PNG, .npy, .pb, IDX) nor a list of "
                "pictures");
  EXPECT_EQ(readDataset(folder.path("none")).message(),
            folder.path("none") +
                ": cannot read the file: No such file or directory");
  folder.write("dir/notes.txt", "x");
  EXPECT_EQ(readDataset(folder.path("dir")).message(),
            folder.path("dir") +
                ": the directory holds no .jpg, .jpeg, .png, .npy or .pb file");
}

TEST(Labels, ReadDarknetForm) {
  TemporaryFolder folder;
  folder.write("a.b.txt",
               "12 0.2 0.4 0.0671875 0.25\r\n\n  0\t1 1.0005 1 1e-3  ");
  auto labels = readLabels(folder.path("a.b.jpg"), 13);
  ASSERT_TRUE(labels.ok()) << labels.message();
  ASSERT_EQ(labels->size(), 2u);
  EXPECT_EQ((*labels)[0].classId, 12);
  EXPECT_EQ((*labels)[0].x, 0.2f);
  EXPECT_EQ((*labels)[0].y, 0.4f);
  EXPECT_EQ((*labels)[0].w, 0.0671875f);
  EXPECT_EQ((*labels)[0].h, 0.25f);
  EXPECT_EQ((*labels)[1].h, 0.001f);
  folder.write("none.txt", "");
  EXPECT_TRUE(readLabels(folder.path("none.jpg"), 1)->empty());
}

TEST(Labels, PathReplacesTheExtension) {
  EXPECT_EQ(labelPath("a.b/c.d.jpeg"), "a.b/c.d.txt");
  EXPECT_EQ(labelPath("a.b/c"), "a.b/c.txt");
}

static std::string labelError(const std::string &line) {
  TemporaryFolder folder;
  folder.write("a.txt", "0 .5 .5 .5 .5\n" + line + "\n");
  std::string message = readLabels(folder.path("a.jpg"), 3).message();
  std::string prefix = folder.path("a.txt") + ":2: ";
  EXPECT_TRUE(message.starts_with(prefix)) << message;
  return message.substr(std::min(prefix.size(), message.size()));
}

TEST(Labels, NameFileLineAndValue) {
  EXPECT_EQ(labelError("0 1 2 3"),
            "'0 1 2 3' is not a label, 'class x y w h' is wanted");
  EXPECT_EQ(labelError("0 1 1 1 1 1"),
            "'0 1 1 1 1 1' is not a label, 'class x y w h' is wanted");
  for (std::string id : {"3", "-1", "0.0", "cat"})
    EXPECT_EQ(labelError(id + " .5 .5 .5 .5"),
              "class '" + id + "' is not one of 0..2");
  EXPECT_EQ(labelError("0 -0.1 .5 .5 .5"),
            "x is '-0.1', a number from 0 to 1 is wanted");
  EXPECT_EQ(labelError("0 .5 1.1 .5 .5"),
            "y is '1.1', a number from 0 to 1 is wanted");
  EXPECT_EQ(labelError("0 .5 .5 0 .5"),
            "w is '0', a number above 0 and up to 1 is wanted");
  EXPECT_EQ(labelError("0 .5 .5 .5 nan"),
            "h is 'nan', a number above 0 and up to 1 is wanted");
}

TEST(Labels, MissingFileIsAnError) {
  EXPECT_EQ(readLabels("/nowhere/a.jpg", 1).message(),
            "/nowhere/a.txt: the labels of /nowhere/a.jpg are missing (an "
            "empty file says that it shows no object)");
}

TEST(Labels, MapTheirClasses) {
  TemporaryFolder folder;
  const std::string path = folder.write("map", "90 1\r\n\n 4\t0 \n");
  const Result<ClassMap> map = readClassMap(path, 2);
  ASSERT_TRUE(map) << map.message();
  EXPECT_EQ(*map, (ClassMap{{4, 0}, {90, 1}}));
  folder.write("a.txt", "4 .5 .5 .1 .1\n5 .5 .5 .2 .2\n90 .5 .5 .3 .3\n");
  const Result<Labels> labels = readLabels(folder.path("a.jpg"), *map);
  ASSERT_TRUE(labels) << labels.message();
  ASSERT_EQ(labels->size(), 2u);
  EXPECT_EQ((*labels)[0].classId, 0);
  EXPECT_EQ((*labels)[1].classId, 1);
  EXPECT_EQ((*labels)[1].w, .3f);
}

TEST(Names, AreOnePerLine) {
  TemporaryFolder folder;
  std::string path = folder.write("n.names", "cat\r\ntraffic light\n\n\n");
  EXPECT_EQ(*readNames(path), (Paths{"cat", "traffic light"}));
  path = folder.write("gap.names", "cat\n\ndog\n");
  EXPECT_EQ(readNames(path).message(),
            path + ":2: the line is empty, a class name is wanted");
  path = folder.write("empty.names", "\n");
  EXPECT_EQ(readNames(path).message(), path + ": the file holds no class name");
  EXPECT_EQ(readNames(folder.path("no")).message(),
            folder.path("no") +
                ": cannot read the file: No such file or directory");
}
