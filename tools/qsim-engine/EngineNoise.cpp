// SPDX-License-Identifier: Apache-2.0
// Beside FLOAT: errors of layers, answers, statistics.
#include "Engine.h"
#include "Words.h"

#include "qsim/Execution/Answer.h"

#include <algorithm>
#include <cmath>
#include <future>

namespace qsim::engine {

void Engine::letOthers(Rank below, std::chrono::milliseconds wait) {
  if (!others)
    return;
  const Failure::Kind before = kind;
  others(below, wait);
  kind = before;
}

// A person does not notice this.
static constexpr std::chrono::milliseconds waiting{5};

void Engine::prepareFloat(Rank below) {
  while (others && !bench->prepareFloat())
    letOthers(below, waiting);
}

Result<void> Engine::errors(const GetErrors &ask, Errors &errors) {
  const qsimrt_model &model = bench->model();
  std::vector<unsigned char> stale(static_cast<std::size_t>(model.layer_count));
  qsimrt_find_stale(bench->simulation().running().handle(), stale.data());
  if (bench->position() > 0)
    prepareFloat(Rank::Errors);
  for (int i = 0; i < bench->position(); ++i) {
    letOthers(Rank::Errors);
    if (stale[static_cast<std::size_t>(i)])
      continue;
    Result<LayerError> error = measured.of(*bench, i);
    if (!error)
      return error.error();
    if (ask.isolated()) {
      Result<std::optional<double>> own =
          measured.own(*bench, i, [&] { letOthers(Rank::Errors); });
      if (!own)
        return own.error();
      if (*own)
        error->set_isolated_sqnr(**own);
    }
    *errors.add_errors() = std::move(*error);
  }
  return {};
}

// ---- answers
// -----------------------------------------------------------------

// The best ones: nobody looks at more, and frames have an end.
static constexpr int mostBoxes = 2000;

static void fillAnswer(const Package &package, const qsim::Answer &from,
                       Answer &answer) {
  for (const qsimrt_detection &found : from.detections) {
    if (answer.boxes_size() == mostBoxes)
      break;
    Answer::Box &box = *answer.add_boxes();
    box.set_class_id(found.class_id);
    box.set_name(package.className(found.class_id));
    box.set_score(static_cast<double>(found.score));
    // The runtime has centres.
    box.set_x(static_cast<double>(found.x) - static_cast<double>(found.w) / 2);
    box.set_y(static_cast<double>(found.y) - static_cast<double>(found.h) / 2);
    box.set_width(static_cast<double>(found.w));
    box.set_height(static_cast<double>(found.h));
  }
  for (const ScoredClass &scored : from.classes) {
    Answer::Class &one = *answer.add_classes();
    one.set_class_id(scored.class_id);
    one.set_name(package.className(scored.class_id));
    one.set_score(static_cast<double>(scored.score));
  }
}

Result<Session *> Engine::wholeFloatRun() {
  prepareFloat(Rank::Answer);
  const int last = bench->model().layer_count - 1;
  for (int i = 0; i < last; ++i) {
    if (Result<Session *> run = bench->floatRun(i); !run)
      return run;
    letOthers(Rank::Answer);
  }
  return bench->floatRun(last);
}

Result<void> Engine::answers(const GetAnswer &ask, Answers &answers) {
  const qsimrt_model &model = bench->model();
  if (bench->position() < model.layer_count)
    return notYet("the run stands before " + placeOf(model, bench->position()) +
                  "; the answer is there at the end of the network");
  if (Result<void> fresh = bench->simulation().refresh(); !fresh)
    return fresh;
  AnswerOptions options;
  if (ask.threshold() != 0)
    options.threshold = ask.threshold();
  if (!(options.threshold > 0 && options.threshold <= 1))
    return Error{"a threshold is above 0 and at most 1"};
  Result<Session *> reference = wholeFloatRun();
  if (!reference)
    return reference.error();
  const auto run =
      answerLater(bench->input(), bench->simulation().running(), options);
  if (!run)
    return run.error();
  const auto expected = answerLater(bench->input(), **reference, options);
  if (!expected)
    return expected.error();
  // Among many boxes it takes long, and the sessions are free meanwhile.
  std::future<void> finished = std::async(std::launch::async, [&] {
    fillAnswer(bench->package(), (*run)(), *answers.mutable_run());
    fillAnswer(bench->package(), (*expected)(), *answers.mutable_float_());
  });
  while (finished.wait_for(others ? std::chrono::milliseconds(0) : waiting) !=
         std::future_status::ready)
    letOthers(Rank::Answer, waiting);
  finished.get();
  Difference all;
  for (const int layer : outputLayers(model)) {
    Result<Difference> one = bench->difference(layer);
    if (!one)
      return one.error();
    all.add(*one);
  }
  if (const std::optional<double> sqnr = decibels(all))
    answers.set_sqnr(*sqnr);
  return {};
}

// ---- statistics
// --------------------------------------------------------------

static void summarize(std::span<const float> values, Summary &summary) {
  double sum = 0;
  std::uint64_t zeros = 0, nans = 0, numbers = 0;
  for (const float value : values) {
    nans += std::isnan(value);
    zeros += value == 0;
    if (!std::isfinite(value))
      continue;
    ++numbers;
    sum += static_cast<double>(value);
  }
  const double mean = numbers > 0 ? sum / static_cast<double>(numbers) : 0;
  double squares = 0;
  for (const float value : values)
    if (std::isfinite(value))
      squares += (static_cast<double>(value) - mean) *
                 (static_cast<double>(value) - mean);
  const Extremes extremes = extremesOf(values);
  summary.set_count(values.size());
  summary.set_min(extremes.low);
  summary.set_max(extremes.high);
  summary.set_mean(mean);
  summary.set_deviation(
      numbers > 0 ? std::sqrt(squares / static_cast<double>(numbers)) : 0);
  summary.set_zeros(zeros);
  summary.set_nans(nans);
}

/// Equal bins; the highest value is in the last one. What is not finite is in
/// none.
static void
count(std::span<const float> values, double low, double high,
      std::uint32_t bins,
      google::protobuf::RepeatedField<google::protobuf::uint64> &counts) {
  counts.Resize(static_cast<int>(bins), 0);
  const double perBin = bins / (high - low);
  for (const float value : values) {
    if (!std::isfinite(value))
      continue;
    const double at = (static_cast<double>(value) - low) * perBin;
    const int bin =
        std::clamp(static_cast<int>(at), 0, static_cast<int>(bins) - 1);
    counts.Set(bin, counts.Get(bin) + 1);
  }
}

/// Smallest and largest value that the grid of a layer's (or the picture's)
/// tensor has; nothing without one.
static void addThresholds(const qsimrt_model &model, int layer,
                          const std::string &tensor,
                          Statistics::Histogram &histogram) {
  const qsimrt_quant quant =
      layer == QSIMRT_IMAGE ? model.image_quant : model.layers[layer].output;
  const auto add = [&](int bits, double lowest, double scale, double zero) {
    if (bits == 0)
      return;
    const double half = std::ldexp(1.0, bits - 1);
    histogram.add_thresholds(scale * (lowest - half - zero));
    histogram.add_thresholds(scale * (half - 1 - zero));
  };
  if (tensor == outputTensor)
    add(quant.bits, 0, static_cast<double>(quant.scale), quant.zero_point);
  if (layer == QSIMRT_IMAGE || !qsimrt_has_weights(model.layers[layer].kind))
    return;
  const qsimrt_convolutional &conv = model.layers[layer].u.convolutional;
  // The range of weights is narrow. Where each channel has a scale of its own,
  // no two numbers are the ends of all.
  if (tensor == "q_weights")
    add(conv.weight_bits, 1, 1, 0);
  if (tensor == "weights" && conv.weight_scale_count == 1)
    add(conv.weight_bits, 1, static_cast<double>(conv.weight_scales[0]), 0);
}

Result<void> Engine::statistics(const GetStatistics &ask,
                                Statistics &statistics) {
  const std::uint32_t bins = ask.bins() == 0 ? 128 : ask.bins();
  if (bins < 2 || bins > 1024)
    return Error{std::to_string(bins) + " bins; wanted 2 to 1024"};
  const std::string name = ask.tensor().empty() ? outputTensor : ask.tensor();
  Result<TensorData> run = data(ask.layer(), name, GetTensor::RUN, Form::Real);
  if (!run)
    return run.error();
  summarize(run->reals, *statistics.mutable_run());
  Extremes range = extremesOf(run->reals);
  std::vector<float> expected;
  if (name == outputTensor) {
    Result<TensorData> reference =
        data(ask.layer(), name, GetTensor::FLOAT_RUN, Form::Real);
    if (!reference)
      return reference.error();
    expected = std::move(reference->reals);
    summarize(expected, *statistics.mutable_float_());
    const Extremes other = extremesOf(expected);
    range = {std::min(range.low, other.low), std::max(range.high, other.high)};
  }
  if (name == outputTensor && ask.layer() != QSIMRT_IMAGE) {
    Result<LayerError> error = measured.of(*bench, ask.layer());
    if (!error)
      return error.error();
    *statistics.mutable_error() = std::move(*error);
  }
  if (range.low == range.high) { // one value: a bin in the middle has it
    const double around = std::max(std::fabs(range.low) / 2, 0.5);
    range = {range.low - around, range.high + around};
  }
  Statistics::Histogram &histogram = *statistics.mutable_histogram();
  histogram.set_low(range.low);
  histogram.set_high(range.high);
  count(run->reals, range.low, range.high, bins, *histogram.mutable_run());
  if (!expected.empty())
    count(expected, range.low, range.high, bins, *histogram.mutable_float_());
  addThresholds(bench->model(), ask.layer(), name, histogram);
  return {};
}

} // namespace qsim::engine
