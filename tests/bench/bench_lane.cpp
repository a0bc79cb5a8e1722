// SPDX-License-Identifier: Apache-2.0
// What a frame of the ordinal lane costs: from the frame timer's call to the painted window, on Qt's raster engine.
// Run with QT_QPA_PLATFORM=offscreen.
#include "appearance.h"
#include "lanewidget.h"
#include "podtable.h"

#include <QApplication>
#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <vector>

using namespace std::chrono_literals;
using rollout::PodState;
using rollout::Revision;

namespace {

constexpr auto frameTime = 16ms;

/// What the pods of a benchmark do; all of it begins again and again, so that they never come to rest.
enum class Scene { Breathe, Replace };

class Stage
{
public:
    Stage(int count, QSize size, ui::Scheme scheme)
        : m_lane(PodTable::PodRole, {.frame = [this] { return m_now; }, .wall = &pods::noon})
    {
        m_appearance.setScheme(scheme);
        QList<rollout::PodRow> rows;
        for (int i = 0; i < count; ++i)
            rows << pods::pod(i, PodState::Ready, Revision::Old);
        m_table.reset(rows);
        m_lane.setModel(&m_table);
        m_lane.resize(size);
        m_lane.show();
        QApplication::processEvents();
    }

    /// Gives the first `moving` pods another state, as a burst of watch events would.
    void act(Scene scene, int moving, int step)
    {
        static constexpr std::array states{PodState::Terminating, PodState::Pending,  PodState::Starting,
                                           PodState::Ready,       PodState::NotReady, PodState::Failed};
        for (int i = 0; i < moving; ++i) {
            const PodState state =
                scene == Scene::Breathe ? PodState::NotReady : states[static_cast<size_t>(i + step) % states.size()];
            auto row = pods::pod(i, state, state == PodState::Terminating ? Revision::Old : Revision::New);
            row.uid += QString::number((i + step) / static_cast<int>(states.size()));
            m_table.set(i, row);
        }
    }

    void frame()
    {
        m_now += frameTime;
        m_lane.advance();
        QApplication::sendPostedEvents();
        QApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
    }

private:
    ui::Appearance m_appearance;
    PodTable m_table;
    ui::PodAnimator::Time m_now{0};
    ui::LaneWidget m_lane;
};

void run(benchmark::State &state, Scene scene)
{
    const auto count = static_cast<int>(state.range(0));
    const auto moving = static_cast<int>(state.range(1));
    Stage stage(count, QSize(1200, 620), ui::Scheme::Light);
    std::vector<double> times;
    int step = 0;
    int frames = 0;
    stage.act(scene, moving, step);
    stage.frame();
    for (auto _ : state) { // NOLINT(clang-analyzer-deadcode.DeadStores)
        if (++frames % 40 == 0) {
            state.PauseTiming();
            stage.act(scene, moving, ++step);
            state.ResumeTiming();
        }
        const auto start = std::chrono::steady_clock::now();
        stage.frame();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(times);
    const auto quantile = [&times](double share) {
        return times[std::min(times.size() - 1, static_cast<size_t>(static_cast<double>(times.size()) * share))];
    };
    state.counters["p50_ms"] = quantile(0.5);
    state.counters["p99_ms"] = quantile(0.99);
    state.counters["max_ms"] = times.back();
}

} // namespace

BENCHMARK_CAPTURE(run, breathing, Scene::Breathe)
    ->ArgNames({"pods", "moving"})
    ->Args({9, 9})
    ->Args({100, 100})
    ->Args({1000, 50})
    ->Args({1000, 1000})
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2);
BENCHMARK_CAPTURE(run, replacing, Scene::Replace)
    ->ArgNames({"pods", "moving"})
    ->Args({9, 9})
    ->Args({100, 100})
    ->Args({1000, 50})
    ->Args({1000, 1000})
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2);

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
