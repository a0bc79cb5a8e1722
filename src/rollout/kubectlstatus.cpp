// SPDX-License-Identifier: Apache-2.0
#include "kubectlstatus.h"

#include "pod.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace rollout {

namespace {

using Kind = ContainerState::Kind;

QString endOf(const ContainerState &terminated)
{
    if (!terminated.reason.isEmpty())
        return terminated.reason;
    return terminated.signal != 0 ? u"Signal:%1"_s.arg(terminated.signal) : u"ExitCode:%1"_s.arg(terminated.exitCode);
}

class ColumnReader final
{
public:
    explicit ColumnReader(const Pod &pod)
        : m_pod(pod)
    {
        m_columns.containers =
            int(pod.containers.size()) + int(std::ranges::count_if(pod.initContainers, &ContainerSpec::restartsAlways));
        m_columns.status = pod.reason.isEmpty() ? pod.phase : pod.reason;
    }

    [[nodiscard]] KubectlColumns read()
    {
        const PodCondition *const scheduled = m_pod.condition(u"PodScheduled");
        if (scheduled && scheduled->reason == u"SchedulingGated")
            m_columns.status = u"SchedulingGated"_s;
        const bool initializing = readInitContainers();
        const PodCondition *const initialized = m_pod.condition(u"Initialized");
        if (!initializing || (initialized && initialized->isTrue()))
            readContainers();
        if (m_pod.meta.isTerminating()) {
            if (m_pod.reason == u"NodeLost")
                m_columns.status = u"Unknown"_s;
            else if (m_pod.phase != u"Failed" && m_pod.phase != u"Succeeded")
                m_columns.status = u"Terminating"_s;
        }
        return m_columns;
    }

private:
    /// True as soon as one is found that has not done its part.
    bool readInitContainers()
    {
        for (qsizetype i = 0; i < m_pod.initContainerStatuses.size(); ++i) {
            const ContainerStatus &container = m_pod.initContainerStatuses.at(i);
            const ContainerState &state = container.state;
            const bool sidecar = isSidecar(container.name);
            m_columns.restarts += container.restartCount;
            if (sidecar)
                m_sidecarRestarts += container.restartCount;
            if (state.kind == Kind::Terminated && state.exitCode == 0)
                continue;
            if (sidecar && container.started.value_or(false)) {
                m_columns.readyContainers += container.ready;
                continue;
            }
            if (state.kind == Kind::Terminated)
                m_columns.status = u"Init:" + endOf(state);
            else if (state.kind == Kind::Waiting && !state.reason.isEmpty() && state.reason != u"PodInitializing")
                m_columns.status = u"Init:" + state.reason;
            else
                m_columns.status = u"Init:%1/%2"_s.arg(i).arg(m_pod.initContainers.size());
            return true;
        }
        return false;
    }

    void readContainers()
    {
        m_columns.restarts = m_sidecarRestarts;
        bool hasRunning = false;
        // From last to first, so that the first one with something to say has the last word.
        for (const ContainerStatus &container : m_pod.containerStatuses | std::views::reverse) {
            const ContainerState &state = container.state;
            m_columns.restarts += container.restartCount;
            if (state.kind == Kind::Waiting && !state.reason.isEmpty()) {
                m_columns.status = state.reason;
            } else if (state.kind == Kind::Terminated) {
                m_columns.status = endOf(state);
            } else if (container.ready && state.kind == Kind::Running) {
                hasRunning = true;
                ++m_columns.readyContainers;
            }
        }
        if (m_columns.status == u"Completed" && hasRunning) {
            const PodCondition *const ready = m_pod.condition(u"Ready");
            m_columns.status = ready && ready->isTrue() ? u"Running"_s : u"NotReady"_s;
        }
    }

    [[nodiscard]] bool isSidecar(const QString &name) const
    {
        const auto found = std::ranges::find(m_pod.initContainers, name, &ContainerSpec::name);
        return found != m_pod.initContainers.cend() && found->restartsAlways;
    }

    const Pod &m_pod;
    KubectlColumns m_columns;
    int m_sidecarRestarts = 0;
};

} // namespace

KubectlColumns kubectlColumns(const Pod &pod)
{
    return ColumnReader(pod).read();
}

QString kubectlStatus(const Pod &pod)
{
    return kubectlColumns(pod).status;
}

} // namespace rollout
