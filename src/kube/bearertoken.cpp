// SPDX-License-Identifier: Apache-2.0
#include "bearertoken.h"

#include <QCoreApplication>
#include <algorithm>

namespace kube {

QString whyNotSendable(const QByteArray &token)
{
    const auto isVisible = [](char c) { return c > ' ' && c < 0x7f; };
    const auto bad = std::ranges::find_if_not(token, isVisible);
    if (bad == token.end())
        return {};
    if (*bad == '\n' || *bad == '\r')
        return QCoreApplication::translate("kube::BearerToken", "The token holds a line break. Write it on one line.");
    return QCoreApplication::translate("kube::BearerToken",
                                       "The token holds a space or another character that a token cannot have. "
                                       "Copy it again.");
}

} // namespace kube
