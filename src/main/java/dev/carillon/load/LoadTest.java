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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Load tests and their reports, as the command line asks for them. Used by one thread. */
public final class LoadTest {
    private static final int MAX_STOP_SECONDS = 60;

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
        Optional<Result> before = plan.judgement().baseline().map(ResultFile::read);
        RunFolder folder =
                RunFolder.create(plan.resources().results(), plan.scenario().toString());
        Display display =
                new Display(out, terminal, plan.resources().displayInterval().toMillis());
        display.line(plan.title());
        Runner runner = new Runner(plan, display);
        Interrupt interrupt = Interrupt.install(runner::stop);
        Outcome outcome = Outcome.FAILED;
        try {
            Result result = runner.run();
            outcome = report(plan, folder, result, before, display);
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
            worst = worst == Outcome.PASSED ? verdict.outcome() : worst;
        }
        out.println("report: " + folder.path().resolve("report.html"));
        return worst;
    }

    private Outcome report(Plan plan, RunFolder folder, Result result, Optional<Result> before, Display display) {
        display.line("");
        display.line(RunFolder.text(result));
        folder.write(result);
        display.line("report: " + folder.path().resolve("report.html"));
        Verdict verdict = Judge.judge(result);
        if (verdict.outcome() == Outcome.FAILED) {
            throw LoadException.failed(String.join("; ", verdict.words()));
        }
        Outcome outcome = verdict.outcome();
        if (before.isPresent()) {
            Baseline baseline =
                    new Baseline(before.get(), result, plan.judgement().tolerance());
            display.line(baseline.table());
            outcome = outcome == Outcome.PASSED && baseline.isSlower() ? Outcome.SLOWER : outcome;
        }
        return outcome;
    }

    /** Ctrl-C: the JVM's end waits for the report. */
    private static final class Interrupt {
        private final CountDownLatch written = new CountDownLatch(1);
        private volatile boolean told;
        private volatile Outcome outcome = Outcome.FAILED;
        private final Thread hook;

        private Interrupt(Runnable stop) {
            hook = new Thread(() -> end(stop), "interrupt");
        }

        static Interrupt install(Runnable stop) {
            Interrupt interrupt = new Interrupt(stop);
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

        private void end(Runnable stop) {
            told = true;
            stop.run();
            try {
                written.await(MAX_STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(outcome.exitCode());
        }
    }
}
