// SPDX-License-Identifier: Apache-2.0
// Headers and small answers.
#include "Message.h"

#include <strings.h>

namespace qsim::server {

std::string_view Request::header(std::string_view name) const {
  for (const Header &header : headers)
    if (header.name.size() == name.size() &&
        strncasecmp(header.name.data(), name.data(), name.size()) == 0)
      return header.value;
  return {};
}

Response response(int status, std::string body, std::string type) {
  Response made;
  made.status = status;
  made.headers.push_back({"Content-Type", std::move(type)});
  made.bytes = std::make_shared<const std::string>(std::move(body));
  return made;
}

} // namespace qsim::server
