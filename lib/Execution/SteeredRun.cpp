// SPDX-License-Identifier: Apache-2.0
// Steps through a network, looks where a step file says, and goes on.
#include "qsim/Execution/SteeredRun.h"

#include "qsim/Execution/Difference.h"
#include "qsim/Execution/Dump.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace qsim {
namespace {

std::optional<double> farthestOutside(const std::vector<float> &values,
                                      const qsimrt_watch &watch) {
  std::optional<double> farthest;
  double most = 0;
  for (const float value : values) {
    const double outside = std::max(double(watch.low) - double(value),
                                    double(value) - double(watch.high));
    if (outside > most) {
      most = outside;
      farthest = value;
    }
  }
  return farthest;
}

Result<std::optional<double>> noise(const qsimrt_watch &watch,
                                    const std::vector<float> &values,
                                    const Session &reference, int layer) {
  Result<std::vector<float>> expected = reference.read(layer);
  if (!expected)
    return expected.error();
  Difference difference;
  difference.add(expected->data(), values.data(), values.size());
  const double sqnr = difference.sqnr();
  if (sqnr < watch.low || std::isnan(sqnr))
    return std::optional<double>(sqnr);
  return std::optional<double>();
}

/// Whether a watch holds of a value as it is written.
bool holds(const qsimrt_watch &watch, const std::string &text) {
  const std::optional<double> value = parseDouble(text);
  if (!value)
    return true; // inf and nan are written without loss
  switch (watch.kind) {
  case QSIMRT_WATCH_SATURATION:
    return *value > watch.high;
  case QSIMRT_WATCH_SQNR:
    return *value < watch.low;
  case QSIMRT_WATCH_OUTSIDE:
    return *value < watch.low || *value > watch.high;
  default:
    return true;
  }
}

/// dB to 0.1, counts whole, others to 4 digits; to more where the condition
/// would else not hold of what is written ("sqnr < 18 (18.0)").
std::string seenText(const qsimrt_watch &watch, double seen) {
  if (watch.kind == QSIMRT_WATCH_NAN || watch.kind == QSIMRT_WATCH_OVERFLOW)
    return formatFixed(seen, 0);
  const bool decibels = watch.kind == QSIMRT_WATCH_SQNR;
  for (int digits = decibels ? 1 : 4; digits < 17; ++digits) {
    std::array<char, 400> text;
    const auto [end, failed] = std::to_chars(
        text.data(), text.data() + text.size(), seen,
        decibels ? std::chars_format::fixed : std::chars_format::general,
        digits);
    if (failed != std::errc())
      break;
    if (const std::string written(text.data(), end); holds(watch, written))
      return written;
  }
  return formatDouble(seen);
}

} // namespace

Result<std::optional<double>> watchedValue(const qsimrt_watch &watch,
                                           const Session &session,
                                           const Session *reference,
                                           int layer) {
  using Seen = std::optional<double>;
  const auto above = [](double value, double limit) {
    return value > limit ? Seen(value) : Seen();
  };
  const qsimrt_counters counters =
      qsimrt_layer_counters(session.handle(), layer);
  if (watch.kind == QSIMRT_WATCH_OVERFLOW)
    return above(static_cast<double>(counters.accumulator_overflows), 0);
  Result<std::vector<float>> values = session.read(layer);
  if (!values)
    return values.error();
  switch (watch.kind) {
  case QSIMRT_WATCH_SATURATION:
    return above(100.0 * static_cast<double>(counters.saturated_outputs) /
                     static_cast<double>(values->size()),
                 watch.high);
  case QSIMRT_WATCH_SQNR:
    return noise(watch, *values, *reference, layer);
  case QSIMRT_WATCH_NAN:
    return above(static_cast<double>(std::count_if(
                     values->begin(), values->end(),
                     [](float value) { return std::isnan(value); })),
                 0);
  default:
    return farthestOutside(*values, watch);
  }
}

std::string eventText(const RunEvent &event, const qsimrt_model &model) {
  const std::string place =
      std::to_string(event.layer) + " " + model.layers[event.layer].name;
  switch (event.kind) {
  case RunEventKind::BreakBefore:
    return "break before " + place;
  case RunEventKind::BreakAfter:
    return "break after " + place;
  case RunEventKind::Stop:
    return "stop after " + place;
  case RunEventKind::Watch:
    break;
  }
  return "watch " + place + ": " + conditionText(*event.watch) + " (" +
         seenText(*event.watch, event.seen) + ")";
}

Result<void> runSteered(Session &session, const StepFile &file,
                        const Input &input, const std::string &directory,
                        const std::function<void(const RunEvent &)> &tell) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  if (Result<void> done = session.setInput(input.chw); !done)
    return done;
  std::unique_ptr<Session> reference;
  if (file.watchesNoise()) {
    SessionOptions options;
    options.kernels = fastestKernels();
    Result<std::unique_ptr<Session>> created = Session::create(model, options);
    if (!created)
      return created.error();
    reference = std::move(*created);
    if (Result<void> done = reference->setInput(input.chw); !done)
      return done;
  }
  std::optional<Dump> dump;
  if (file.dumps()) {
    Result<Dump> created = Dump::create(session, directory);
    if (!created)
      return created.error();
    dump.emplace(std::move(*created));
  }
  for (int layer = 0; layer < model.layer_count; ++layer) {
    const int marks = file.marks(layer);
    if (marks & QSIMRT_STE_BREAK_BEFORE)
      tell({RunEventKind::BreakBefore, layer});
    for (Session *one : {&session, reference.get()})
      if (one)
        if (Result<void> done = one->step(); !done)
          return done;
    for (const qsimrt_watch &watch : file.watches()) {
      if (!watch.layers[layer])
        continue;
      Result<std::optional<double>> seen =
          watchedValue(watch, session, reference.get(), layer);
      if (!seen)
        return seen.error();
      if (*seen)
        tell({RunEventKind::Watch, layer, &watch, **seen});
    }
    if (const int forms = marks & QSIMRT_STE_DUMP)
      if (Result<void> done = dump->add(session, layer, forms); !done)
        return done;
    if (marks & QSIMRT_STE_BREAK_AFTER)
      tell({RunEventKind::BreakAfter, layer});
    if (marks & QSIMRT_STE_STOP) {
      tell({RunEventKind::Stop, layer});
      break;
    }
  }
  if (dump)
    return dump->commit();
  return {};
}

} // namespace qsim
