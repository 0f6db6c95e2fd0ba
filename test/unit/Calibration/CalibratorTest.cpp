// SPDX-License-Identifier: Apache-2.0
// The calibrator on a made-up executor: any number of threads, any order.
#include "qsim/Calibration/Calibrator.h"
#include "qsim/Support/Random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

using namespace qsim;

namespace {

// Two tensors per sample, drawn from the sample's number.
class FakeExecutor : public Executor {
public:
  explicit FakeExecutor(unsigned workers) : workers(workers) {}

  std::size_t sampleCount() const override { return 40; }
  unsigned workerCount() const override { return workers; }
  Result<void> run(std::size_t sample, unsigned worker,
                   const Observer &observer) override {
    if (worker >= workers)
      return Error{"no such worker"};
    if (failing.count(sample))
      return Error{"sample " + std::to_string(sample)};
    SplitMix64 random(sample);
    std::vector<float> values(600);
    for (float &value : values)
      value = static_cast<float>(random.uniform() * (sample + 1) - 2);
    if (sample == badSample)
      values[5] = NAN;
    const float *from = values.data();
    observer(TensorRole::Output, -1, TensorView::planes(from, 3, 10, 10));
    observer(TensorRole::PreActivation, 0,
             TensorView::planes(from + 100, 5, 4, 25));
    observer(TensorRole::Output, 0, TensorView::planes(from, 6, 5, 20));
    return {};
  }

  std::set<std::size_t> failing;
  std::size_t badSample = 1000;

private:
  unsigned workers;
};

const std::vector<ObservedTensor> tensors = {{"image", -1, 3},
                                             {"conv_0", 0, 6}};

TEST(Calibrator, ThreadsDoNotMatter) {
  FakeExecutor alone(1);
  Result<NetworkStatistics> expected = calibrate(alone, "n", tensors);
  ASSERT_TRUE(expected);
  EXPECT_EQ(expected->samples, 40u);
  EXPECT_EQ(expected->find("image")->histogram.total(), 40u * 300);
  EXPECT_EQ(expected->find("conv_0")->sums.count(), 40u * 100);
  for (unsigned workers : {2u, 3u, 8u}) {
    FakeExecutor several(workers);
    Result<NetworkStatistics> seen = calibrate(several, "n", tensors);
    ASSERT_TRUE(seen);
    EXPECT_EQ(*seen, *expected) << workers;
  }
}

TEST(Calibrator, PreActivationsAreTensorsOfTheirOwn) {
  FakeExecutor executor(2);
  std::vector<ObservedTensor> more = tensors;
  more.push_back({"conv_0/preactivation", 0, 5, TensorRole::PreActivation});
  Result<NetworkStatistics> seen = calibrate(executor, "n", more);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->find("conv_0")->histogram.total(), 40u * 600);
  EXPECT_EQ(seen->find("conv_0/preactivation")->histogram.total(), 40u * 500);
}

TEST(Calibrator, ReportsTheFirstFailingSample) {
  FakeExecutor executor(4);
  executor.failing = {7, 9, 31};
  EXPECT_EQ(calibrate(executor, "n", tensors).message(), "sample 7");
}

TEST(Calibrator, RefusesNaN) {
  FakeExecutor executor(2);
  executor.badSample = 3;
  EXPECT_EQ(calibrate(executor, "n", tensors).message(),
            "calibration: layer image: 1 of 12000 values are NaN or infinite; "
            "wanted finite values only");
}

TEST(Calibrator, RefusesATensorThatIsNeverSeen) {
  FakeExecutor executor(2);
  std::vector<ObservedTensor> more = tensors;
  more.push_back({"conv_9", 9, 1});
  EXPECT_EQ(calibrate(executor, "n", more).message(),
            "calibration: layer conv_9: no value was seen in 40 samples");
}

} // namespace
