// SPDX-License-Identifier: Apache-2.0
#include "http/listing.h"

#include "http/labelquery.h"
#include "kinds/namerules.h"
#include "json/jsonat.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sim {

namespace {

/// Where a list goes on.
struct Continuation
{
    qint64 revision = 0; ///< -1: as of now, since the first pages are forgotten
    kube::ObjectKey after;
};

QString writeToken(qint64 revision, const kube::ObjectKey &after)
{
    const QJsonObject token{{u"v"_s, u"meta.k8s.io/v1"_s},
                            {u"rv"_s, revision},
                            {u"start"_s, QString(after.nameSpace + u'/' + after.name + QChar(0))}};
    return QString::fromLatin1(
        compactJson(token).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Outcome<Continuation> readToken(const QString &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::unexpected(badRequest(u"continue key is not valid: illegal base64 data at input byte 0"_s));
    const auto read = readJson(*decoded);
    const QJsonObject token = read ? read->value.toObject() : QJsonObject();
    const QString start = stringAt(token, "start"_L1);
    if (stringAt(token, "v"_L1) != "meta.k8s.io/v1"_L1 || !start.contains(u'/'))
        return std::unexpected(badRequest(u"continue key is not valid: %1"_s.arg(read ? u"no token"_s : read.error())));
    return Continuation{integerAt(token, "rv"_L1), {start.section(u'/', 0, 0), start.section(u'/', 1).chopped(1)}};
}

Failure invalidOption(const Cause &cause)
{
    return invalid(u"meta.k8s.io"_s, u"ListOptions"_s, {}, {cause});
}

/// Which revision the list shows, and whether pages apply.
struct Wanted
{
    qint64 revision = 0;
    bool paged = true;
};

Outcome<Wanted> wantedRevision(const Storage &storage, const Request &request, bool limited)
{
    const QString text = request.parameter(u"resourceVersion"_s);
    const QString match = request.parameter(u"resourceVersionMatch"_s);
    const Outcome<qint64> asked = readRevision(text);
    if (!asked)
        return std::unexpected(asked.error());
    if (text.isEmpty())
        return Wanted{storage.revision(), true};
    // "0" is answered from a cache, which knows no pages.
    if (*asked == 0)
        return Wanted{storage.revision(), match == "NotOlderThan"_L1 && limited};
    if (*asked > storage.revision())
        return std::unexpected(futureResourceVersion(*asked, storage.revision()));
    if (match == "Exact"_L1 || (match.isEmpty() && limited))
        return Wanted{*asked, true};
    return Wanted{storage.revision(), true};
}

} // namespace

bool Selection::matches(const Stored &object) const
{
    if (object.resource() != resource || (!nameSpace.isEmpty() && object.key().nameSpace != nameSpace)
        || (!name.isEmpty() && object.key().name != name))
        return false;
    return (labels.isEmpty() || labels.matches(objectAt(object.object(), "metadata.labels"_L1)))
        && (fields.isEmpty() || fields.matches(object.object()));
}

Outcome<Selection> readSelection(const Request &request, const ServedKind &kind, const QString &nameSpace,
                                 const QString &name)
{
    const auto labels = readLabelSelector(request.parameter(u"labelSelector"_s));
    if (!labels)
        return std::unexpected(labels.error());
    const auto fields = FieldSelector::parse(request.parameter(u"fieldSelector"_s), kind.resource());
    if (!fields)
        return std::unexpected(fields.error());
    return Selection{kind.resource(), nameSpace, name, *labels, *fields};
}

Outcome<qint64> readRevision(const QString &text)
{
    if (text.isEmpty())
        return 0;
    bool number = false;
    const qint64 revision = text.toLongLong(&number);
    if (number && revision >= 0)
        return revision;
    Failure failure;
    failure.message =
        u"resourceVersion: Invalid value: %1: strconv.ParseUint: parsing %1: invalid syntax"_s.arg(quoted(text));
    return std::unexpected(failure);
}

std::optional<Failure> wrongListOptions(const Request &request, bool watch)
{
    for (const QString &name : {u"limit"_s, u"timeoutSeconds"_s}) {
        const QString value = request.parameter(name);
        bool number = true;
        if (!value.isEmpty())
            (void)value.toLongLong(&number);
        if (!number)
            return badRequest(u"strconv.ParseInt: parsing %1: invalid syntax"_s.arg(quoted(value)));
    }
    if (request.hasParameter(u"sendInitialEvents"_s)) {
        const QString field = u"sendInitialEvents"_s;
        return invalidOption(
            watch
                ? forbiddenCause(
                      field, u"sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"_s)
                : forbiddenCause(field, u"sendInitialEvents is forbidden for list"_s));
    }
    const QString match = request.parameter(u"resourceVersionMatch"_s);
    if (match.isEmpty())
        return {};
    const QString field = u"resourceVersionMatch"_s;
    const QString revision = request.parameter(u"resourceVersion"_s);
    if (watch)
        return invalidOption(forbiddenCause(field, u"resourceVersionMatch is forbidden for watch"_s));
    if (revision.isEmpty())
        return invalidOption(
            forbiddenCause(field, u"resourceVersionMatch is forbidden unless resourceVersion is provided"_s));
    if (request.hasParameter(u"continue"_s))
        return invalidOption(forbiddenCause(field, u"resourceVersionMatch is forbidden when continue is provided"_s));
    if (match != "Exact"_L1 && match != "NotOlderThan"_L1)
        return invalidOption(unsupportedCause(field, match, {u"Exact"_s, u"NotOlderThan"_s, {}}));
    if (match == "Exact"_L1 && revision == "0"_L1)
        return invalidOption(
            forbiddenCause(field, u"resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""_s));
    return {};
}

Outcome<Page> listPage(const Storage &storage, const Selection &selection, const Request &request)
{
    const qint64 limit = request.parameter(u"limit"_s).toLongLong();
    const QString token = request.parameter(u"continue"_s);
    Wanted wanted;
    kube::ObjectKey after;
    if (!token.isEmpty()) {
        const QString revision = request.parameter(u"resourceVersion"_s);
        if (!revision.isEmpty() && revision != "0"_L1)
            return std::unexpected(badRequest(u"specifying resource version is not allowed when using continue"_s));
        const Outcome<Continuation> continuation = readToken(token);
        if (!continuation)
            return std::unexpected(continuation.error());
        wanted = {continuation->revision < 0 ? storage.revision() : continuation->revision, true};
        after = continuation->after;
    } else {
        const Outcome<Wanted> read = wantedRevision(storage, request, limit > 0);
        if (!read)
            return std::unexpected(read.error());
        wanted = *read;
    }

    const std::optional<QList<StoredPtr>> all =
        storage.listAt(selection.resource, selection.nameSpace, wanted.revision);
    if (!all) {
        if (token.isEmpty())
            return std::unexpected(expired(u"The resourceVersion for the provided list is too old."_s));
        Failure failure = expired(
            u"The provided continue parameter is too old to display a consistent list result. You can start a new list "
            "without the continue parameter, or use the continue token in this response to retrieve the remainder of "
            "the results. Continuing with the provided token results in an inconsistent list - objects that were "
            "created, modified, or deleted between the time the first chunk was returned and now may show up in the "
            "list."_s);
        failure.continueToken = writeToken(-1, after);
        return std::unexpected(failure);
    }

    Page page;
    page.revision = wanted.revision;
    auto next = all->begin();
    if (!token.isEmpty())
        next = std::ranges::upper_bound(*all, after, {}, [](const StoredPtr &object) { return object->key(); });
    for (; next != all->end() && (limit <= 0 || !wanted.paged || page.items.size() < limit); ++next) {
        if (selection.matches(**next))
            page.items.append(*next);
    }
    if (next != all->end()) {
        page.continueToken = writeToken(page.revision, (*std::prev(next))->key());
        if (!selection.isSelective())
            page.remaining = all->end() - next;
    }
    return page;
}

} // namespace sim
