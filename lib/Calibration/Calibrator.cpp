// SPDX-License-Identifier: Apache-2.0
// One pass over the samples on several threads.
#include "qsim/Calibration/Calibrator.h"

#include "TensorObserver.h"
#include "qsim/Support/Progress.h"
#include "qsim/Support/ThreadPool.h"

#include <algorithm>
#include <mutex>

using namespace qsim;

namespace {

// The first error by sample number, so that the message does not depend on
// which thread was faster.
struct FirstError {
  std::mutex mutex;
  std::size_t sample = 0;
  std::string message;

  void record(std::size_t at, const std::string &text) {
    std::lock_guard lock(mutex);
    if (message.empty() || at < sample) {
      sample = at;
      message = text;
    }
  }
};

// Where a tensor of layer i is in the list: slots[i + 1], or -1.
std::vector<int> slotsOf(const std::vector<ObservedTensor> &tensors,
                         TensorRole role) {
  std::vector<int> slots;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].role != role)
      continue;
    std::size_t place = static_cast<std::size_t>(tensors[i].index + 1);
    if (slots.size() <= place)
      slots.resize(place + 1, -1);
    slots[place] = static_cast<int>(i);
  }
  return slots;
}

Result<void> checkSeen(const TensorStatistics &tensor, std::size_t samples) {
  std::uint64_t bad = tensor.histogram.nonFinite();
  if (bad + tensor.histogram.total() == 0)
    return Error{"calibration: layer " + tensor.name +
                 ": no value was seen in " + std::to_string(samples) +
                 " samples"};
  if (bad == 0)
    return {};
  return Error{"calibration: layer " + tensor.name + ": " +
               std::to_string(bad) + " of " +
               std::to_string(bad + tensor.histogram.total()) +
               " values are NaN or infinite; wanted finite values only"};
}

} // namespace

Result<NetworkStatistics>
qsim::calibrate(Executor &executor, const std::string &network,
                const std::vector<ObservedTensor> &tensors) {
  NetworkStatistics empty{network, 0, {}};
  for (const ObservedTensor &tensor : tensors)
    empty.tensors.push_back(
        {tensor.name, tensor.index, Histogram(), ChannelSums(tensor.channels)});
  const std::vector<int> outputs = slotsOf(tensors, TensorRole::Output);
  const std::vector<int> preActivations =
      slotsOf(tensors, TensorRole::PreActivation);

  const std::size_t samples = executor.sampleCount();
  std::size_t threads = std::min<std::size_t>(executor.workerCount(), samples);
  ThreadPool pool(static_cast<int>(std::max<std::size_t>(threads, 1)));
  std::vector<NetworkStatistics> perWorker(pool.threadCount(), empty);
  std::vector<TensorObserver> observers(pool.threadCount());
  FirstError firstError;
  {
    Progress progress("calibrate", samples, "pictures");
    pool.parallelFor(samples, [&](std::size_t sample, std::size_t worker) {
      std::vector<TensorStatistics> &own = perWorker[worker].tensors;
      auto observe = [&](TensorRole role, int layer, const TensorView &view) {
        const std::vector<int> &slots =
            role == TensorRole::Output ? outputs : preActivations;
        std::size_t place = static_cast<std::size_t>(layer + 1);
        if (place >= slots.size() || slots[place] < 0)
          return;
        observers[worker].add(own[slots[place]], view);
      };
      Result<void> ran =
          executor.run(sample, static_cast<unsigned>(worker), observe);
      if (!ran)
        firstError.record(sample, ran.error().message);
      progress.advance();
    });
  }
  if (!firstError.message.empty())
    return Error{firstError.message};

  NetworkStatistics merged = std::move(perWorker.front());
  merged.samples = samples;
  for (std::size_t worker = 1; worker < perWorker.size(); ++worker)
    for (std::size_t i = 0; i < merged.tensors.size(); ++i) {
      merged.tensors[i].histogram.merge(perWorker[worker].tensors[i].histogram);
      merged.tensors[i].sums.merge(perWorker[worker].tensors[i].sums);
    }
  for (const TensorStatistics &tensor : merged.tensors)
    if (Result<void> seen = checkSeen(tensor, samples); !seen)
      return seen.error();
  return merged;
}
