// SPDX-License-Identifier: Apache-2.0
// Reads X-Forwarded-For.
#include "RemoteAddress.h"

#include <arpa/inet.h>
#include <strings.h>

namespace qsim::server {
namespace {

bool isAddress(const std::string &text) {
  in6_addr parsed = {};
  return inet_pton(AF_INET, text.c_str(), &parsed) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &parsed) == 1;
}

} // namespace

std::string remoteAddress(const Request &request, bool trustForwarded) {
  if (!trustForwarded)
    return request.remote;
  std::string list; // of the last such header
  for (const Header &header : request.headers)
    if (strcasecmp(header.name.c_str(), "X-Forwarded-For") == 0)
      list = header.value;
  std::string last = list.substr(list.rfind(',') + 1); // npos + 1 is 0
  last.erase(0, last.find_first_not_of(" \t"));
  last.erase(last.find_last_not_of(" \t") + 1);
  return isAddress(last) ? last : request.remote;
}

} // namespace qsim::server
