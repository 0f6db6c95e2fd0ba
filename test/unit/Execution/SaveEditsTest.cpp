// SPDX-License-Identifier: Apache-2.0
// Saved packages are ones that can be read again, or there are none.
#include "qsim/Execution/SaveEdits.h"

#include "../Support/TemporaryFolder.h"
#include "../runtime-files/TinyNetwork.h"

#include <gtest/gtest.h>

using namespace qsim;

namespace {

class SaveEditsTest : public testing::Test {
protected:
  SaveEditsTest() {
    const test::Files files = test::tinyFiles();
    folder.write("p/t.net", files.net);
    folder.write("p/t.sys", files.sys);
    folder.write("p/t.fweights", files.fweights);
    folder.write("p/t.qweights", files.qweights);
    auto opened = Package::open(folder.path("p"));
    EXPECT_TRUE(opened) << opened.message();
    package = std::move(*opened);
    auto made = Simulation::create(*package, QSIMRT_INT, 1);
    EXPECT_TRUE(made) << made.message();
    simulation = std::move(*made);
  }

  Result<void> save(const std::string &from, const std::string &to) const {
    return saveEdits(*simulation, folder.path(from), folder.path(to), {});
  }

  test::TemporaryFolder folder;
  std::unique_ptr<Package> package;
  std::unique_ptr<Simulation> simulation;
};

} // namespace

TEST_F(SaveEditsTest, WhatCannotBeReadAgainIsNotSaved) {
  // The simulation goes on with what it has mapped; the copy is damaged.
  std::string bytes = folder.read("p/t.qweights");
  bytes[bytes.size() - 64] = static_cast<char>(bytes[bytes.size() - 64] ^ 1);
  for (const char *name : {"t.net", "t.sys", "t.fweights"})
    folder.write(std::string("damaged/") + name,
                 folder.read(std::string("p/") + name));
  folder.write("damaged/t.qweights", bytes);
  const std::string message = save("damaged", "out").message();
  EXPECT_EQ(message.find("not saved, as it could not be read again: " +
                         folder.path("out") + "/t.qweights: "),
            0u)
      << message;
  EXPECT_EQ(folder.list(), "damaged p");
}

TEST_F(SaveEditsTest, OnlyThePackageIsCopied) {
  folder.write("p/steps.ste", "mode int\n");
  folder.write("p/letter.txt", "dear");
  const Result<void> saved = save("p", "out");
  ASSERT_TRUE(saved) << saved.message();
  EXPECT_EQ(folder.list("out"),
            "edits.json t.fweights t.net t.packed t.qweights t.sys");
  EXPECT_EQ(folder.read("out/t.qweights"), folder.read("p/t.qweights"));
}

TEST_F(SaveEditsTest, WeightsArePackedAgain) {
  folder.write("p/t.packed", "of nothing");
  ASSERT_TRUE(save("p", "out"));
  for (const qsimrt_mode mode : {QSIMRT_INT, QSIMRT_HYBRID, QSIMRT_FLOAT}) {
    auto opened = Package::openForMode(folder.path("out"), mode);
    ASSERT_TRUE(opened) << opened.message();
    EXPECT_EQ((*opened)->model().has_packed, mode != QSIMRT_FLOAT);
    EXPECT_EQ((*opened)->model().layers[0].u.convolutional.is_unchecked,
              mode != QSIMRT_FLOAT);
  }
  auto opened = Package::open(folder.path("out"));
  ASSERT_TRUE(opened) << opened.message();
  EXPECT_EQ((*opened)->model().has_packed, 1);
  EXPECT_EQ((*opened)->model().layers[0].u.convolutional.is_unchecked, 0);
}

TEST_F(SaveEditsTest, RecordsAreReadAsTheyWereWritten) {
  EditRecord record;
  record.package = "p";
  Edit value;
  value.layer = 0;
  value.tensor = "biases";
  value.index = 1;
  value.values = {-0.0, 1e-30, 0.1f, 3};
  Edit mode;
  mode.kind = Edit::Kind::Mode;
  mode.layer = 0;
  mode.mode = QSIMRT_HYBRID;
  record.changes = {{"", value, "conv_0"},
                    {"conv_* weights width 5", {}, {}},
                    {"", mode, "conv_0"}};
  folder.write("e/edits.json", formatEditRecord(record, "t"));
  Result<EditRecord> read = readEditRecord(folder.path("e"));
  ASSERT_TRUE(read) << read.message();
  EXPECT_EQ(read->package, "e");
  ASSERT_EQ(read->changes.size(), record.changes.size());
  for (std::size_t i = 0; i < record.changes.size(); ++i) {
    EXPECT_EQ(read->changes[i].quantize, record.changes[i].quantize);
    EXPECT_EQ(read->changes[i].edit, record.changes[i].edit);
    EXPECT_EQ(read->changes[i].layer, record.changes[i].layer);
  }
}

TEST_F(SaveEditsTest, AValueThatTheLoaderRefusesChangesNothing) {
  Edit edit;
  edit.layer = 0;
  edit.tensor = "q_weights";
  const double before = (*simulation->read(0, "q_weights"))[0];
  edit.values = {-128};
  EXPECT_FALSE(simulation->apply(edit));
  EXPECT_TRUE(simulation->edits().empty());
  EXPECT_EQ((*simulation->read(0, "q_weights"))[0], before);
}
