// SPDX-License-Identifier: Apache-2.0
// What fronts rely on beyond the words of qsim step, which test/tools has.
#include "qsim/Workbench/Workbench.h"
#include "qsim/Workbench/QuantizeRule.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace qsim;

namespace {

void run(const std::string &command) {
  ASSERT_EQ(std::system((command + " > /dev/null").c_str()), 0) << command;
}

/// conv_0, maxpool_1, conv_2, avgpool_3, softmax_4 on a picture of 32 x 32.
class WorkbenchTest : public testing::Test {
protected:
  WorkbenchTest()
      : package(folder.path + "/small.qsim"),
        picture(folder.path + "/test-0001.png"),
        other(folder.path + "/test-0002.png") {
    std::ofstream(folder.path + "/small.cfg")
        << "[net]\nwidth=32\nheight=32\nchannels=3\n"
           "[convolutional]\nfilters=4\nsize=3\nstride=1\npad=1\n"
           "activation=leaky\n"
           "[maxpool]\nsize=2\nstride=2\n"
           "[convolutional]\nfilters=5\nsize=3\nstride=1\npad=1\n"
           "activation=linear\n"
           "[avgpool]\n[softmax]\n";
    run(QSIM_BIN "/qsim-scenes --out " + folder.path +
        " --count 2 --seed 3 --list test");
    run(QSIM_BIN "/qsim compile " + folder.path +
        "/small.cfg --seed 1 --images " + folder.path + "/test.txt -o " +
        package);
  }

  std::unique_ptr<Workbench> bench(WorkbenchOptions options = {}) const {
    options.threads = 1;
    auto made = Workbench::create(package, picture, options);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }

  static Edit value(int layer, std::string tensor, std::size_t index,
                    std::vector<double> values) {
    Edit edit;
    edit.layer = layer;
    edit.tensor = std::move(tensor);
    edit.index = index;
    edit.values = std::move(values);
    return edit;
  }

  static Change narrowing(int layer, const char *width) {
    const std::vector<std::string> words = {std::to_string(layer), "weights",
                                            "width", width};
    return {*quantizeRule(words),
            "quantize " + words[0] + " weights width " + width,
            {layer},
            {}};
  }

  static std::vector<std::vector<double>> outputs(Workbench &bench) {
    EXPECT_TRUE(bench.runTo(5, true));
    EXPECT_TRUE(bench.simulation().refresh());
    std::vector<std::vector<double>> all;
    for (int i = 0; i < 5; ++i)
      all.push_back(*bench.simulation().read(i, "output"));
    return all;
  }

  ScratchFolder folder{"workbench-test"};
  std::string package, picture, other;
};

TEST_F(WorkbenchTest, TheListenerEndsAMove) {
  const auto at = bench();
  std::vector<int> heard;
  at->listen([&](int next) {
    heard.push_back(next);
    return next == 3;
  });
  Result<MoveEnd> end = at->runTo(5);
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->interrupted);
  EXPECT_TRUE(end->hits.empty());
  EXPECT_EQ(at->position(), 3);
  EXPECT_EQ(heard, (std::vector<int>{1, 2, 3}));
  end = at->runTo(5);
  EXPECT_FALSE(end->interrupted);
  EXPECT_EQ(at->position(), 5);
  // Nor does it hear of the end itself.
  EXPECT_EQ(heard, (std::vector<int>{1, 2, 3, 4}));
}

TEST_F(WorkbenchTest, TheListenerEndsTheWayBackToWhatIsFresh) {
  const auto at = bench();
  ASSERT_TRUE(at->runTo(5));
  ASSERT_TRUE(at->set(value(0, "biases", 0, {1})));
  at->listen([](int next) { return next == 2; });
  const Result<MoveEnd> end = at->carryOn();
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->interrupted);
  EXPECT_EQ(at->position(), 2);
  at->listen({});
  const auto same = bench();
  ASSERT_TRUE(same->set(value(0, "biases", 0, {1})));
  EXPECT_EQ(outputs(*at), outputs(*same));
}

TEST_F(WorkbenchTest, LayersHaveTheTimeOfTheirLastComputation) {
  const auto at = bench();
  EXPECT_EQ(at->milliseconds(0), 0);
  ASSERT_TRUE(at->runTo(5));
  for (int i = 0; i < 5; ++i)
    EXPECT_GT(at->milliseconds(i), 0) << i;
  const double first = at->milliseconds(0);
  ASSERT_TRUE(at->rewind(0));
  ASSERT_TRUE(at->runTo(5));
  // Passed, not computed: a pass takes less than a hundredth of a millisecond.
  EXPECT_GE(at->milliseconds(0), first / 2);
}

TEST_F(WorkbenchTest, StopsTakeThePlaceOfOthersOnlyWhereTheyAreRight) {
  const auto at = bench();
  ASSERT_TRUE(at->setStops("stops", {"break before 2\n"}));
  EXPECT_FALSE(at->setStops("stops", {"break after 3\n", "break before 9\n"}));
  Result<MoveEnd> end = at->carryOn();
  ASSERT_EQ(end->hits.size(), 1u);
  EXPECT_EQ(end->hits[0].layer, 2);
  EXPECT_EQ(end->hits[0].text, "break before 2 conv_2");
  ASSERT_TRUE(at->setStops("stops", {}));
  end = at->restart();
  EXPECT_TRUE(end->hits.empty());
  EXPECT_EQ(at->position(), 5);
}

TEST_F(WorkbenchTest, ModesThatChangeNothingAreNoChange) {
  const auto at = bench();
  Result<Workbench::ModeChange> change =
      at->changeModes({0, 4}, QSIMRT_INT, "");
  ASSERT_TRUE(change);
  EXPECT_FALSE(change->changed);
  EXPECT_EQ(change->cannot, std::vector<int>{4}); // softmax is FLOAT's
  EXPECT_TRUE(at->changes().empty());
  change = at->changeModes({0, 1}, QSIMRT_FLOAT, "layer 0..1 float");
  EXPECT_TRUE(change->changed);
  ASSERT_EQ(at->changes().size(), 1u);
  EXPECT_EQ(at->textOf(at->changes()[0]), "layer 0..1 float");
}

TEST_F(WorkbenchTest, RestoresChangesRulesRedoAndPlace) {
  const auto at = bench();
  ASSERT_TRUE(at->runTo(4));
  ASSERT_TRUE(at->set(value(1, "output", 2, {0.5})));
  ASSERT_TRUE(at->quantize(narrowing(2, "4")));
  ASSERT_TRUE(at->set(value(2, "biases", 0, {3})));
  ASSERT_TRUE(at->undo());
  const auto fresh = bench();
  ASSERT_TRUE(fresh->restore(at->changes(), at->takenBack(), at->position()));
  EXPECT_EQ(fresh->position(), 4);
  EXPECT_EQ(fresh->changes(), at->changes());
  EXPECT_EQ(fresh->takenBack(), at->takenBack());
  EXPECT_EQ(outputs(*fresh), outputs(*at));
  for (Workbench *one : {at.get(), fresh.get()})
    ASSERT_TRUE(one->redo());
  EXPECT_EQ(outputs(*fresh), outputs(*at));
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(fresh->undo());
  const auto plain = bench();
  EXPECT_EQ(outputs(*fresh), outputs(*plain));
  // A place that is none is refused, and nothing is changed.
  EXPECT_FALSE(fresh->restore({}, {}, 6));
  EXPECT_EQ(fresh->position(), 5);
}

TEST_F(WorkbenchTest, CompiledPackagesLieInTheScratchFolderOneAtATime) {
  WorkbenchOptions options;
  options.scratch = folder.path + "/scratch";
  std::filesystem::create_directory(options.scratch);
  const auto at = bench(options);
  const auto folders = [&] {
    return std::distance(std::filesystem::directory_iterator(options.scratch),
                         std::filesystem::directory_iterator());
  };
  ASSERT_TRUE(at->quantize(narrowing(0, "4")));
  EXPECT_EQ(folders(), 1);
  ASSERT_TRUE(at->quantize(narrowing(2, "5")));
  EXPECT_EQ(folders(), 1);
  EXPECT_EQ(at->model().layers[0].u.convolutional.weight_bits, 4);
  EXPECT_EQ(at->model().layers[2].u.convolutional.weight_bits, 5);
  EXPECT_FALSE(at->quantize(narrowing(1, "5"))); // a max pool has no weights
  EXPECT_EQ(at->changes().size(), 2u);
  EXPECT_EQ(folders(), 1);
  ASSERT_TRUE(at->undo());
  ASSERT_TRUE(at->undo());
  EXPECT_EQ(folders(), 0);
  EXPECT_EQ(at->directory(), package);
}

TEST_F(WorkbenchTest, AnotherPictureKeepsWhatIsOfTheNetwork) {
  const auto at = bench();
  ASSERT_TRUE(at->runTo(5));
  ASSERT_TRUE(at->set(value(2, "biases", 0, {3})));
  ASSERT_TRUE(at->set(value(1, "output", 2, {0.5})));
  ASSERT_TRUE(at->set(value(QSIMRT_IMAGE, "output", 2, {0.5})));
  ASSERT_TRUE(at->undo());
  ASSERT_TRUE(at->setPicture(other));
  EXPECT_EQ(at->position(), 0);
  EXPECT_EQ(at->changes().size(), 1u);
  EXPECT_TRUE(at->takenBack().empty());
  const auto fresh = bench();
  ASSERT_TRUE(fresh->setPicture(other));
  EXPECT_NE(outputs(*at), outputs(*fresh));
  ASSERT_TRUE(at->undo());
  EXPECT_EQ(outputs(*at), outputs(*fresh));
  EXPECT_FALSE(at->setPicture(folder.path + "/none.png"));
}

TEST_F(WorkbenchTest, FloatIsTheSameWhateverIsKeptOfIt) {
  WorkbenchOptions nothing;
  nothing.floatBytes = 0;
  const auto kept = bench(), computed = bench(nothing);
  for (Workbench *one : {kept.get(), computed.get()})
    ASSERT_TRUE(one->runTo(5));
  // Behind and ahead of what was looked at last.
  for (const int layer : {4, 0, 2, 1, QSIMRT_IMAGE, 3}) {
    const Result<Session *> a = kept->floatRun(layer),
                            b = computed->floatRun(layer);
    ASSERT_TRUE(a);
    ASSERT_TRUE(b);
    EXPECT_EQ(*(*a)->read(layer), *(*b)->read(layer)) << layer;
  }
  const auto own = computed->ownNoise();
  ASSERT_TRUE(own) << own.error().message;
  ASSERT_EQ(own->size(), 5u);
  EXPECT_GT((*own)[0]->noise, 0);
  EXPECT_EQ((*own)[1]->noise, 0); // a max pool only moves integers
}

TEST_F(WorkbenchTest, OwnNoiseIsNotToldOfWhatAPersonWrote) {
  const auto at = bench();
  ASSERT_TRUE(at->runTo(5));
  ASSERT_TRUE(at->set(value(0, "accumulators", 0, {77})));
  auto own = at->ownNoise();
  ASSERT_TRUE(own);
  EXPECT_FALSE((*own)[0]);
  EXPECT_TRUE((*own)[2]);
  // A changed parameter is the layer's own doing.
  const double before = (*own)[2]->noise;
  ASSERT_TRUE(at->set(value(2, "biases", 0, {5})));
  own = at->ownNoise();
  EXPECT_GT((*own)[2]->noise, before);
}

} // namespace
