// SPDX-License-Identifier: Apache-2.0
// qsim bench: time of one picture, load time and memory of a package.
#include "Command.h"

#include "qsim/Execution/Profile.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Random.h"
#include "qsim/Support/Table.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

namespace qsim::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct BenchOptions {
  std::string package;
  SessionOptions session;
  int repeat = 20;
  bool profile = false;
  bool json = false;
};

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start)
      .count();
}

/// Peak resident memory of this process so far.
double peakMebibytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Timing {
  double median, minimum, p90;
};

Timing summarize(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const std::size_t n = times.size();
  return {times[n / 2], times.front(), times[std::min(n - 1, n * 9 / 10)]};
}

std::vector<float> noisePicture(qsimrt_shape shape) {
  SplitMix64 random(1);
  std::vector<float> values(static_cast<std::size_t>(shape.c) * shape.h *
                            shape.w);
  for (float &value : values)
    value = static_cast<float>(random.next() >> 40) / 16777216.0f;
  return values;
}

Result<void> bench(const BenchOptions &options) {
  const Clock::time_point loadStart = Clock::now();
  Result<std::unique_ptr<Package>> package =
      Package::openForMode(options.package, options.session.mode);
  if (!package)
    return package.error();
  Result<std::unique_ptr<Session>> session =
      Session::create((*package)->model(), options.session);
  if (!session)
    return session.error();
  const double loadTime = millisecondsSince(loadStart);

  const std::vector<float> input = noisePicture((*package)->model().image);
  std::vector<double> times;
  for (int i = 0; i <= options.repeat; ++i) {
    const Clock::time_point start = Clock::now();
    if (Result<void> done = (*session)->run(input); !done)
      return done;
    if (i > 0) // the first run only warms the caches
      times.push_back(millisecondsSince(start));
  }
  const Timing timing = summarize(std::move(times));
  if (options.profile) {
    Result<std::vector<LayerProfile>> layers =
        profileLayers(**session, input, options.repeat);
    if (!layers)
      return layers.error();
    std::fputs((profileAsText(**session, *layers) + "\n").c_str(), stdout);
  }
  if (options.json) {
    JsonWriter json;
    json.beginObject();
    json.member("mode", qsimrt_mode_name(options.session.mode));
    json.member("threads", options.session.threads);
    json.member("repeat", options.repeat);
    json.member("median_ms", timing.median).member("min_ms", timing.minimum);
    json.member("p90_ms", timing.p90).member("load_ms", loadTime);
    json.member("rss_mib", peakMebibytes());
    std::printf("%s\n", json.endObject().take().c_str());
    return {};
  }
  Table table({"mode", "threads", "median ms", "min ms", "p90 ms", "load ms",
               "peak MiB"});
  table.addRow({qsimrt_mode_name(options.session.mode),
                std::to_string(options.session.threads),
                formatFixed(timing.median, 2), formatFixed(timing.minimum, 2),
                formatFixed(timing.p90, 2), formatFixed(loadTime, 2),
                formatFixed(peakMebibytes(), 2)});
  std::fputs(table.text().c_str(), stdout);
  return {};
}

} // namespace

void addBenchCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App *command = app.add_subcommand(
      "bench", "Measure time per picture, load time and memory");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  addModeOption(*command, options->session.mode)->required();
  addThreadsOption(*command, options->session.threads);
  addKernelsOption(*command, options->session.kernels);
  command->add_option("--repeat", options->repeat, "timed runs")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000000));
  command->add_flag("--profile", options->profile,
                    "first a table of the time of every layer");
  addJsonOption(*command, options->json)->excludes("--profile");
  command->footer("Example:\n"
                  "  qsim bench scenes.qsim --mode int --threads 2 --json");
  command->callback([options, &status] {
    Result<void> done = bench(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
