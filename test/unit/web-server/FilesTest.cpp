// SPDX-License-Identifier: Apache-2.0
// Uploads: kinds, paths, limits, and what a killed server leaves behind.
#include "TestStore.h"
#include "files/Kinds.h"

#include <gtest/gtest.h>

using namespace qsim::server;
using namespace std::string_view_literals;

TEST(Kinds, AreToldFromNameAndFirstBytes) {
  const auto kind = [](std::string_view path, std::string_view head) {
    return kindOf(path, head).value_or("none");
  };
  EXPECT_EQ(kind("a.cfg", "# x\n[net]\n"), "darknet-cfg");
  EXPECT_EQ(kind("a.cfg", "x=1\n"), "none");
  EXPECT_EQ(kind("a.weights", "\0\0\0\0\2\0\0\0\5\0\0\0\0\0\0\0"sv),
            "darknet-weights");
  EXPECT_EQ(kind("a.weights", "GIF89a.............."), "none");
  EXPECT_EQ(kind("a.onnx", "\x08\x07\x12\x04test\x1a\x01"), "onnx");
  EXPECT_EQ(kind("a.onnx", "#!/bin/sh\n"), "none");
  EXPECT_EQ(kind("a.PNG", "\x89PNG\r\n\x1a\nxxxx"), "picture");
  EXPECT_EQ(kind("a.jpeg", "\xff\xd8\xff\xe0"), "picture");
  EXPECT_EQ(kind("a.png", "<svg onload=alert(1)>"), "none");
  EXPECT_EQ(kind("a.npy", "\x93NUMPY\1\0"sv), "tensor");
  EXPECT_EQ(kind("t10k-images-idx3-ubyte", "\0\0\x08\x03"sv), "idx");
  EXPECT_EQ(kind("t10k-images-idx3-ubyte.gz", "\x1f\x8b\x08"), "idx");
  EXPECT_EQ(kind("other.gz", "\x1f\x8b\x08"), "none");
  EXPECT_EQ(kind("a.txt", "0 0.5 0.5 0.25 0.25\n"), "labels");
  EXPECT_EQ(kind("a.txt", ""), "labels"); // a picture without objects
  EXPECT_EQ(kind("a.txt", "dog\ncat\n"), "names");
  EXPECT_EQ(kind("a.names", "dog\n"), "names");
  EXPECT_EQ(kind("o.yaml", "layers:\n"), "overrides");
  EXPECT_EQ(kind("d.sys", "[sys]\n"), "sys");
  EXPECT_EQ(kind("x.html", "<html>"), "none");
  EXPECT_EQ(kind("x.cfg", "[net]\0"sv), "none");
}

TEST(Paths, AreRefusedWhereTheyLeadElsewhere) {
  for (const char *good :
       {"a", "a/b", "calib/0001.png", "가/나.png", "a b/c d.png", "..a"})
    EXPECT_EQ(statusOf([&] { checkPath(good); }), 0) << good;
  for (const std::string &bad : {std::string(""),
                                 std::string("/a"),
                                 std::string("a/"),
                                 std::string("a//b"),
                                 std::string("."),
                                 std::string("../a"),
                                 std::string("a/../b"),
                                 std::string("a/./b"),
                                 std::string("a\\b"),
                                 std::string("a\nb"),
                                 std::string(121, 'x'),
                                 std::string(241, 'x'),
                                 std::string("a/") + std::string(200, 'x'),
                                 std::string("\xff.cfg"),
                                 std::string("a\xed\xa0\x80.cfg"),
                                 std::string("a\x7f.cfg"),
                                 std::string("a\u0085.cfg"),
                                 std::string("abc\u202egnp.cfg"),
                                 std::string("a/\u2066b.png"),
                                 std::string(" "),
                                 std::string("trail.png "),
                                 std::string(" a.png"),
                                 std::string("a /b.png"),
                                 std::string("a/\u00a0b.png"),
                                 std::string("a/b.png\u3000"),
                                 std::string("a/\u3000/b.png")})
    EXPECT_EQ(statusOf([&] { checkPath(bad); }), 400) << bad;
}

TEST(Uploads, AppearWhole) {
  TestStore test;
  const File file = test.addPicture("a.png");
  EXPECT_EQ(file.kind, "picture");
  EXPECT_EQ(file.bytes, 13);
  EXPECT_EQ(file.sha256, hashed("\x89PNG\r\n\x1a\na.png"));
  EXPECT_TRUE(std::filesystem::exists(test.data.file(file.id)));
  EXPECT_TRUE(std::filesystem::is_empty(test.data.incoming()));
}

TEST(Uploads, TakeThePlaceOfOthers) {
  TestStore test;
  const File before = test.addFile("n.names", "a\n");
  const File after = test.addFile("n.names", "b\n");
  EXPECT_NE(before.id, after.id);
  EXPECT_FALSE(std::filesystem::exists(test.data.file(before.id)));
  EXPECT_EQ(test.store.files.list(test.owner.id, test.project.id).size(), 1u);
}

TEST(Uploads, AreRefused) {
  TestStore test;
  EXPECT_EQ(statusOf([&] { test.addFile("a.exe", "MZ"); }), 415);
  EXPECT_EQ(
      statusOf([&] { test.addFile("a.names", std::string(2 << 20, 'x')); }),
      413);
  test.addPicture("dir/a.png");
  EXPECT_EQ(statusOf([&] { test.addPicture("dir"); }), 409);
  EXPECT_EQ(statusOf([&] { test.addPicture("dir/a.png/b.png"); }), 409);
  // Nothing is left of any.
  EXPECT_TRUE(std::filesystem::is_empty(test.data.incoming()));
  EXPECT_EQ(test.store.files.allIds().size(), 1u);
}

TEST(Uploads, ThatWereCutOffAreSwept) {
  const qsim::test::TemporaryFolder folder;
  std::string known = newId(), orphan = newId();
  {
    const DataFolder data(folder.path("data"));
    for (const std::string &id : {known, orphan})
      folder.write("data/files/" + id.substr(0, 2) + "/" + id, "x");
    folder.write("data/incoming/half", "x");
    folder.write("data/jobs/" + orphan + "/log", "x");
  }
  const DataFolder data(folder.path("data"));
  data.sweep("files", {known});
  data.sweep("jobs", {known});
  EXPECT_TRUE(std::filesystem::exists(data.file(known)));
  EXPECT_FALSE(std::filesystem::exists(data.file(orphan)));
  EXPECT_TRUE(std::filesystem::is_empty(data.incoming()));
  EXPECT_TRUE(std::filesystem::is_empty(data.root() / "jobs"));
}
