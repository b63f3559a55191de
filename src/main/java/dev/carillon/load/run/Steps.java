package dev.carillon.load.run;

import dev.carillon.load.plan.Step;
import dev.carillon.load.result.Mark;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a plan's commands when it is time, which of several workers the first does, and marks them. Callable from any thread. */
final class Steps {
    private static final int MAX_SECONDS = 600;

    private final Run run;
    private final Consumer<String> log;
    private final List<Mark> marks = new CopyOnWriteArrayList<>();
    private final Set<Step> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService executor;

    Steps(Run run, Consumer<String> log) {
        this.run = run;
        this.log = log;
        List<Step> steps =
                run.plan().share().worker() == 1 ? run.plan().traffic().steps() : List.of();
        waiting.addAll(steps);
        // one that takes long does not hold up the next
        executor = Executors.newScheduledThreadPool(steps.size(), task -> {
            Thread thread = new Thread(task, "steps");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The first message is due in so many milliseconds. */
    void start(long inMs) {
        for (Step step : waiting) {
            executor.schedule(() -> take(step), inMs + step.at().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void mark(String what) {
        marks.add(new Mark(run.atMs(), what));
    }

    List<Mark> marks() {
        return marks;
    }

    /** Takes no further step, and says which were not taken. */
    void stop() {
        executor.shutdownNow();
        waiting.forEach(step -> note("not run, as the run was over: " + step.command()));
    }

    /** Says something that belongs on the charts too. */
    void note(String what) {
        log.accept(what);
        mark(what);
    }

    private void take(Step step) {
        waiting.remove(step);
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
