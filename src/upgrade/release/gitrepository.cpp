// SPDX-License-Identifier: Apache-2.0
#include "gitrepository.h"

#include "safetext.h"

#include <QCoreApplication>
#include <QFile>
#include <git2.h>
#include <string>
#include <vector>

using namespace Qt::StringLiterals;

namespace upgrade {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(upgrade::GitRepository)
};

/// libgit2 counts how often it was begun and ended; once for the life of the process is cheapest. It is never ended: a
/// thread that was waited for may still be freeing what the library keeps for each.
class Library final
{
public:
    Library()
    {
        git_libgit2_init();
        // What a person's git is told about hooks, proxies and programs to run does not concern us.
        for (const int level :
             {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL})
            git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
        // A clone of another user is only read.
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
        // A server that takes a question and never answers, in milliseconds.
        git_libgit2_opts(GIT_OPT_SET_SERVER_CONNECT_TIMEOUT, 10'000);
        git_libgit2_opts(GIT_OPT_SET_SERVER_TIMEOUT, 30'000);
    }
};

void begin()
{
    static const Library library;
}

template <auto release>
struct Release
{
    template <typename T>
    void operator()(T *object) const
    {
        release(object);
    }
};
using Remote = std::unique_ptr<git_remote, Release<git_remote_free>>;
using Object = std::unique_ptr<git_object, Release<git_object_free>>;
using TreeEntry = std::unique_ptr<git_tree_entry, Release<git_tree_entry_free>>;

kube::Error failure(const QString &sentence, kube::Error::Kind kind = kube::Error::Kind::Configuration)
{
    kube::Error error;
    error.kind = kind;
    error.message = sentence;
    return error;
}

QString lastWords()
{
    const git_error *error = git_error_last();
    return yaml::safeText(QString::fromUtf8(error ? error->message : "unknown error")).trimmed();
}

kube::Error fetchFailure(const QString &address, int code)
{
    if (code == GIT_EUSER)
        return failure(Text::tr("Fetching from %1 was cancelled. What came before stays.").arg(yaml::safeText(address)),
                       kube::Error::Kind::Cancelled);
    return failure(Text::tr("%1 cannot be fetched from: %2. Check the address and the network.")
                       .arg(yaml::safeText(address), lastWords()),
                   kube::Error::Kind::Network);
}

/// What libgit2's callbacks are given.
struct Transfer
{
    const OnFetchProgress &onProgress;
    FetchProgress progress;

    [[nodiscard]] int tell() const { return onProgress && !onProgress(progress) ? GIT_EUSER : 0; }
};

int onTransfer(const git_indexer_progress *stats, void *payload)
{
    auto *transfer = static_cast<Transfer *>(payload);
    transfer->progress.objects = stats->received_objects;
    transfer->progress.totalObjects = stats->total_objects;
    transfer->progress.bytes = stats->received_bytes;
    transfer->progress.deltas = stats->indexed_deltas;
    transfer->progress.totalDeltas = stats->total_deltas;
    return transfer->tell();
}

int onSideband(const char *text, int length, void *payload)
{
    auto *transfer = static_cast<Transfer *>(payload);
    const QString words = QString::fromUtf8(text, length).trimmed();
    // A line that is written over ends in a carriage return: its last state counts.
    transfer->progress.remote = yaml::safeText(words.sliced(words.lastIndexOf(u'\r') + 1));
    return transfer->tell();
}

git_remote_callbacks callbacksOf(Transfer *transfer)
{
    git_remote_callbacks callbacks = GIT_REMOTE_CALLBACKS_INIT;
    callbacks.transfer_progress = onTransfer;
    callbacks.sideband_progress = onSideband;
    callbacks.payload = transfer;
    return callbacks;
}

kube::Result<Remote> remoteAt(git_repository *repository, const QString &address)
{
    static const QStringList schemes{u"https"_s, u"http"_s, u"file"_s};
    const qsizetype colon = address.indexOf("://"_L1);
    if (colon >= 0 ? !schemes.contains(address.first(colon)) : !address.startsWith(u'/')) {
        return std::unexpected(failure(Text::tr("%1 is no address of a repository: give one that begins with https://, "
                                                "http:// or file://, or the whole path of a folder.")
                                           .arg(yaml::safeText(address))));
    }
    git_remote *remote = nullptr;
    if (const int code = git_remote_create_anonymous(&remote, repository, address.toUtf8().constData()); code != 0)
        return std::unexpected(fetchFailure(address, code));
    return Remote(remote);
}

QByteArray hexadecimal(const git_oid &id)
{
    QByteArray text(GIT_OID_SHA1_HEXSIZE, '\0');
    git_oid_fmt(text.data(), &id);
    return text;
}

constexpr QLatin1StringView tagFolder("refs/tags/");

/// The commit's tree entry; null if it is not there.
TreeEntry entryOf(git_repository *repository, const QString &tag, const QString &path)
{
    git_object *tree = nullptr;
    const QByteArray spec = (tagFolder + tag + "^{tree}"_L1).toUtf8();
    if (git_revparse_single(&tree, repository, spec.constData()) != 0)
        return {};
    const Object owner(tree);
    git_tree_entry *entry = nullptr;
    if (git_tree_entry_bypath(&entry, reinterpret_cast<git_tree *>(tree), path.toUtf8().constData()) != 0)
        return {};
    return TreeEntry(entry);
}

} // namespace

void GitRepository::Free::operator()(git_repository *repository) const
{
    git_repository_free(repository);
}

GitRepository::~GitRepository() = default;
GitRepository::GitRepository(GitRepository &&) noexcept = default;
GitRepository &GitRepository::operator=(GitRepository &&) noexcept = default;

kube::Result<GitRepository> GitRepository::open(const QString &folder)
{
    begin();
    git_repository *repository = nullptr;
    const int code = git_repository_open_ext(&repository, QFile::encodeName(folder).constData(),
                                             GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    if (code != 0)
        return std::unexpected(
            failure(Text::tr("%1 is not a git repository: %2.").arg(yaml::safeText(folder), lastWords())));
    return GitRepository(repository);
}

kube::Result<GitRepository> GitRepository::openOrMake(const QString &folder)
{
    if (kube::Result<GitRepository> present = open(folder))
        return present;
    git_repository *repository = nullptr;
    if (git_repository_init(&repository, QFile::encodeName(folder).constData(), 1) != 0)
        return std::unexpected(failure(Text::tr("The folder %1 cannot be used for copies of repositories: %2.")
                                           .arg(yaml::safeText(folder), lastWords())));
    return GitRepository(repository);
}

kube::Result<QList<GitTag>> GitRepository::tags() const
{
    QList<GitTag> tags;
    const auto add = [](const char *name, git_oid *id, void *payload) {
        static_cast<QList<GitTag> *>(payload)->append(
            {.name = QString::fromUtf8(name).sliced(tagFolder.size()), .id = hexadecimal(*id)});
        return 0;
    };
    if (git_tag_foreach(m_repository.get(), add, &tags) != 0)
        return std::unexpected(failure(Text::tr("The tags of the repository cannot be read: %1.").arg(lastWords())));
    return tags;
}

kube::Result<QByteArray> GitRepository::file(const QString &tag, const QString &path) const
{
    const TreeEntry entry = entryOf(m_repository.get(), tag, path);
    git_object *object = nullptr;
    if (!entry || git_tree_entry_type(entry.get()) != GIT_OBJECT_BLOB
        || git_tree_entry_to_object(&object, m_repository.get(), entry.get()) != 0)
        return std::unexpected(
            failure(Text::tr("Release %1 has no file %2.").arg(yaml::safeText(tag), yaml::safeText(path))));
    const Object owner(object);
    const auto *blob = reinterpret_cast<const git_blob *>(object);
    return QByteArray(static_cast<const char *>(git_blob_rawcontent(blob)), qsizetype(git_blob_rawsize(blob)));
}

bool GitRepository::hasFile(const QString &tag, const QString &path) const
{
    return entryOf(m_repository.get(), tag, path) != nullptr;
}

kube::Result<QList<GitTag>> GitRepository::remoteTags(const QString &address, const OnFetchProgress &onProgress)
{
    const kube::Result<Remote> remote = remoteAt(m_repository.get(), address);
    if (!remote)
        return std::unexpected(remote.error());
    Transfer transfer{.onProgress = onProgress, .progress = {}};
    const git_remote_callbacks callbacks = callbacksOf(&transfer);
    if (const int code = git_remote_connect(remote->get(), GIT_DIRECTION_FETCH, &callbacks, nullptr, nullptr);
        code != 0)
        return std::unexpected(fetchFailure(address, code));
    const git_remote_head **heads = nullptr;
    size_t count = 0;
    if (const int code = git_remote_ls(&heads, &count, remote->get()); code != 0)
        return std::unexpected(fetchFailure(address, code));
    QList<GitTag> tags;
    for (size_t i = 0; i < count; ++i) {
        const QString name = QString::fromUtf8(heads[i]->name);
        if (name.startsWith(tagFolder) && !name.endsWith("^{}"_L1)) // the second names what an annotated tag is about
            tags.append({.name = name.sliced(tagFolder.size()), .id = hexadecimal(heads[i]->oid)});
    }
    return tags;
}

kube::Result<void> GitRepository::fetch(const QString &address, const QStringList &tags,
                                        const OnFetchProgress &onProgress)
{
    const kube::Result<Remote> remote = remoteAt(m_repository.get(), address);
    if (!remote)
        return std::unexpected(remote.error());
    std::vector<std::string> specs;
    for (const QString &tag : tags)
        specs.push_back(QString(u'+' + tagFolder + tag + u':' + tagFolder + tag).toStdString());
    std::vector<char *> pointers;
    pointers.reserve(specs.size());
    for (std::string &spec : specs)
        pointers.push_back(spec.data());
    const git_strarray list{.strings = pointers.data(), .count = pointers.size()};
    Transfer transfer{.onProgress = onProgress, .progress = {}};
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    options.callbacks = callbacksOf(&transfer);
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE; // those that are asked for, no others
    options.update_fetchhead = 0;
    int code = transfer.tell(); // a small fetch tells nothing by itself
    if (code == 0)
        code = git_remote_fetch(remote->get(), &list, &options, nullptr);
    if (code != 0)
        return std::unexpected(fetchFailure(address, code));
    return {};
}

} // namespace upgrade
