// SPDX-License-Identifier: Apache-2.0
// What a frame of the ordinal lane costs: from the frame timer's call to the painted window, on Qt's raster engine.
// Run with QT_QPA_PLATFORM=offscreen.
#include "benchtable.h"
#include "lane/lanewidget.h"
#include "look/appearance.h"
#include "podtable.h"

#include <QApplication>
#include <benchmark/benchmark.h>
#include <chrono>

using namespace Qt::StringLiterals;
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
    QList<double> times;
    int step = 0;
    int frames = 0;
    stage.act(scene, moving, step);
    stage.frame();
    for (auto _ : state) {
        if (++frames % 40 == 0) {
            state.PauseTiming();
            stage.act(scene, moving, ++step);
            state.ResumeTiming();
        }
        const auto start = std::chrono::steady_clock::now();
        stage.frame();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    state.counters["median"] = bench::median(times);
    state.counters["p99"] = bench::quantile(times, 0.99);
    const QString what = u"lane of %1 pods, %2 %3"_s.arg(count).arg(moving).arg(
        scene == Scene::Breathe ? u"breathing"_s : u"being replaced"_s);
    state.SetLabel(what.toStdString());
    if (count == 100 && moving == 100)
        state.counters["wanted"] = 8;
}

/// Prints lines of the table instead of Google Benchmark's own.
class Reporter final : public benchmark::BenchmarkReporter
{
public:
    bool ReportContext(const Context &) override { return true; }

    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs) {
            const QString what = QString::fromStdString(run.report_label);
            const auto wanted = run.counters.find("wanted");
            const bool isWanted = wanted != run.counters.end();
            bench::report(what + u": median frame"_s, run.counters.at("median"), u"ms"_s,
                          isWanted ? std::optional<double>(wanted->second) : std::nullopt);
            if (isWanted)
                bench::report(what + u": 99th of 100 frames"_s, run.counters.at("p99"), u"ms"_s);
        }
    }
};

} // namespace

BENCHMARK_CAPTURE(run, breathing, Scene::Breathe)
    ->Args({9, 9})
    ->Args({100, 100})
    ->Args({1000, 50})
    ->Args({1000, 1000})
    ->MinTime(2);
BENCHMARK_CAPTURE(run, replacing, Scene::Replace)
    ->Args({9, 9})
    ->Args({100, 100})
    ->Args({1000, 50})
    ->Args({1000, 1000})
    ->MinTime(2);

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    benchmark::Initialize(&argc, argv);
    Reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return 0;
}
