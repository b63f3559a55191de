package dev.carillon.load.run;

import dev.carillon.load.plan.Step;
import dev.carillon.load.result.Mark;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a plan's commands when it is time, and marks when they began and ended. Callable from any thread. */
final class Steps {
    private static final int MAX_SECONDS = 600;

    private final Run run;
    private final Consumer<String> log;
    private final List<Mark> marks = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "steps");
        thread.setDaemon(true);
        return thread;
    });

    Steps(Run run, Consumer<String> log) {
        this.run = run;
        this.log = log;
    }

    /** The first message is due in so many milliseconds. */
    void start(long inMs) {
        for (Step step : run.plan().traffic().steps()) {
            executor.schedule(() -> take(step), inMs + step.at().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void mark(String what) {
        marks.add(new Mark(run.atMs(), what));
    }

    List<Mark> marks() {
        return marks;
    }

    void stop() {
        executor.shutdownNow();
    }

    private void take(Step step) {
        mark(step.command());
        log.accept("running: " + step.command());
        try {
            Process process = new ProcessBuilder("sh", "-c", step.command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
            String how = ended ? "ended with " + process.exitValue() : "still runs after " + MAX_SECONDS + " s";
            log.accept(step.command() + " " + how);
            if (!ended || process.exitValue() != 0) {
                mark(step.command() + " " + how);
            }
        } catch (IOException e) {
            mark(step.command() + " could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
