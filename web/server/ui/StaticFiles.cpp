// SPDX-License-Identifier: Apache-2.0
// Files of the user interface with the headers that browsers need.
#include "StaticFiles.h"

#include "../base/Ids.h"
#include "../base/Problem.h"

#include <fstream>

namespace qsim::server {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t largestUi = 64 << 20;

std::string typeOf(const std::string &ending) {
  static const std::map<std::string, std::string> types = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"}};
  const auto found = types.find(ending);
  return found == types.end() ? "application/octet-stream" : found->second;
}

/// Whether the list of Accept-Encoding has the word, and not with q=0.
bool accepts(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view entry = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (!entry.empty() && entry.front() == ' ')
      entry.remove_prefix(1);
    const std::string_view name =
        entry.substr(0, std::min(entry.find(';'), entry.size()));
    if (name.substr(0, name.find(' ')) != word)
      continue;
    const std::size_t q = entry.find("q=");
    return q == std::string_view::npos ||
           entry.substr(q + 2).find_first_of("123456789") !=
               std::string_view::npos;
  }
  return false;
}

/// Whether If-None-Match has the tag: `*` is any, and a weak one is as good
/// (RFC 9110, 13.1.2).
bool hasTag(std::string_view list, std::string_view tag) {
  const auto trimmed = [](std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
      return std::string_view();
    return text.substr(from, text.find_last_not_of(" \t") + 1 - from);
  };
  if (trimmed(list) == "*")
    return true;
  while (!list.empty()) { // the tags themselves have no commas
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view one = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (one.substr(0, 2) == "W/")
      one.remove_prefix(2);
    if (one == tag)
      return true;
  }
  return false;
}

/// Whether the application has a page of that address:
/// web/ui/src/app/router.tsx has the list. Below projects and experiments it
/// says itself what is missing.
bool isOfUi(const std::string &path) {
  for (const char *page : {"/", "/sign-in", "/projects", "/settings"})
    if (path == page)
      return true;
  for (const std::string_view begin : {"/projects/", "/experiments/"})
    if (path.size() > begin.size() && path.compare(0, begin.size(), begin) == 0)
      return true;
  return false;
}

/// The target without slashes at the end of its path; its query stays.
std::string withoutSlash(const std::string &target) {
  const std::size_t query = std::min(target.find('?'), target.size());
  const std::size_t last = target.find_last_not_of('/', query - 1);
  return target.substr(0, last + 1) + target.substr(query);
}

constexpr char noUi[] =
    "<!doctype html><html lang=\"en\"><title>qsim</title><p>The server runs, "
    "but its pages are not built. Build web/ui, or name their folder with "
    "<code>--ui</code>.</p></html>\n";

/// Where a page may load from, who may show it. Elements <style> need the
/// nonce; attributes `style` are refused in markup, while scripts set styles of
/// elements without asking.
Header policyOf(const std::string &nonce) {
  return {"Content-Security-Policy",
          "default-src 'self'; img-src 'self' blob: data:; style-src 'self'" +
              (nonce.empty() ? "" : " 'nonce-" + nonce + "'") +
              "; object-src 'none'; base-uri 'none'; form-action 'none'; "
              "frame-ancestors 'none'"};
}

/// An answer of index.html, which no one may keep: the next has another nonce.
Response withNonce(const std::string &text) {
  const std::string nonce = newSecret();
  std::string filled = text;
  if (const std::size_t place = filled.find(styleNonce);
      place != std::string::npos)
    filled.replace(place, sizeof(styleNonce) - 1, nonce);
  Response response;
  response.headers = {policyOf(nonce),
                      {"Cache-Control", "no-store"},
                      {"Content-Type", typeOf(".html")}};
  response.bytes = std::make_shared<const std::string>(std::move(filled));
  return response;
}

} // namespace

StaticFiles::StaticFiles(const fs::path &folder) {
  std::size_t total = 0;
  std::map<std::string, Bytes> read;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end;
       !error && entry != end; entry.increment(error)) {
    if (!entry->is_regular_file())
      continue;
    std::ifstream file(entry->path(), std::ios::binary);
    auto bytes = std::make_shared<const std::string>(
        std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    total += bytes->size();
    if (total > largestUi)
      throw std::runtime_error(folder.string() +
                               ": more than 64 MiB are no built pages");
    read["/" + entry->path().lexically_relative(folder).generic_string()] =
        std::move(bytes);
  }
  const auto find = [&read](const std::string &path) {
    const auto found = read.find(path);
    return found == read.end() ? Bytes() : found->second;
  };
  for (const auto &[path, bytes] : read) {
    const std::string ending = fs::path(path).extension().string();
    if ((ending == ".br" || ending == ".gz") &&
        read.count(path.substr(0, path.size() - 3)))
      continue;
    pages[path] = {typeOf(ending), hashed(*bytes).substr(0, 32), bytes,
                   find(path + ".gz"), find(path + ".br")};
  }
  if (!pages.count("/index.html"))
    pages["/index.html"] = {typeOf(".html"), "none",
                            std::make_shared<const std::string>(noUi), nullptr,
                            nullptr};
}

Response StaticFiles::serve(const Request &request,
                            const std::string &path) const {
  if (request.method != "GET" && request.method != "HEAD")
    throw Problem(405, "method_not_allowed", Reason::pages_read_only);
  // One address for each page, so that what the application says of addresses
  // is true of all of them. Only its own: never to another host.
  if (const std::string page = withoutSlash(path);
      page.size() < path.size() && isOfUi(page)) {
    Response elsewhere;
    elsewhere.status = 308;
    elsewhere.headers = {{"Location", withoutSlash(request.target)},
                         {"Cache-Control", "no-cache"}};
    return elsewhere;
  }
  auto found = pages.find(path);
  bool known = true;
  if (found == pages.end()) {
    if (path.find('.', path.rfind('/') + 1) != std::string::npos)
      throw notFound(Reason::no_such_page);
    found = pages.find("/index.html");
    known = isOfUi(path); // else it shows that there is no such page
  }
  const Page &page = found->second;
  if (found->first == "/index.html") {
    Response response = withNonce(*page.plain);
    response.status = known ? 200 : 404;
    return response;
  }
  Response response;
  response.headers.push_back(policyOf(""));
  // The build puts a hash of the content into the names of assets.
  const bool immutable = found->first.rfind("/assets/", 0) == 0;
  response.headers.push_back(
      {"Cache-Control",
       immutable ? "public, max-age=31536000, immutable" : "no-cache"});
  const std::string_view encodings = request.header("Accept-Encoding");
  Bytes bytes = page.plain;
  std::string encoding;
  if (page.brotli && accepts(encodings, "br")) {
    bytes = page.brotli;
    encoding = "br";
  } else if (page.gzip && accepts(encodings, "gzip")) {
    bytes = page.gzip;
    encoding = "gzip";
  }
  // Other bytes have another tag.
  const std::string tag =
      "\"" + page.tag + (encoding.empty() ? "" : "-" + encoding) + "\"";
  response.headers.push_back({"ETag", tag});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (hasTag(request.header("If-None-Match"), tag)) {
    response.status = 304;
    return response;
  }
  response.headers.push_back({"Content-Type", page.type});
  if (!encoding.empty())
    response.headers.push_back({"Content-Encoding", encoding});
  response.bytes = std::move(bytes);
  return response;
}

} // namespace qsim::server
