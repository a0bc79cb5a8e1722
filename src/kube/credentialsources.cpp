// SPDX-License-Identifier: Apache-2.0
#include "credentialsources.h"

#include "answerlater.h"
#include "certificatefiles.h"
#include "tokenfile.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

/// A credential that is written in the kubeconfig, in files that it names, or one part here and one there.
class WrittenCredential final : public CredentialSource
{
public:
    WrittenCredential(const ClusterConfig &config, const std::function<QDateTime()> &clock)
    {
        m_fixed.token = config.token;
        m_fixed.certificate = config.clientCertificate;
        m_fixed.key = config.clientKey;
        if (!config.tokenFile.isEmpty())
            m_tokenFile.emplace(config.tokenFile, config.token, clock);
        if (!config.clientCertificateFile.isEmpty())
            m_certificateFiles.emplace(config.clientCertificateFile, config.clientKeyFile);
    }

    void get(QObject *context, Callback<Credential> done) override
    {
        answerLater(context, std::move(done), credential());
    }

    [[nodiscard]] bool reject(const Credential &credential) override
    {
        const bool newToken = m_tokenFile && m_tokenFile->reject(credential.token);
        const bool newPair
            = m_certificateFiles && m_certificateFiles->reject({credential.certificate, credential.key});
        return newToken || newPair;
    }

private:
    Result<Credential> credential()
    {
        Credential credential = m_fixed;
        if (m_tokenFile) {
            const Result<QByteArray> token = m_tokenFile->token();
            if (!token)
                return std::unexpected(token.error());
            credential.token = *token;
        }
        if (m_certificateFiles) {
            const Result<KeyPair> pair = m_certificateFiles->pair();
            if (!pair)
                return std::unexpected(pair.error());
            credential.certificate = pair->certificate;
            credential.key = pair->key;
        }
        return credential;
    }

    Credential m_fixed;
    std::optional<TokenFile> m_tokenFile;
    std::optional<CertificateFiles> m_certificateFiles;
};

/// One context's share in a plugin.
class PluginCredential final : public CredentialSource
{
public:
    explicit PluginCredential(std::shared_ptr<ExecPlugin> plugin)
        : m_plugin(std::move(plugin))
    {
    }

    ~PluginCredential() override { m_plugin->cancel(this); }

    void get(QObject *context, Callback<Credential> done) override { m_plugin->get(this, context, std::move(done)); }
    [[nodiscard]] bool reject(const Credential &credential) override { return m_plugin->reject(credential); }

private:
    std::shared_ptr<ExecPlugin> m_plugin;
};

} // namespace

std::unique_ptr<CredentialSource> makeCredentialSource(const ClusterConfig &config, ExecConsent *consent,
                                                       const ExecOptions &options, ExecPluginPool *pool)
{
    if (config.server.scheme() != u"https")
        return std::make_unique<WrittenCredential>(ClusterConfig(), options.clock);
    const bool written = !config.token.isEmpty() || !config.tokenFile.isEmpty() || !config.clientCertificate.isEmpty()
        || !config.clientCertificateFile.isEmpty();
    if (written || !config.exec)
        return std::make_unique<WrittenCredential>(config, options.clock);
    ExecPluginPool own;
    return std::make_unique<PluginCredential>((pool ? pool : &own)->plugin(config, consent, options));
}

} // namespace kube
