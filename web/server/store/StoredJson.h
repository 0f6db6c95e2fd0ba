// SPDX-License-Identifier: Apache-2.0
// JSON of the tables. A record that cannot be read loses what it cannot tell,
// and never takes the list that it is in with it.
#ifndef QSIM_WEB_SERVER_STORE_STOREDJSON_H
#define QSIM_WEB_SERVER_STORE_STOREDJSON_H

#include "../base/Reason.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

namespace qsim::server {

/// Empty where the text is none, which the log tells of with `record` and
/// `column`.
boost::json::object storedObject(const std::string &text,
                                 const std::string &record, const char *column);
boost::json::array storedArray(const std::string &text,
                               const std::string &record, const char *column);

/// A sentence is in two columns: its text, and the JSON of its reason; none
/// where there is nothing, or a program's words.
Said storedSaid(std::string text, const std::string &reason,
                const std::string &record);
std::optional<std::string> storedText(const Said &said);
std::optional<std::string> storedReason(const Said &said);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_STORE_STOREDJSON_H
