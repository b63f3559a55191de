package dev.carillon.gateway;

import dev.carillon.testing.Texts;
import dev.carillon.testing.WsClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of {@code /ws} that sends one message after another, checks each answer, and connects again when its connection ends.
 * Runs on a thread of its own.
 */
final class Wanderer implements AutoCloseable {
    private static final long PAUSE_NS = 100_000_000;

    private final String source;
    private final int port;
    private final Thread thread = new Thread(this::wander, "wanderer");
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private volatile int answers;
    private volatile int connections;
    private volatile boolean closed;

    private Wanderer(String source, int port) {
        this.source = source;
        this.port = port;
    }

    static Wanderer start(String source, int port) {
        Wanderer wanderer = new Wanderer(source, port);
        wanderer.thread.start();
        return wanderer;
    }

    /** How many answers it has had. */
    int answers() {
        return answers;
    }

    /** How often it has connected. */
    int connections() {
        return connections;
    }

    /** What was not as it has to be. */
    List<String> faults() {
        return faults;
    }

    private void wander() {
        while (!closed) {
            try (WsClient client = WsClient.openFrom(source, port, "/ws")) {
                Texts.sessionId(client.readText());
                connections++;
                for (int number = 1; !closed; number++) {
                    client.sendText("x");
                    expect(Texts.response(number), client.readText());
                    answers++;
                    LockSupport.parkNanos(PAUSE_NS);
                }
            } catch (UncheckedIOException | IllegalStateException lost) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void expect(String expected, String answer) {
        if (!answer.equals(expected)) {
            faults.add(answer);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
