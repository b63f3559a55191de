package dev.carillon.chaos;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Publish on {@code chat} through the HTTP API at a steady rate, and know of each message whether it was accepted. Each speaker waits for the
 * answer to one message before the next, and goes from instance to instance. Callable from the thread that created it.
 */
final class Speakers implements AutoCloseable {
    private static final int SPEAKERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int LAST_TRIES = 100;
    private static final long PAUSE_NS = 100_000_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Integer> ports;
    private final long intervalNs;
    private final List<Thread> threads = new ArrayList<>();
    private final List<List<Said>> accepted = new ArrayList<>();
    private final AtomicInteger acceptedCount = new AtomicInteger();
    private final AtomicInteger inDoubt = new AtomicInteger();
    private volatile boolean done;

    private Speakers(List<Integer> ports, int rate) {
        this.ports = ports;
        this.intervalNs = 1_000_000_000L * SPEAKERS / rate;
    }

    /**
     * They begin to speak.
     *
     * @param ports of the instances
     * @param rate messages a second in all, as long as each is answered at once
     */
    static Speakers start(List<Integer> ports, int rate) {
        Speakers speakers = new Speakers(ports, rate);
        for (int i = 0; i < SPEAKERS; i++) {
            List<Said> mine = new ArrayList<>();
            speakers.accepted.add(mine);
            int speaker = i;
            Thread thread = new Thread(() -> speakers.speak(speaker, mine), "speaker-" + i);
            thread.setDaemon(true);
            speakers.threads.add(thread);
            thread.start();
        }
        return speakers;
    }

    /** How many messages were accepted so far. */
    int acceptedCount() {
        return acceptedCount.get();
    }

    /** How many messages may have been published or not. */
    int inDoubt() {
        return inDoubt.get();
    }

    /** Has each of them end with a message that is accepted, and returns those. */
    List<Said> finish() {
        close();
        return accepted.stream().map(mine -> mine.get(mine.size() - 1)).toList();
    }

    /** What was accepted, by speaker; only after {@link #finish()}. */
    List<List<Said>> accepted() {
        return accepted;
    }

    @Override
    public void close() {
        done = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void speak(int speaker, List<Said> mine) {
        int number = 0;
        for (long dueNs = System.nanoTime(); !done; dueNs = Math.max(System.nanoTime(), dueNs + intervalNs)) {
            LockSupport.parkNanos(dueNs - System.nanoTime());
            say(new Said(speaker, ++number), mine);
        }
        for (int i = 0; i < LAST_TRIES && !say(new Said(speaker, ++number), mine); i++) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private boolean say(Said said, List<Said> mine) {
        int port = ports.get((said.speaker() + said.number()) % ports.size());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/channels/chat/messages"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("message", said.text()).encode()))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                mine.add(said);
                acceptedCount.incrementAndGet();
                return true;
            }
        } catch (IOException unknown) {
            // The instance or the connection to it is gone
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        inDoubt.incrementAndGet();
        return false;
    }
}
