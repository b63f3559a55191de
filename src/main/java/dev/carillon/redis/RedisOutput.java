package dev.carillon.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the embedded Redis prints, on a thread of its own, so that Redis never waits for a reader. */
final class RedisOutput implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisOutput.class);
    private static final String READY = "Ready to accept connections";

    private final BufferedReader lines;

    /** Done when Redis says that it accepts connections. */
    final CompletableFuture<Void> ready = new CompletableFuture<>();

    /** Done when Redis ended; holds its last line. */
    final CompletableFuture<String> ended = new CompletableFuture<>();

    private RedisOutput(BufferedReader lines) {
        this.lines = lines;
    }

    static RedisOutput of(Process process) {
        RedisOutput output = new RedisOutput(process.inputReader());
        Thread reader = new Thread(output, "embedded-redis-output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    @Override
    public void run() {
        String last = "no output";
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debug("{}", line);
                last = line.isBlank() ? last : line.strip();
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            LOG.debug("The output of the embedded Redis broke off", e);
        }
        ended.complete(last);
    }
}
