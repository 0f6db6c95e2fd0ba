// SPDX-License-Identifier: Apache-2.0
// Origins as browsers write them: scheme://host, and :port where it is not the
// scheme's own.
#include "Origins.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <stdexcept>

namespace qsim::server {
namespace {

std::string lower(std::string text) {
  for (char &c : text)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string originOf(const std::string &scheme, const std::string &host,
                     const std::string &port) {
  const bool usual = port.empty() || (scheme == "http" && port == "80") ||
                     (scheme == "https" && port == "443");
  return scheme + "://" + lower(host) + (usual ? "" : ":" + port);
}

} // namespace

Origins Origins::of(const std::string &publicUrl) {
  const auto parsed = boost::urls::parse_uri(publicUrl);
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https") ||
      parsed->encoded_host().empty() ||
      (parsed->encoded_path() != "" && parsed->encoded_path() != "/") ||
      parsed->has_userinfo() || parsed->has_query() || parsed->has_fragment())
    throw std::invalid_argument(
        "--public-url: " + publicUrl +
        ": expected such as https://qsim.example.org or http://host:8080");
  Origins origins;
  origins.allowed.push_back(originOf(std::string(parsed->scheme()),
                                     std::string(parsed->encoded_host()),
                                     std::string(parsed->port())));
  return origins;
}

Origins Origins::ofAddress(const std::string &address, unsigned short port) {
  const bool six = address.find(':') != std::string::npos;
  Origins origins;
  const auto add = [&](const std::string &host) {
    const std::string origin = originOf("http", host, std::to_string(port));
    if (!origins.contains(origin))
      origins.allowed.push_back(origin);
  };
  add(six ? "[" + address + "]" : address);
  if (address == "::1" || address.rfind("127.", 0) == 0)
    for (const char *name : {"localhost", "127.0.0.1", "[::1]"})
      add(name);
  return origins;
}

bool Origins::contains(std::string_view origin) const {
  return std::find(allowed.begin(), allowed.end(), origin) != allowed.end();
}

bool Origins::allowsChange(const Request &request) const {
  if (request.header("Qsim-Request") != "1")
    return false;
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin")
    return false;
  const std::string_view origin = request.header("Origin");
  return origin.empty() || contains(origin);
}

bool Origins::allowsSocket(const Request &request) const {
  const std::string_view site = request.header("Sec-Fetch-Site");
  return (site.empty() || site == "same-origin") &&
         contains(request.header("Origin"));
}

} // namespace qsim::server
