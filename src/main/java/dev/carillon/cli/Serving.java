package dev.carillon.cli;

import dev.carillon.StartException;
import dev.carillon.cli.Launcher.Running;
import dev.carillon.config.Config;
import dev.carillon.ops.Logging;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From start to the signal that ends the process. Runs on the main thread, its end on a shutdown hook. */
final class Serving {
    /** A stop that takes longer after the drain window is cut off, so that the process is gone within ten seconds. */
    private static final long MAX_STOP_MS = 9000;

    private Serving() {}

    /**
     * Starts and then waits for ever: SIGTERM or SIGINT stops what runs, or is just starting, and ends the process with 0; a second
     * signal has it hurry.
     *
     * @throws StartException when it could not start
     */
    static int run(Config config, Launcher launcher) throws InterruptedException {
        Logging.configure(config.logging(), config.server().port());
        CompletableFuture<Running> running = new CompletableFuture<>();
        long maxStopMs = config.server().drainWindow().toMillis() + MAX_STOP_MS;
        Thread hook = new Thread(() -> end(running, maxStopMs), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            running.complete(start(config, launcher));
        } finally {
            if (!running.isDone()) {
                running.cancel(false);
                forget(hook);
                Logging.stop();
            }
        }
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private static Running start(Config config, Launcher launcher) throws InterruptedException {
        try {
            return launcher.start(config)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartException refused
                    ? refused
                    : new IllegalStateException("could not start", e.getCause());
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LoggerFactory.getLogger(Serving.class).debug("Told to stop before the start had failed");
        }
    }

    private static void end(CompletableFuture<Running> running, long maxStopMs) {
        Logger log = LoggerFactory.getLogger(Serving.class);
        Signals.onNext(() -> running.thenAccept(Running::hurry));
        try {
            running.thenCompose(what -> what.stop().toCompletionStage()).get(maxStopMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("Not stopped after {} ms: leaving all the same", maxStopMs);
        } catch (ExecutionException e) {
            log.warn("Not stopped in good order", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Logging.stop();
            Runtime.getRuntime().halt(ExitCode.OK);
        }
    }
}
