// SPDX-License-Identifier: Apache-2.0
// What a package may be written in the place of.
#include "qsim/Support/PackageFiles.h"
#include "TemporaryFolder.h"

#include <gtest/gtest.h>

using namespace qsim;
using qsim::test::TemporaryFolder;

TEST(PackageFiles, ANameNeedsBothFiles) {
  EXPECT_EQ(packageName({"a.net", "a.sys", "model.mlirbc"}), "a");
  EXPECT_EQ(packageName({"a.net"}), "");
  EXPECT_EQ(packageName({"a.net", "b.sys"}), "");
  EXPECT_EQ(packageName({"a.net", "b.net", "a.sys"}), "");
  EXPECT_EQ(packageName({"a.net", "a.sys", "b.sys"}), "");
  EXPECT_EQ(packageName({".net", ".sys"}), "");
  EXPECT_EQ(packageName({}), "");
}

TEST(PackageFiles, FilesBesideAPackageAreNotPartOfIt) {
  for (const char *part :
       {"a.net", "a.sys", "a.fweights", "a.qweights", "a.packed",
        "model.mlirbc", "calibration.yaml", "calibration.hist",
        "overrides.yaml", "edits.json", "modes.ste"})
    EXPECT_TRUE(isPackageFile(part, "a")) << part;
  for (const char *other : {"b.net", "b.qweights", "rules.yaml", "steps.ste",
                            "a.txt", "a", "aa.net", "x.hist"})
    EXPECT_FALSE(isPackageFile(other, "a")) << other;
}

TEST(PackageFiles, OnlyAPackageOrNothingIsReplaced) {
  TemporaryFolder folder;
  EXPECT_TRUE(createPackageDirectory(folder.path("absent")).ok());
  std::filesystem::create_directory(folder.path("empty"));
  EXPECT_TRUE(createPackageDirectory(folder.path("empty")).ok());
  folder.write("package/a.net", "1");
  folder.write("package/a.sys", "1");
  folder.write("package/overrides.yaml", "1");
  EXPECT_TRUE(createPackageDirectory(folder.path("package")).ok());
  folder.write("package/steps.ste", "1");
  EXPECT_FALSE(createPackageDirectory(folder.path("package")).ok());
  // Files with the names of a package's, but no package.
  folder.write("mine/overrides.yaml", "1");
  EXPECT_EQ(createPackageDirectory(folder.path("mine")).message(),
            folder.path("mine") +
                ": not replaced, because it holds 'overrides.yaml', which is "
                "not part of a package; remove it or choose another directory");
  EXPECT_EQ(folder.list("mine"), "overrides.yaml");
}

TEST(PackageFiles, LooksAgainAtCommit) {
  TemporaryFolder folder;
  folder.write("package/a.net", "1");
  folder.write("package/a.sys", "1");
  auto made = createPackageDirectory(folder.path("package"));
  ASSERT_TRUE(made.ok()) << made.message();
  folder.write("package/steps.ste", "1");
  EXPECT_FALSE(made->commit().ok());
  EXPECT_EQ(folder.list("package"), "a.net a.sys steps.ste");
}
