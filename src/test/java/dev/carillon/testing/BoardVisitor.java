package dev.carillon.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A visitor of the board as the page is one: reads {@code /state} when it has connected and when it sees a gap between versions, and
 * connects elsewhere when its connection ends. It ticks at random. Runs on a thread of its own.
 */
public final class BoardVisitor implements AutoCloseable {
    private static final long PAUSE_NS = 20_000_000;
    private static final int READ_MS = 30;

    private final List<Integer> ports;
    private final Random random;
    private final Thread thread;
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private volatile List<Boolean> board = Collections.nCopies(100, false);
    private volatile long version;
    private volatile int ticks;
    private volatile boolean ticking = true;
    private volatile boolean closed;

    private BoardVisitor(List<Integer> ports, Random random) {
        this.ports = ports;
        this.random = random;
        this.thread = new Thread(this::visit, "visitor");
    }

    /** @param ports to choose from; may change */
    public static BoardVisitor start(List<Integer> ports, Random random) {
        BoardVisitor visitor = new BoardVisitor(ports, random);
        visitor.thread.start();
        return visitor;
    }

    /** What it sees. */
    public List<Boolean> board() {
        return board;
    }

    /** How many ticks it has sent. */
    public int ticks() {
        return ticks;
    }

    public void stopTicking() {
        ticking = false;
    }

    /** What no visitor may meet. */
    public List<String> faults() {
        return faults;
    }

    private void visit() {
        while (!closed) {
            int port = ports.get(random.nextInt(ports.size()));
            try (WsClient client = WsClient.open(port, "/board")) {
                client.socket().setSoTimeout(READ_MS);
                fetch(port);
                while (!closed) {
                    tick(client);
                    read(client, port);
                }
            } catch (UncheckedIOException | IllegalStateException lost) {
                LockSupport.parkNanos(PAUSE_NS);
            } catch (Exception fault) {
                faults.add(fault.toString());
                return;
            }
        }
    }

    private void tick(WsClient client) {
        if (ticking) {
            ticks++;
            client.sendText("{\"event\":\"checkbox-update\",\"data\":{\"index\":" + random.nextInt(100) + ",\"value\":"
                    + random.nextBoolean() + "}}");
        }
    }

    /** Takes all that comes, until there is nothing for a moment. */
    private void read(WsClient client, int port) {
        try {
            while (true) {
                WsClient.Frame frame = client.read();
                if (frame.opcode() == WsClient.CLOSE) {
                    throw new IllegalStateException("closed");
                } else if (frame.opcode() == WsClient.TEXT) {
                    receive(new JsonObject(frame.text()), port);
                }
            }
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof SocketTimeoutException)) {
                throw e;
            }
        }
    }

    private void receive(JsonObject message, int port) {
        if (message.getString("event").equals("checkbox-update")) {
            JsonObject change = message.getJsonObject("data");
            long next = change.getLong("version");
            if (next == version + 1) {
                List<Boolean> changed = new ArrayList<>(board);
                changed.set(change.getInteger("index"), change.getBoolean("value"));
                board = changed;
                version = next;
            } else if (next != version) {
                fetch(port);
            }
        }
    }

    private void fetch(int port) {
        JsonObject state = new JsonObject(Instances.get(port, "/state").body());
        JsonArray boxes = state.getJsonArray("state");
        if (boxes == null) {
            throw new IllegalStateException("no state: " + state);
        }
        List<Boolean> fetched = new ArrayList<>();
        boxes.forEach(box -> fetched.add((Boolean) box));
        board = fetched;
        version = state.getLong("version");
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
