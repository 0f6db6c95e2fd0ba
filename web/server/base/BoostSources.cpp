// SPDX-License-Identifier: Apache-2.0
// Boost.JSON and Boost.URL, compiled here: Debian's package of headers is all
// that is needed then.
#include <boost/json/src.hpp>
#include <boost/url/src.hpp>
