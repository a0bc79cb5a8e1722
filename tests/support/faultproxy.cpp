// SPDX-License-Identifier: Apache-2.0
#include "faultproxy.h"

#include <QTcpSocket>
#include <QTimer>
#include <algorithm>
#include <sys/socket.h>

namespace testsupport {

namespace {

/// A slow answer is written this often.
constexpr std::chrono::milliseconds slowTick {20};

/// Closing sends a reset instead of an orderly end.
void closeByReset(QTcpSocket &socket)
{
    const linger option {1, 0};
    ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &option, sizeof option);
    socket.abort();
}

} // namespace

/// One connection through the proxy.
class FaultProxy::Link final : public QObject
{
public:
    Link(FaultProxy &proxy, QTcpSocket *client, const WireFault &fault);
    ~Link() override
    {
        // Sockets that die say so.
        m_server.disconnect(this);
        m_client->disconnect(this);
    }

    void setStalled(bool stalled)
    {
        m_heldBack = stalled;
        if (!stalled) {
            m_silent = false;
            pump();
        }
    }
    void close(bool reset);

private:
    void request();
    void answer();
    void pump();
    [[nodiscard]] qsizetype allowed() const;
    void finishIfDone();

    FaultProxy &m_proxy;
    WireFault m_fault;
    std::unique_ptr<QTcpSocket> m_client;
    QTcpSocket m_server;
    QByteArray m_pending; ///< of the answer, not sent yet
    QTimer m_pumping;
    QTimer m_idle;
    qint64 m_sent = 0;
    qint64 m_asked = 0;
    bool m_heldBack = false; ///< by stall()
    bool m_silent = false; ///< stallAfter was reached
    bool m_gathering = false;
    bool m_serverGone = false;
    bool m_closed = false;
};

FaultProxy::Link::Link(FaultProxy &proxy, QTcpSocket *client, const WireFault &fault)
    : m_proxy(proxy)
    , m_fault(fault)
    , m_client(client)
{
    m_client->setParent(nullptr);
    m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_pumping.setSingleShot(true);
    connect(&m_pumping, &QTimer::timeout, this, [this] {
        m_gathering = false;
        pump();
    });
    connect(m_client.get(), &QTcpSocket::readyRead, this, &Link::request);
    connect(m_client.get(), &QTcpSocket::disconnected, this, [this] { close(false); });
    connect(&m_server, &QTcpSocket::readyRead, this, &Link::answer);
    connect(&m_server, &QTcpSocket::disconnected, this, [this] {
        m_serverGone = true;
        answer();
    });
    connect(&m_server, &QTcpSocket::errorOccurred, this, [this] {
        m_serverGone = true;
        answer();
    });
    if (fault.idleTimeout.count() > 0) {
        m_idle.setSingleShot(true);
        m_idle.setInterval(fault.idleTimeout);
        connect(&m_idle, &QTimer::timeout, this, [this] { close(m_fault.reset); });
        m_idle.start();
    }
    if (!fault.answer)
        m_server.connectToHost(QHostAddress::LocalHost, m_proxy.m_serverPort);
}

void FaultProxy::Link::request()
{
    QByteArray data = m_client->readAll();
    if (m_idle.interval() > 0)
        m_idle.start();
    if (m_fault.answer) {
        if (m_serverGone)
            return;
        m_pending = *m_fault.answer;
        m_serverGone = true;
        pump();
        return;
    }
    const qint64 room = m_fault.cutRequestAfter < 0 ? data.size() : m_fault.cutRequestAfter - m_asked;
    const bool cut = room < data.size();
    data.truncate(std::max<qint64>(room, 0));
    m_asked += data.size();
    m_server.write(data);
    if (!cut)
        return;
    m_server.flush();
    close(m_fault.reset);
}

void FaultProxy::Link::answer()
{
    if (m_server.isOpen())
        m_pending += m_server.readAll();
    if (m_idle.interval() > 0)
        m_idle.start();
    if (m_fault.gatherFor.count() > 0 && !m_gathering && !m_pending.isEmpty()) {
        m_gathering = true;
        m_pumping.start(m_fault.gatherFor);
    }
    pump();
}

qsizetype FaultProxy::Link::allowed() const
{
    qint64 size = m_pending.size();
    if (m_fault.pieceSize > 0)
        size = std::min<qint64>(size, m_fault.pieceSize);
    if (m_fault.bytesPerSecond > 0)
        size = std::min<qint64>(size, std::max<qint64>(1, m_fault.bytesPerSecond * slowTick.count() / 1000));
    for (const qint64 end : {m_fault.cutAfter, m_fault.stallAfter}) {
        if (end >= 0)
            size = std::min(size, end - m_sent);
    }
    return qsizetype(std::max<qint64>(size, 0));
}

void FaultProxy::Link::pump()
{
    if (m_closed || m_heldBack || m_silent || m_gathering || m_pumping.isActive())
        return;
    const qsizetype size = allowed();
    QByteArray data = m_pending.first(size);
    m_pending.remove(0, size);
    if (m_fault.corruptAt >= m_sent && m_fault.corruptAt < m_sent + size)
        data[m_fault.corruptAt - m_sent] = char(~data.at(m_fault.corruptAt - m_sent));
    m_sent += size;
    m_client->write(data);
    m_client->flush();
    if (m_fault.cutAfter >= 0 && m_sent >= m_fault.cutAfter && (size > 0 || !m_pending.isEmpty())) {
        close(m_fault.reset);
        return;
    }
    if (m_fault.stallAfter >= 0 && m_sent >= m_fault.stallAfter) {
        m_silent = true;
        m_fault.stallAfter = -1;
        return;
    }
    if (m_pending.isEmpty()) {
        finishIfDone();
        return;
    }
    // A byte a second is one tick in fifty.
    const int perTick = m_fault.bytesPerSecond > 0 ? int(m_fault.bytesPerSecond * slowTick.count() / 1000) : 0;
    m_pumping.start(m_fault.bytesPerSecond == 0 ? std::chrono::milliseconds(1)
                        : perTick > 0           ? slowTick
                                      : std::chrono::milliseconds(1000 / m_fault.bytesPerSecond));
}

void FaultProxy::Link::finishIfDone()
{
    if (m_serverGone)
        close(m_fault.reset);
}

void FaultProxy::Link::close(bool reset)
{
    if (std::exchange(m_closed, true))
        return;
    m_pumping.stop();
    m_idle.stop();
    m_server.disconnect(this);
    m_client->disconnect(this);
    if (reset) {
        closeByReset(m_server);
        closeByReset(*m_client);
    } else {
        // What was written still arrives; what was not, never.
        m_server.disconnectFromHost();
        m_client->disconnectFromHost();
    }
    // Not under the feet of the signal that led here.
    QMetaObject::invokeMethod(&m_proxy, [proxy = &m_proxy, link = this] { proxy->forget(link); }, Qt::QueuedConnection);
}

FaultProxy::FaultProxy(quint16 serverPort, QObject *parent)
    : QObject(parent)
    , m_serverPort(serverPort)
{
    connect(&m_listener, &QTcpServer::newConnection, this, &FaultProxy::take);
    accept();
}

FaultProxy::~FaultProxy() = default;

void FaultProxy::setFault(const WireFault &fault)
{
    m_fault = fault;
    m_next.clear();
}

void FaultProxy::faultNext(int connections, const WireFault &fault)
{
    for (int i = 0; i < connections; ++i)
        m_next.append(fault);
}

void FaultProxy::refuse()
{
    m_listener.close();
}

void FaultProxy::accept()
{
    if (m_listener.isListening())
        return;
    if (!m_listener.listen(QHostAddress::LocalHost, m_port))
        qFatal("the proxy cannot listen: %ls", qUtf16Printable(m_listener.errorString()));
    m_port = m_listener.serverPort();
}

void FaultProxy::take()
{
    while (QTcpSocket *client = m_listener.nextPendingConnection()) {
        ++m_connections;
        m_links.push_back(std::make_unique<Link>(*this, client, m_next.isEmpty() ? m_fault : m_next.takeFirst()));
        m_links.back()->setStalled(m_stalled);
    }
}

void FaultProxy::stall()
{
    m_stalled = true;
    for (const auto &link : m_links)
        link->setStalled(true);
}

void FaultProxy::release()
{
    m_stalled = false;
    for (const auto &link : m_links)
        link->setStalled(false);
}

void FaultProxy::cut(bool reset)
{
    for (const auto &link : m_links)
        link->close(reset);
}

void FaultProxy::forget(Link *link)
{
    std::erase_if(m_links, [link](const std::unique_ptr<Link> &one) { return one.get() == link; });
}

} // namespace testsupport
