// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundle.h"

#include <QTest>

using namespace Qt::StringLiterals;
using upgrade::Bundle;

namespace {

const QByteArray definition = R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: redisenterpriseclusters.app.redislabs.com}
)";
const QByteArray deployment = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: redis-enterprise-operator}
spec:
  template:
    spec:
      containers:
        - {name: admission, image: "redislabs/operator:1"}
        - {name: redis-enterprise-operator, image: "registry.corp:5000/a/operator:8.0.6-8@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
)";
const QByteArray role = "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: r}\n";

QByteArray joined(const QList<QByteArray> &documents)
{
    return documents.join("---\n");
}

} // namespace

class tst_Bundle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDocumentsWithTheirLines();
    void saysWhatItIs();
    void matchesObjectsAcrossApiVersions();
    void takesAListApart();
    void refuses_data();
    void refuses();
};

void tst_Bundle::readsDocumentsWithTheirLines()
{
    const auto bundle = Bundle::read(joined({"# a comment\n" + role, definition, deployment}), u"bundle.yaml"_s);
    QVERIFY2(bundle, bundle ? "" : qPrintable(bundle.error().message));
    QCOMPARE(bundle->documents().size(), 3);
    QCOMPARE(bundle->documents().at(0).identity.text(), u"Role r"_s);
    QCOMPARE(bundle->documents().at(0).line, 2);
    QCOMPARE(bundle->documents().at(1).line, 6);
    QCOMPARE(bundle->documents().at(2).apiVersion, u"apps/v1"_s);
    const auto windows = Bundle::read(joined({definition, deployment}).replace("\n", "\r\n"), u"bundle.yaml"_s);
    QVERIFY(windows);
    QCOMPARE(windows->documents().at(1).line, 5);
}

void tst_Bundle::saysWhatItIs()
{
    const auto bundle = Bundle::read(joined({definition, deployment}), u"bundle.yaml"_s);
    QVERIFY(bundle);
    QVERIFY(bundle->operatorImage().startsWith("registry.corp:5000/a/operator:8.0.6-8@sha256:"_L1));
    QCOMPARE(bundle->operatorTag(), u"8.0.6-8"_s);
    QVERIFY(!bundle->isForOpenShift());
    QByteArray text = deployment;
    text.replace("{name: redis-enterprise-operator, ",
                 R"({name: redis-enterprise-operator, env: [{name: IS_OPENSHIFT, value: "true"}], )");
    const auto openShift = Bundle::read(joined({definition, text}), u"bundle.yaml"_s);
    QVERIFY(openShift);
    QVERIFY(openShift->isForOpenShift());
}

void tst_Bundle::matchesObjectsAcrossApiVersions()
{
    using upgrade::ObjectIdentity;
    const auto of = [](const QString &apiVersion, const QString &kind) {
        return ObjectIdentity::of(
            {{"apiVersion"_L1, apiVersion}, {"kind"_L1, kind}, {"metadata"_L1, QJsonObject{{"name"_L1, "a"_L1}}}});
    };
    QCOMPARE(of(u"apps/v1beta1"_s, u"Deployment"_s), of(u"apps/v1"_s, u"Deployment"_s));
    QCOMPARE(of(u"extensions/v1beta1"_s, u"Deployment"_s), of(u"apps/v1"_s, u"Deployment"_s));
    QCOMPARE(of(u"extensions/v1beta1"_s, u"Ingress"_s), of(u"networking.k8s.io/v1"_s, u"Ingress"_s));
    QCOMPARE(of(u"v1"_s, u"Service"_s).group, QString());
    QVERIFY(of(u"v1"_s, u"Service"_s) != of(u"serving.knative.dev/v1"_s, u"Service"_s));
}

void tst_Bundle::takesAListApart()
{
    QByteArray text = "apiVersion: v1\nkind: List\nitems:\n";
    for (const QByteArray &item : {definition, deployment})
        text += "- " + QByteArray(item).replace("\n", "\n  ").trimmed() + "\n";
    const auto bundle = Bundle::read(text, u"list.yaml"_s);
    QVERIFY2(bundle, bundle ? "" : qPrintable(bundle.error().message));
    QCOMPARE(bundle->documents().size(), 2);
    QCOMPARE(bundle->documents().at(1).identity.kind, u"Deployment"_s);
    QCOMPARE(bundle->documents().at(1).line, 7);
}

void tst_Bundle::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &text, const QString &says) {
        QTest::newRow(name) << text << says;
    };
    row("broken YAML, with its place", joined({definition, "kind: Role\n  name: [\n"}), u"b.yaml, line 6, column"_s);
    row("a template", joined({definition, deployment, "kind: Role\nmetadata:\n  name: {{ .Values.name }}\n"}),
        u"line 17: This is a template"_s);
    row("a template in quotes",
        joined({definition, deployment, QByteArray(role).replace("name: r", "name: \"{{ .n }}\"")}),
        u"This is a template"_s);
    row("no object", joined({definition, deployment, "- 1\n"}), u"This is no Kubernetes object"_s);
    row("an object without a kind", joined({definition, deployment, "apiVersion: v1\nmetadata: {name: a}\n"}),
        u"has no kind"_s);
    row("an object without a name", joined({definition, deployment, "apiVersion: v1\nkind: Role\n"}),
        u"has no metadata.name"_s);
    row("an object without a version", joined({definition, deployment, "kind: Role\nmetadata: {name: a}\n"}),
        u"has no apiVersion"_s);
    row("two of one name", joined({role, definition, deployment, role}), u"Role r stands in line 1 already"_s);
    row("two of one name in two versions",
        joined({deployment, definition, QByteArray(deployment).replace("apps/v1", "apps/v1beta1")}),
        u"Deployment redis-enterprise-operator stands in line 1 already"_s);
    row("no operator", joined({role, definition}), u"holds no Deployment \"redis-enterprise-operator\""_s);
    row("no definition", joined({role, deployment}), u"does not define RedisEnterpriseCluster"_s);
    row("nothing", "", u"holds no Deployment"_s);
    row("too much", QByteArray(17 * 1024 * 1024, '\n'), u"b.yaml, line"_s);
}

void tst_Bundle::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto bundle = Bundle::read(text, u"b.yaml"_s);
    QVERIFY(!bundle);
    QVERIFY2(bundle.error().message.contains(says), qPrintable(bundle.error().message));
    QVERIFY2(bundle.error().message.endsWith(u'.'), qPrintable(bundle.error().message));
}

QTEST_GUILESS_MAIN(tst_Bundle)
#include "tst_bundle.moc"
