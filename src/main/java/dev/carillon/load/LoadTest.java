package dev.carillon.load;

import dev.carillon.load.plan.Plan;
import dev.carillon.load.report.Baseline;
import dev.carillon.load.report.Merge;
import dev.carillon.load.report.RunFolder;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.ResultFile;
import dev.carillon.load.result.Verdict;
import dev.carillon.load.run.Display;
import dev.carillon.load.run.Runner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Load tests and their reports, as the command line asks for them. Used by one thread. */
public final class LoadTest {
    /** What a report may take after an interruption, beside the wait for the last messages. */
    private static final Duration REPORT_TIME = Duration.ofMinutes(1);

    private final PrintWriter out;
    private final boolean terminal;

    /** @param terminal whether {@code out} is one, where a line can be written over */
    public LoadTest(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Runs a plan; a signal that ends the process ends the run first, with a report of what was.
     *
     * @throws LoadException when it could not run
     */
    public Outcome run(Plan plan) throws InterruptedException {
        Optional<Result> before = plan.judgement().baseline().map(file -> baseline(plan, file));
        RunFolder folder =
                RunFolder.create(plan.resources().results(), plan.scenario().toString());
        Display display =
                new Display(out, terminal, plan.resources().displayInterval().toMillis());
        display.line(plan.title());
        Runner runner = new Runner(plan, display);
        Interrupt interrupt =
                Interrupt.install(runner::stop, plan.traffic().deadline().plus(REPORT_TIME));
        Outcome outcome = Outcome.FAILED;
        try {
            Result result = runner.run();
            outcome = report(
                    folder,
                    before.map(baseline -> compared(plan, baseline, result)).orElse(result),
                    display);
            return outcome;
        } finally {
            interrupt.done(outcome);
        }
    }

    /**
     * Makes the report of runs again: workers of one run are merged, several runs share their axes.
     *
     * @throws LoadException when results cannot be read, or the report not be written
     */
    public Outcome report(List<Path> folders, Optional<Path> to) {
        List<Result> parts = new ArrayList<>();
        folders.forEach(folder -> parts.add(ResultFile.read(folder)));
        List<Result> results = Merge.workers(parts);
        boolean asItWas = parts.size() == 1 && to.isEmpty();
        RunFolder folder = asItWas
                ? RunFolder.at(ResultFile.folder(folders.get(0)))
                : RunFolder.at(to.orElse(Path.of("loadtest-report")));
        if (results.size() == 1 && !asItWas) {
            folder.write(results.get(0));
        } else {
            folder.report(results);
        }
        Outcome worst = Outcome.PASSED;
        for (Result result : results) {
            Verdict verdict = Judge.judge(result);
            out.println(result.title() + "\n  " + verdict);
            worst = verdict.outcome().overrules(worst) ? verdict.outcome() : worst;
        }
        out.println("report: " + folder.path().resolve("report.html"));
        return worst;
    }

    private static Result baseline(Plan plan, Path file) {
        Result before = ResultFile.read(file);
        if (!before.scenario().equals(plan.scenario().toString())) {
            throw LoadException.usage(
                    file + ": a run of " + before.scenario() + " is no baseline for " + plan.scenario());
        }
        return before;
    }

    private static Result compared(Plan plan, Result before, Result now) {
        Baseline baseline = new Baseline(before, now, plan.judgement().tolerance());
        return now.compared(baseline.table(), baseline.slower());
    }

    private static Outcome report(RunFolder folder, Result result, Display display) {
        display.line("");
        display.line(RunFolder.text(result));
        folder.write(result);
        display.line("report: " + folder.path().resolve("report.html"));
        Verdict verdict = Judge.judge(result);
        if (verdict.outcome() == Outcome.FAILED) {
            throw LoadException.failed(String.join("; ", verdict.words()));
        }
        return verdict.outcome();
    }

    /** Ctrl-C: the JVM's end waits for the report. */
    private static final class Interrupt {
        private final CountDownLatch written = new CountDownLatch(1);
        private volatile boolean told;
        private volatile Outcome outcome = Outcome.FAILED;
        private final Thread hook;

        private Interrupt(Runnable stop, Duration patience) {
            hook = new Thread(() -> end(stop, patience), "interrupt");
        }

        static Interrupt install(Runnable stop, Duration patience) {
            Interrupt interrupt = new Interrupt(stop, patience);
            Runtime.getRuntime().addShutdownHook(interrupt.hook);
            return interrupt;
        }

        void done(Outcome how) {
            outcome = how;
            written.countDown();
            if (!told) {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    told = true;
                }
            }
        }

        private void end(Runnable stop, Duration patience) {
            told = true;
            stop.run();
            try {
                written.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(outcome.exitCode());
        }
    }
}
