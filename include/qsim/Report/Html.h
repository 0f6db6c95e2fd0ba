// SPDX-License-Identifier: Apache-2.0
// Pieces of HTML and SVG text.
#ifndef QSIM_REPORT_HTML_H
#define QSIM_REPORT_HTML_H

#include <string>
#include <string_view>

namespace qsim {

/// Text that stands for itself between tags and inside quoted attributes:
/// & < > " ' become references; bytes that are not UTF-8, and control
/// characters, become U+FFFD.
std::string escapeHtml(std::string_view text);

/// RFC 4648, with padding.
std::string encodeBase64(std::string_view bytes);

/// A coordinate or length in SVG: at most two digits behind the point. Values
/// that are not finite become 0.
std::string svgNumber(double value);

} // namespace qsim

#endif // QSIM_REPORT_HTML_H
