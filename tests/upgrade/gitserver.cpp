// SPDX-License-Identifier: Apache-2.0
#include "gitserver.h"

#include <QProcess>
#include <QTcpServer>

using namespace Qt::StringLiterals;

namespace {

QByteArray uploadPack(const QStringList &arguments, const QByteArray &input)
{
    QProcess git;
    git.start(u"git"_s, QStringList{u"upload-pack"_s, u"--stateless-rpc"_s} + arguments);
    git.write(input);
    git.closeWriteChannel();
    git.waitForFinished();
    return git.readAllStandardOutput();
}

} // namespace

GitServer::GitServer(const QString &folder)
{
    using Status = QHttpServerResponse::StatusCode;
    m_server.route(u"/repository/info/refs"_s, [this, folder] {
        if (m_refuses)
            return QHttpServerResponse(Status::ServiceUnavailable);
        return QHttpServerResponse("application/x-git-upload-pack-advertisement",
                                   "001e# service=git-upload-pack\n0000"
                                       + uploadPack({u"--advertise-refs"_s, folder}, {}));
    });
    m_server.route(u"/repository/git-upload-pack"_s, QHttpServerRequest::Method::Post,
                   [this, folder](const QHttpServerRequest &request) {
                       ++m_packs;
                       return QHttpServerResponse("application/x-git-upload-pack-result",
                                                  uploadPack({folder}, request.body()));
                   });
    auto *listener = new QTcpServer;
    if (!listener->listen(QHostAddress::LocalHost) || !m_server.bind(listener))
        qFatal("The git server cannot listen");
    m_address = u"http://127.0.0.1:%1/repository"_s.arg(listener->serverPort());
}
