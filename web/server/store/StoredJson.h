// SPDX-License-Identifier: Apache-2.0
// JSON of the tables. A record that cannot be read loses what it cannot tell,
// and never takes the list that it is in with it.
#ifndef QSIM_WEB_SERVER_STORE_STOREDJSON_H
#define QSIM_WEB_SERVER_STORE_STOREDJSON_H

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

namespace qsim::server {

/// Empty where the text is none, which the log tells of with `record` and
/// `column`.
boost::json::object storedObject(const std::string &text,
                                 const std::string &record, const char *column);
boost::json::array storedArray(const std::string &text,
                               const std::string &record, const char *column);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_STORE_STOREDJSON_H
