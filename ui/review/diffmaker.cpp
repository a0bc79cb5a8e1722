// SPDX-License-Identifier: Apache-2.0
#include "review/diffmaker.h"

#include "bookkeeping.h"

namespace ui {

namespace {

QString textOf(const QJsonObject &object)
{
    return object.isEmpty() ? QString() : upgrade::reviewText(object);
}

} // namespace

DiffMaker::DiffMaker(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
    m_thread.setObjectName(QStringLiteral("differences"));
}

DiffMaker::~DiffMaker()
{
    m_thread.clear();
    m_thread.waitForDone(); // it hands over to us
}

void DiffMaker::make(const QJsonObject &before, const QJsonObject &after, std::function<void(PreparedDiff)> done)
{
    m_thread.clear(); // what nobody waits for any more
    m_thread.start([this, before, after, number = ++m_asked, done = std::move(done)] {
        const auto diff = std::make_shared<PreparedDiff>(prepareDiff(textOf(before), textOf(after)));
        QMetaObject::invokeMethod(
            this,
            [this, number, diff, done] {
                if (number != m_asked)
                    return;
                m_made = number;
                done(std::move(*diff));
            },
            Qt::QueuedConnection);
    });
}

void DiffMaker::forget()
{
    m_thread.clear();
    m_made = ++m_asked;
}

} // namespace ui
