// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "blocks/card.h"
#include "imagechoice.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace ui {

class Notice;
class TagField;

/// Repository, tag and pull policy of the Redis Enterprise image, in place of `kubectl edit rec`; and of Services
/// Rigger and bootstrapper where they are set. Nothing typed is lost when the cluster changes meanwhile: only fields
/// that nobody touched follow it.
class ImageEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit ImageEditor(const redis::Catalogue &catalogue, QWidget *parent = nullptr);

    /// The cluster as it is now. Tags are empty where they are not known.
    void setCluster(const redis::RedisEnterpriseCluster &cluster, const QString &operatorTag,
                    const QString &runningTag);
    /// Why nothing may be written; empty if it may.
    void setReadOnly(const QString &why);
    /// Back to what is set in the cluster.
    void reset();

    [[nodiscard]] upgrade::ImageChoice choice() const;
    /// The fields that differ from the cluster; empty if none does.
    [[nodiscard]] QJsonObject patch() const;
    [[nodiscard]] bool canReview() const;

Q_SIGNALS:
    void changed();
    /// "Review" was asked for, and can be.
    void reviewRequested();

private:
    struct Fields
    {
        QLineEdit *repository = nullptr;
        QLineEdit *tag = nullptr; ///< null for the first, which has a TagField
        QComboBox *pullPolicy = nullptr;
        Card *card = nullptr;
    };

    /// What a card says. All cards are on one page: the mnemonics of their labels must differ.
    struct Words
    {
        QString title;
        QString repository;
        QString tag;
        QString pullPolicy;
    };

    [[nodiscard]] Fields addSpec(const QString &name, const Words &words, bool withTagField);
    void fill(const Fields &fields, const upgrade::ImageSpecChoice &was, const upgrade::ImageSpecChoice &now) const;
    [[nodiscard]] upgrade::ImageSpecChoice read(const Fields &fields) const;
    void update();
    void updateCompanions();
    /// What is wrong with the tags typed for Services Rigger and bootstrapper, in sentences; empty if nothing is.
    [[nodiscard]] QString companionProblem() const;

    const redis::Catalogue &m_catalogue;
    upgrade::ImageChoice m_now; ///< as set in the cluster
    QString m_operatorTag;
    QString m_readOnly;
    bool m_hasCluster = false;

    Fields m_redis;
    Fields m_rigger;
    Fields m_bootstrapper;
    TagField *m_tag = nullptr;
    Notice *m_verdict;
    Notice *m_companions; ///< rigger and bootstrapper carry the operator's tag
    Notice *m_denied;
    QPushButton *m_review;
    QPushButton *m_reset;
};

} // namespace ui
