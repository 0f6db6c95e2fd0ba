// SPDX-License-Identifier: Apache-2.0
// Counts wrong sign-in links of the last minute.
#include "WrongTries.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>

namespace qsim::server {
namespace {

constexpr Milliseconds window = 60'000;

} // namespace

void WrongTries::forgetBefore(Milliseconds time) {
  for (auto entry = times.begin(); entry != times.end();)
    if (entry->second.back() < time)
      entry = times.erase(entry);
    else
      ++entry;
}

bool WrongTries::tooMany(const std::string &address, Milliseconds now) {
  const auto found = times.find(whoIsAt(address));
  if (found == times.end())
    return false;
  std::deque<Milliseconds> &tries = found->second;
  while (!tries.empty() && tries.front() < now - window)
    tries.pop_front();
  if (!tries.empty())
    return tries.size() >= atMost;
  times.erase(found);
  return false;
}

void WrongTries::add(const std::string &address, Milliseconds now) {
  const std::string who = whoIsAt(address);
  if (times.size() >= addressesAtMost && !times.count(who)) {
    forgetBefore(now - window);
    if (times.size() >= addressesAtMost)
      times.erase(std::min_element(times.begin(), times.end(),
                                   [](const auto &a, const auto &b) {
                                     return a.second.back() < b.second.back();
                                   }));
  }
  std::deque<Milliseconds> &tries = times[who];
  tries.push_back(now);
  if (tries.size() > atMost)
    tries.pop_front();
}

std::string whoIsAt(const std::string &address) {
  in6_addr six = {};
  if (inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), &six) !=
      1)
    return address;
  char text[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    inet_ntop(AF_INET, six.s6_addr + 12, text, sizeof(text));
    return text;
  }
  std::memset(six.s6_addr + 8, 0, 8);
  inet_ntop(AF_INET6, &six, text, sizeof(text));
  return std::string(text) + "/64";
}

} // namespace qsim::server
