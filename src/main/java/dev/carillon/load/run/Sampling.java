package dev.carillon.load.run;

import dev.carillon.load.result.Moment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that samples and looks at memory each second, and shows how it goes. {@link #stop} is called by another thread. */
final class Sampling {
    private static final long INTERVAL_MS = 1000;

    private final Run run;
    private final Sampler sampler;
    private final MemoryWatch memory;
    private final Display display;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::loop, "sampling");
    private long sent;
    private long errors;

    Sampling(Run run, Sampler sampler, MemoryWatch memory, Display display) {
        this.run = run;
        this.sampler = sampler;
        this.memory = memory;
        this.display = display;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Returns when the thread has ended. */
    void stop() throws InterruptedException {
        stop.countDown();
        thread.join();
    }

    private void loop() {
        try {
            memory.look();
            while (!stop.await(INTERVAL_MS - run.atMs() % INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                Moment moment = sampler.sample();
                memory.look();
                sent += moment.sent();
                errors += moment.failures() + moment.faults();
                boolean running = run.clock().nowUs() > run.firstDueUs();
                display.progress(
                        running ? "running" : "connecting",
                        Math.min(1, Runner.part(run, moment, sent)),
                        moment,
                        errors);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
