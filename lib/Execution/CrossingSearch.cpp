// SPDX-License-Identifier: Apache-2.0
// Halves fronts, checks what halving took for granted, and reduces sets.
#include "qsim/Execution/CrossingSearch.h"

#include <algorithm>
#include <bit>
#include <map>

namespace qsim {
namespace {

class Searcher {
public:
  Searcher(const std::vector<int> &layers, const CrossingSearchOptions &options,
           const CrossingScore &score)
      : layers(layers), options(options), score(score) {}

  Result<CrossingFinding> search() {
    Result<double> last = measure(0);
    if (last)
      last = measure(layers.size());
    if (last && options.exhaustive)
      last = measureAll(unmeasured());
    if (last)
      last = halve();
    if (last)
      last = measureAll(probes());
    // A probe may have found an earlier front that is broken.
    if (last)
      last = halve();
    if (!last)
      return last.error();
    CrossingFinding finding;
    finding.reference = reference();
    finding.whole = fronts.rbegin()->second;
    for (const auto &[length, value] : fronts)
      finding.fronts.push_back({length, value, tooMuch(value)});
    finding.complete = fronts.size() == layers.size() + 1;
    if (const std::size_t broken = shortestBroken(); broken <= layers.size()) {
      for (const CrossingFront &front : finding.fronts)
        if (front.length > broken && !front.broken && !finding.recovered)
          finding.recovered = front;
      Result<BreakingLayer> breaking = lookAt(broken);
      if (!breaking)
        return breaking.error();
      finding.breaking = std::move(*breaking);
    }
    finding.runs = runs;
    return finding;
  }

private:
  double reference() const { return fronts.at(0); }
  bool tooMuch(double value) const {
    return reference() - value > options.limit;
  }

  Result<double> run(const std::vector<int> &chosen) {
    ++runs;
    return score(chosen);
  }

  Result<double> measure(std::size_t length) {
    if (const auto known = fronts.find(length); known != fronts.end())
      return known->second;
    Result<double> value = run(
        {layers.begin(), layers.begin() + static_cast<std::ptrdiff_t>(length)});
    if (value)
      fronts[length] = *value;
    return value;
  }

  Result<double> measureAll(const std::vector<std::size_t> &lengths) {
    for (const std::size_t length : lengths)
      if (Result<double> value = measure(length); !value)
        return value;
    return reference();
  }

  std::vector<std::size_t> unmeasured() const {
    std::vector<std::size_t> lengths;
    for (std::size_t length = 0; length <= layers.size(); ++length)
      if (!fronts.contains(length))
        lengths.push_back(length);
    return lengths;
  }

  /// Of the measured ones; more than there are layers: none is.
  std::size_t shortestBroken() const {
    for (const auto &[length, value] : fronts)
      if (tooMuch(value))
        return length;
    return layers.size() + 1;
  }

  /// Until the front before the shortest broken one is measured, too.
  Result<double> halve() {
    for (;;) {
      const std::size_t beyond = shortestBroken();
      if (beyond > layers.size())
        return reference();
      const std::size_t within = std::prev(fronts.find(beyond))->first;
      if (beyond - within <= 1)
        return reference();
      if (Result<double> value = measure(within + (beyond - within) / 2);
          !value)
        return value;
    }
  }

  /// The front after the broken one, and others evenly spread over what halving
  /// left out.
  std::vector<std::size_t> probes() const {
    std::vector<std::size_t> chosen;
    if (const std::size_t next = shortestBroken() + 1; next < layers.size())
      chosen.push_back(next);
    const std::vector<std::size_t> left = unmeasured();
    const std::size_t count =
        std::min<std::size_t>(left.size(), std::bit_width(layers.size()));
    for (std::size_t i = 0; i < count; ++i)
      chosen.push_back(left[(2 * i + 1) * left.size() / (2 * count)]);
    return chosen;
  }

  Result<BreakingLayer> lookAt(std::size_t length) {
    BreakingLayer found;
    found.layer = layers[length - 1];
    found.before = fronts.at(length - 1);
    found.at = fronts.at(length);
    Result<double> single = length == 1 ? measure(1) : run({found.layer});
    if (!single)
      return single.error();
    found.single = *single;
    sets[{found.layer}] = found.single;
    found.alone = tooMuch(found.single);
    found.set = {found.layer};
    found.setScore = found.single;
    if (found.alone)
      return found;
    found.set.assign(layers.begin(),
                     layers.begin() + static_cast<std::ptrdiff_t>(length));
    found.setScore = found.at;
    if (Result<double> reduced = reduce(found); !reduced)
      return reduced.error();
    return found;
  }

  /// Switches layers of the set back to FLOAT, smaller and smaller chunks at a
  /// time, as long as what is left is broken; ends where no single one can go.
  Result<double> reduce(BreakingLayer &found) {
    Result<bool> dropped = true;
    for (std::size_t chunk = found.set.size() / 2; chunk > 1 && dropped;
         chunk /= 2)
      dropped = dropChunks(found, chunk);
    do {
      if (dropped)
        dropped = dropChunks(found, 1);
    } while (dropped && *dropped);
    if (!dropped)
      return dropped.error();
    return found.setScore;
  }

  /// Whether any could go.
  Result<bool> dropChunks(BreakingLayer &found, std::size_t chunk) {
    bool dropped = false;
    for (std::size_t begin = 0;
         begin < found.set.size() && found.set.size() > chunk;) {
      const std::size_t end = std::min(begin + chunk, found.set.size());
      std::vector<int> rest = found.set;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(begin),
                 rest.begin() + static_cast<std::ptrdiff_t>(end));
      Result<double> value = scoreOf(rest);
      if (!value)
        return value.error();
      if (tooMuch(*value)) {
        found.set = std::move(rest);
        found.setScore = *value;
        dropped = true;
      } else {
        begin = end;
      }
    }
    return dropped;
  }

  /// Each set is run once.
  Result<double> scoreOf(const std::vector<int> &set) {
    if (const auto seen = sets.find(set); seen != sets.end())
      return seen->second;
    Result<double> value = run(set);
    if (value)
      sets[set] = *value;
    return value;
  }

  const std::vector<int> &layers;
  const CrossingSearchOptions &options;
  const CrossingScore &score;
  std::map<std::size_t, double> fronts; ///< scores by length
  std::map<std::vector<int>, double> sets;
  int runs = 0;
};

} // namespace

Result<CrossingFinding> searchCrossings(const std::vector<int> &layers,
                                        const CrossingSearchOptions &options,
                                        const CrossingScore &score) {
  return Searcher(layers, options, score).search();
}

} // namespace qsim
