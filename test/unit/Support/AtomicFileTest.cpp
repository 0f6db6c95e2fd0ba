// SPDX-License-Identifier: Apache-2.0
// Output files and directories, and mapped input files.
#include "qsim/Support/AtomicFile.h"
#include "TemporaryFolder.h"
#include "qsim/Support/MappedFile.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace qsim;
using qsim::test::TemporaryFolder;
namespace fs = std::filesystem;

TEST(AtomicFile, AppearsOnCommitOnly) {
  TemporaryFolder folder;
  folder.write("out", "old");
  {
    auto file = AtomicFile::create(folder.path("out"));
    ASSERT_TRUE(file.ok()) << file.message();
    ASSERT_TRUE(file->write("ne").ok());
    ASSERT_TRUE(file->write("w").ok());
    EXPECT_EQ(folder.read("out"), "old");
    ASSERT_TRUE(file->commit().ok());
  }
  EXPECT_EQ(folder.read("out"), "new");
  EXPECT_EQ(folder.list(), "out");
}

TEST(AtomicFile, LeavesNothingWithoutCommit) {
  TemporaryFolder folder;
  {
    auto file = AtomicFile::create(folder.path("out"));
    ASSERT_TRUE(file.ok());
    (void)file->write("half");
  }
  EXPECT_EQ(folder.list(), "");
}

TEST(AtomicFile, NamesWhatCannotBeWritten) {
  TemporaryFolder folder;
  std::string missing = folder.path("none/out");
  EXPECT_EQ(writeFileAtomically(missing, "x").message(),
            missing + ": cannot create the file: No such file or directory");
  EXPECT_EQ(writeFileAtomically(folder.path(), "x").message(),
            folder.path() + ": cannot write a file here: it is a directory");
}

TEST(AtomicFile, ReportsAnUnsuccessfulRename) {
  TemporaryFolder folder;
  auto file = AtomicFile::create(folder.path("out"));
  ASSERT_TRUE(file.ok());
  fs::create_directory(folder.path("out"));
  EXPECT_EQ(file->commit().message(),
            folder.path("out") + ": cannot rename the file: Is a directory");
}

TEST(AtomicFile, KeepsTheFirstWriteError) {
  TemporaryFolder folder;
  auto file = AtomicFile::create(folder.path("out"));
  ASSERT_TRUE(file.ok());
  // Reading from address 0 fails inside the system call.
  std::string wanted =
      folder.path("out") + ": cannot write the file: Bad address";
  EXPECT_EQ(file->write(nullptr, 8).message(), wanted);
  EXPECT_EQ(file->write("more").message(), wanted);
  EXPECT_EQ(file->commit().message(), wanted);
}

static bool isPackageFile(std::string_view name) {
  return name.ends_with(".net") || name.ends_with(".sys");
}

TEST(AtomicDirectory, IsCreatedWithItsParents) {
  TemporaryFolder folder;
  auto made = AtomicDirectory::create(folder.path("a/b/pkg/"), isPackageFile);
  ASSERT_TRUE(made.ok()) << made.message();
  std::ofstream(made->path() + "/x.net") << "1";
  EXPECT_FALSE(fs::exists(folder.path("a/b/pkg")));
  ASSERT_TRUE(made->commit().ok());
  EXPECT_EQ(folder.list("a/b"), "pkg");
  EXPECT_EQ(folder.list("a/b/pkg"), "x.net");
}

TEST(AtomicDirectory, ReplacesACompletePackage) {
  TemporaryFolder folder;
  folder.write("pkg/old.net", "1");
  auto made = AtomicDirectory::create(folder.path("pkg"), isPackageFile);
  ASSERT_TRUE(made.ok()) << made.message();
  std::ofstream(made->path() + "/new.net") << "2";
  EXPECT_EQ(folder.list("pkg"), "old.net");
  ASSERT_TRUE(made->commit().ok());
  EXPECT_EQ(folder.list("pkg"), "new.net");
  EXPECT_EQ(folder.list(), "pkg");
}

TEST(AtomicDirectory, KeepsTheOldOneWithoutCommit) {
  TemporaryFolder folder;
  folder.write("pkg/old.net", "1");
  {
    auto made = AtomicDirectory::create(folder.path("pkg"), isPackageFile);
    ASSERT_TRUE(made.ok());
    std::ofstream(made->path() + "/new.net") << "2";
  }
  EXPECT_EQ(folder.list(), "pkg");
  EXPECT_EQ(folder.list("pkg"), "old.net");
}

TEST(AtomicDirectory, RefusesForeignFiles) {
  TemporaryFolder folder;
  folder.write("home/letter.txt", "dear");
  folder.write("home/a.net", "1");
  auto made = AtomicDirectory::create(folder.path("home"), isPackageFile);
  EXPECT_EQ(made.message(),
            folder.path("home") +
                ": not replaced, because it holds 'letter.txt', which is not "
                "part of a package; remove it or choose another directory");
  EXPECT_EQ(folder.list(), "home");
}

TEST(AtomicDirectory, LooksAgainAtCommit) {
  TemporaryFolder folder;
  auto made = AtomicDirectory::create(folder.path("pkg"), isPackageFile);
  ASSERT_TRUE(made.ok());
  folder.write("pkg/letter.txt", "dear");
  EXPECT_FALSE(made->commit().ok());
  EXPECT_EQ(folder.list("pkg"), "letter.txt");
}

TEST(AtomicDirectory, NamesWhatIsInTheWay) {
  TemporaryFolder folder;
  folder.write("file", "1");
  EXPECT_EQ(
      AtomicDirectory::create(folder.path("file"), isPackageFile).message(),
      folder.path("file") + ": cannot write a directory here: something "
                            "that is not a directory has this name");
  EXPECT_EQ(AtomicDirectory::create("", isPackageFile).message(),
            "the name of the output directory is empty");
  EXPECT_EQ(AtomicDirectory::create(folder.path("file/pkg/x"), isPackageFile)
                .message(),
            folder.path("file/pkg/x") +
                ": cannot create the parent directory: Not a directory");
}

TEST(MappedFile, ShowsTheBytes) {
  TemporaryFolder folder;
  auto file = MappedFile::open(folder.write("f", "abc"));
  ASSERT_TRUE(file.ok());
  MappedFile moved = std::move(*file);
  EXPECT_EQ(moved.text(), "abc");
  EXPECT_EQ(moved.path(), folder.path("f"));
}

TEST(MappedFile, AcceptsAnEmptyFile) {
  TemporaryFolder folder;
  auto file = MappedFile::open(folder.write("f", ""));
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->size(), 0u);
  EXPECT_NE(file->data(), nullptr);
}

TEST(MappedFile, NamesWhatCannotBeRead) {
  TemporaryFolder folder;
  EXPECT_EQ(MappedFile::open(folder.path("none")).message(),
            folder.path("none") +
                ": cannot read the file: No such file or directory");
  EXPECT_EQ(MappedFile::open(folder.path()).message(),
            folder.path() + ": cannot read the file: it is not a regular file");
  ASSERT_EQ(mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(MappedFile::open(folder.path("pipe")).message(),
            folder.path("pipe") +
                ": cannot read the file: it is not a regular file");
}
