package dev.carillon.redis;

import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands on their way to Redis. All that gathered goes in one write; while its answers are awaited the next write gathers.
 * Each command gets exactly one reply: its result, or a failure when Redis refuses it, when it took too long, when the connection
 * broke, or when too many wait. Confined to the event loop of the bridge.
 */
final class CommandPipeline {
    private static final Logger log = LoggerFactory.getLogger(CommandPipeline.class);

    static final String LOST = "Redis connection lost";
    static final String TIMED_OUT = "Redis operation timed out";
    static final String TOO_MANY = "Too many commands are waiting for Redis";

    private static final String NO_SCRIPT = "NOSCRIPT";

    private record Entry(Supplier<Request> request, Reply reply, long deadlineNs) {}

    private final RedisSettings settings;
    private final RedisMetrics metrics;
    private final Consumer<String> linkUseless;

    // Touched only on the bridge's event loop
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private List<Entry> running = List.of();
    private long sentNs;

    // How many at the head of those running have had their reply because they took too long
    private int overdue;
    private RedisConnection connection;

    /** @param linkUseless told why when the connection no longer answers */
    CommandPipeline(RedisSettings settings, RedisMetrics metrics, Consumer<String> linkUseless) {
        this.settings = settings;
        this.metrics = metrics;
        this.linkUseless = linkUseless;
    }

    /**
     * Takes a command; it goes out with the next {@link #send}.
     *
     * @param request called once, when it is sent
     */
    void submit(Supplier<Request> request, Reply reply, long nowNs) {
        if (isFull()) {
            metrics.refused();
            reply.done(null, TOO_MANY);
        } else {
            waiting.add(
                    new Entry(request, reply, nowNs + settings.commandTimeout().toNanos()));
        }
    }

    /** Whether a command more would be refused. */
    boolean isFull() {
        return waiting.size() >= settings.maxWaiting();
    }

    /** How many commands wait or run. */
    int size() {
        return waiting.size() + running.size();
    }

    /** The connection is there. */
    void up(RedisConnection fresh, long nowNs) {
        connection = fresh;
        send(nowNs);
    }

    /** The connection is gone: what ran on it has failed, what waits goes on waiting. */
    void down() {
        connection = null;
        failRunning(LOST);
    }

    /** Sends what waits, unless answers are still awaited. */
    void send(long nowNs) {
        if (connection == null || !running.isEmpty() || waiting.isEmpty()) {
            return;
        }
        int size = Math.min(waiting.size(), settings.batchSize());
        List<Entry> batch = new ArrayList<>(size);
        List<Request> requests = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Entry entry = waiting.poll();
            batch.add(entry);
            requests.add(entry.request.get());
        }
        running = batch;
        sentNs = nowNs;
        overdue = 0;
        metrics.sent(size);
        connection.batch(requests).onComplete((responses, failure) -> {
            // A batch that was given up has had its replies
            if (running == batch) {
                metrics.answered(System.nanoTime() - nowNs);
                answered(responses, failure);
            }
        });
    }

    private void answered(List<Response> responses, Throwable failure) {
        List<Entry> batch = running;
        int first = overdue;
        running = List.of();
        overdue = 0;
        Map<Integer, String> causes =
                failure == null ? Map.of() : BatchErrors.parse(failure.getMessage(), batch.size());
        for (int i = first; i < batch.size(); i++) {
            try {
                batch.get(i).reply.done(responses == null ? null : responses.get(i), causes.get(i));
            } catch (RuntimeException bug) {
                // The others of the batch are to hear of theirs all the same
                metrics.bug();
                log.error("A reply from Redis could not be taken", bug);
            }
        }
        if (causes.values().stream().anyMatch(cause -> cause.contains(NO_SCRIPT))) {
            linkUseless.accept("Redis has forgotten its scripts");
        } else if (causes.containsValue(LOST)) {
            // What waits is not for this connection, which fails everything at once from now on
            linkUseless.accept("Redis closed the connection");
        } else {
            send(System.nanoTime());
        }
    }

    /** Fails what is too old; called now and then. */
    void expire(long nowNs) {
        while (overdue < running.size() && nowNs - running.get(overdue).deadlineNs >= 0) {
            metrics.timedOut(1);
            running.get(overdue++).reply.done(null, TIMED_OUT);
        }
        // What is too old may have waited for long before it was sent: the connection has a time of its own
        if (!running.isEmpty() && nowNs - sentNs >= settings.commandTimeout().toNanos()) {
            linkUseless.accept("no answer for "
                    + TimeUnit.NANOSECONDS.toMillis(settings.commandTimeout().toNanos()) + " ms");
        }
        while (!waiting.isEmpty() && nowNs - waiting.peek().deadlineNs >= 0) {
            metrics.timedOut(1);
            waiting.poll().reply.done(null, TIMED_OUT);
        }
    }

    /** Fails all that waits or runs. */
    void close() {
        down();
        while (!waiting.isEmpty()) {
            waiting.poll().reply.done(null, LOST);
        }
    }

    private void failRunning(String reason) {
        List<Entry> failed = running.subList(overdue, running.size());
        running = List.of();
        overdue = 0;
        failed.forEach(entry -> entry.reply.done(null, reason));
    }
}
