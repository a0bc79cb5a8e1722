// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundleplan.h"
#include "bundle/storedform.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using upgrade::Bundle;
using upgrade::BundlePlan;
using upgrade::DocumentPlan;
using upgrade::ObjectIdentity;

namespace {

QStringList lines(const QList<yaml::Change> &changes)
{
    QStringList result;
    for (const yaml::Change &change : changes)
        result.append(u"%1: %2 -> %3"_s.arg(change.path.toString(), change.before.toVariant().toString(),
                                            change.after.toVariant().toString()));
    return result;
}

} // namespace

/// Plans on the real releases, where they are at hand.
class tst_BundlePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void fromReleaseToRelease_data();
    void fromReleaseToRelease();
    void appliesInOrder();
    void tellsWhatIsNewAndWhatIsLeftBehind();
    void seesTheStoredVersion();
    void seesPreservedFields();
    void takesItsBaseFromTheAnnotation();

private:
    [[nodiscard]] Bundle read(const QString &release) const;
    /// As a server would have them after the release was applied.
    [[nodiscard]] static QMap<ObjectIdentity, QJsonObject> installed(const Bundle &bundle);

    QDir m_folder{QDir::cleanPath(QStringLiteral(TEST_DATA "/../../../shared/data/redis-enterprise-k8s-docs"))};
};

void tst_BundlePlan::initTestCase()
{
    if (!m_folder.exists())
        QSKIP("../shared/data is not there: the real bundles are not read.");
}

Bundle tst_BundlePlan::read(const QString &release) const
{
    QFile file(m_folder.filePath(release + u"/bundle.yaml"));
    if (!file.open(QFile::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    auto bundle = Bundle::read(file.readAll(), file.fileName());
    if (!bundle)
        qFatal("%s", qPrintable(bundle.error().message));
    return *bundle;
}

QMap<ObjectIdentity, QJsonObject> tst_BundlePlan::installed(const Bundle &bundle)
{
    QMap<ObjectIdentity, QJsonObject> live;
    for (const upgrade::BundleDocument &document : bundle.documents()) {
        QJsonObject object = upgrade::storedForm(document.object);
        QJsonObject metadata = object["metadata"_L1].toObject();
        metadata["resourceVersion"_L1] = "1"_L1;
        object["metadata"_L1] = metadata;
        live.insert(document.identity, object);
    }
    return live;
}

void tst_BundlePlan::fromReleaseToRelease_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const QStringList releases{u"v6.2.8-11"_s, u"v6.2.8-15"_s,  u"v6.4.2-6"_s,
                               u"v7.4.2-2"_s,  u"v7.22.2-40"_s, u"v8.0.6-8"_s};
    for (qsizetype i = 0; i < releases.size(); ++i) {
        for (qsizetype j = i; j < releases.size(); ++j)
            QTest::addRow("%s to %s", qPrintable(releases.at(i)), qPrintable(releases.at(j)))
                << releases.at(i) << releases.at(j);
    }
}

/// Nobody changed anything: what is wanted is the new release, and doing it again changes nothing.
void tst_BundlePlan::fromReleaseToRelease()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    const Bundle base = read(from);
    const Bundle theirs = read(to);
    const QMap<ObjectIdentity, QJsonObject> expected = installed(theirs);
    const BundlePlan plan(theirs, &base, installed(base));
    QVERIFY(plan.isWhollyDecided());
    QMap<ObjectIdentity, QJsonObject> after;
    for (const DocumentPlan &document : plan.documents()) {
        if (document.isNew()) {
            after.insert(document.identity, expected.value(document.identity));
            continue;
        }
        QVERIFY2(document.merge->conflicts().isEmpty(), qPrintable(document.identity.text()));
        QVERIFY2(document.merge->kept().isEmpty(), qPrintable(document.identity.text()));
        QCOMPARE(lines(yaml::differences(expected.value(document.identity), document.wanted())), QStringList());
        after.insert(document.identity, document.wanted());
    }
    const BundlePlan again(theirs, &theirs, after);
    for (const DocumentPlan &document : again.documents())
        QVERIFY2(document.merge->changes().isEmpty(), qPrintable(document.identity.text()));
}

void tst_BundlePlan::appliesInOrder()
{
    const Bundle theirs = read(u"v8.0.6-8"_s);
    const BundlePlan plan(theirs, nullptr, {});
    QStringList kinds;
    for (const DocumentPlan &document : plan.documents()) {
        QVERIFY(document.isNew());
        kinds.append(document.identity.kind);
    }
    QCOMPARE(kinds,
             (QStringList{u"CustomResourceDefinition"_s, u"CustomResourceDefinition"_s, u"CustomResourceDefinition"_s,
                          u"CustomResourceDefinition"_s, u"ServiceAccount"_s, u"Role"_s, u"RoleBinding"_s, u"Service"_s,
                          u"Deployment"_s}));
}

void tst_BundlePlan::tellsWhatIsNewAndWhatIsLeftBehind()
{
    const Bundle older = read(u"v6.2.8-15"_s);
    const Bundle newer = read(u"v6.4.2-6"_s);
    const BundlePlan up(newer, &older, installed(older));
    QStringList added;
    for (const DocumentPlan &document : up.documents()) {
        if (document.isNew())
            added.append(document.identity.name);
    }
    added.sort();
    QCOMPARE(added,
             (QStringList{u"redisenterpriseactiveactivedatabases.app.redislabs.com"_s,
                          u"redisenterpriseremoteclusters.app.redislabs.com"_s}));
    QVERIFY(up.leftBehind().isEmpty());
    const BundlePlan down(older, &newer, installed(newer));
    QCOMPARE(down.leftBehind().size(), 2);
    QMap<ObjectIdentity, QJsonObject> without = installed(newer);
    without.remove(down.leftBehind().first());
    QCOMPARE(BundlePlan(older, &newer, without).leftBehind().size(), 1); // it is not there any more
}

void tst_BundlePlan::seesTheStoredVersion()
{
    const Bundle newer = read(u"v8.0.6-8"_s);
    QMap<ObjectIdentity, QJsonObject> live = installed(newer);
    const ObjectIdentity definition{u"apiextensions.k8s.io"_s, u"CustomResourceDefinition"_s,
                                    u"redisenterpriseclusters.app.redislabs.com"_s};
    const auto trapsWith = [&](const QString &stored) {
        live[definition]["status"_L1] = QJsonObject{{"storedVersions"_L1, QJsonArray{stored}}};
        const BundlePlan plan(newer, nullptr, live);
        return std::ranges::find(plan.documents(), definition, &DocumentPlan::identity)->traps;
    };
    QCOMPARE(trapsWith(u"v1"_s), {});
    QCOMPARE(trapsWith(u"v1beta7"_s), QList{DocumentPlan::Trap::StoredVersion});
}

void tst_BundlePlan::seesPreservedFields()
{
    const Bundle trapped = read(u"v6.2.8-11"_s);
    const Bundle mended = read(u"v6.2.8-15"_s);
    QMap<ObjectIdentity, QJsonObject> live = installed(trapped);
    for (QJsonObject &object : live) {
        if (object["kind"_L1] == "CustomResourceDefinition"_L1) {
            QJsonObject spec = object["spec"_L1].toObject();
            spec["preserveUnknownFields"_L1] = true;
            object["spec"_L1] = spec;
        }
    }
    const auto isTrapped = [&live](const Bundle &bundle) {
        const BundlePlan plan(bundle, nullptr, live);
        return std::ranges::any_of(plan.documents(), [](const DocumentPlan &document) {
            return document.traps.contains(DocumentPlan::Trap::PreserveUnknownFields);
        });
    };
    QVERIFY(isTrapped(trapped));
    QVERIFY(!isTrapped(mended));
}

void tst_BundlePlan::takesItsBaseFromTheAnnotation()
{
    const Bundle older = read(u"v7.4.2-2"_s);
    const Bundle newer = read(u"v7.22.2-40"_s);
    QMap<ObjectIdentity, QJsonObject> live = installed(older);
    const ObjectIdentity service{QString(), u"Service"_s, u"admission"_s};
    QJsonObject object = live.value(service);
    QJsonObject metadata = object["metadata"_L1].toObject();
    metadata["annotations"_L1] =
        QJsonObject{{"kubectl.kubernetes.io/last-applied-configuration"_L1,
                     QString::fromUtf8(QJsonDocument(older.find(service)->object).toJson(QJsonDocument::Compact))}};
    object["metadata"_L1] = metadata;
    live[service] = object;
    const BundlePlan plan(newer, nullptr, live);
    for (const DocumentPlan &document : plan.documents()) {
        if (!document.isNew())
            QCOMPARE(document.base,
                     document.identity == service ? DocumentPlan::Base::LastApplied : DocumentPlan::Base::None);
    }
}

QTEST_GUILESS_MAIN(tst_BundlePlan)
#include "tst_bundleplan.moc"
