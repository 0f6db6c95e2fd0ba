// SPDX-License-Identifier: Apache-2.0
// Random names and secrets, and their hashes.
#ifndef QSIM_WEB_SERVER_BASE_IDS_H
#define QSIM_WEB_SERVER_BASE_IDS_H

#include <string>
#include <string_view>

namespace qsim::server {

/// 16 characters a-z2-7: 80 random bits. Also a safe file name.
std::string newId();
bool isId(std::string_view text);

/// 52 characters a-z2-7: 256 random bits.
std::string newSecret();

/// SHA-256 in hexadecimal: what is stored in the place of a secret.
std::string hashed(std::string_view secret);

/// Hexadecimal digits of bytes.
std::string hexadecimal(const unsigned char *bytes, std::size_t size);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_BASE_IDS_H
