package dev.carillon.redis;

import dev.carillon.retry.Backoff;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis that comes back for ever: a state machine, as the client library neither reconnects nor notices a peer
 * that has gone silent. Confined to the event loop of the bridge.
 */
final class RedisLink {
    /** What uses the link. Called on the event loop of the bridge. */
    interface User {
        /** The connection is there. */
        void up(RedisConnection connection);

        /** It is gone, and all that was under way on it. */
        void down();

        /** Redis sent something by itself. */
        default void pushed(Response push) {}
    }

    private sealed interface State permits Connecting, Up, Waiting, Closed {
        default void leave() {}
    }

    /** An attempt is under way. */
    private final class Connecting implements State {
        private final Redis client = Redis.createClient(vertx, options());
        private final long timer =
                vertx.setTimer(settings.connectTimeout().toMillis(), expired -> failed(this, "no answer in time"));

        private void start() {
            client.connect()
                    .onComplete(result -> context.runOnContext(done -> {
                        if (state != this) {
                            client.close();
                        } else if (result.succeeded()) {
                            enter(new Up(client, result.result()));
                        } else {
                            failed(this, words(result.cause()));
                        }
                    }));
        }

        @Override
        public void leave() {
            vertx.cancelTimer(timer);
        }
    }

    /** The connection works as far as is known. */
    private final class Up implements State {
        private final long calm;
        private final Redis client;
        private final RedisConnection connection;

        private Up(Redis client, RedisConnection connection) {
            this.calm = vertx.setTimer(settings.backoffMax().toMillis(), passed -> backoff.reset());
            this.client = client;
            this.connection = connection;
            connection.handler(push -> {
                if (state == this) {
                    user.pushed(push);
                }
            });
            connection.endHandler(ended -> lost(this, "Redis closed the connection"));
            connection.exceptionHandler(failure -> lost(this, words(failure)));
        }

        @Override
        public void leave() {
            vertx.cancelTimer(calm);
            client.close();
        }
    }

    /** The next attempt is some time off. */
    private final class Waiting implements State {
        private final long timer;

        private Waiting(long pauseMs) {
            timer = vertx.setTimer(pauseMs, expired -> connect());
        }

        @Override
        public void leave() {
            vertx.cancelTimer(timer);
        }
    }

    /** Nothing more happens. */
    private static final class Closed implements State {}

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

    private final String name;
    private final Vertx vertx;
    private final Context context;
    private final RedisSettings settings;
    private final String url;
    private final User user;
    private final LinkMetrics metrics;
    private final Backoff backoff;

    // Touched only on the bridge's event loop
    private State state = new Closed();
    private long lostNs;
    private boolean everUp;
    private String trouble = "not connected yet";

    /** @param name of the link in logs and metrics */
    RedisLink(
            String name,
            Vertx vertx,
            RedisSettings settings,
            String url,
            User user,
            LinkMetrics metrics,
            Backoff backoff) {
        this.name = name;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.url = url;
        this.user = user;
        this.metrics = metrics;
        this.backoff = backoff;
    }

    /** Begins to connect. */
    void start() {
        connect();
    }

    /** Ends for good. */
    void close() {
        boolean wasUp = isUp();
        enter(new Closed());
        if (wasUp) {
            user.down();
        }
    }

    boolean isUp() {
        return state instanceof Up;
    }

    /** Whether the last attempt failed. */
    boolean isWaiting() {
        return state instanceof Waiting;
    }

    /** Why it is not up, in words. */
    String trouble() {
        return trouble;
    }

    /** There is reason to think that Redis is back: the next attempt is made at once. */
    void hurry() {
        if (state instanceof Waiting) {
            connect();
        }
    }

    /** The user found the connection to be of no use: it is replaced. */
    void reset(String reason) {
        if (state instanceof Up up) {
            lost(up, reason);
        }
    }

    private void connect() {
        Connecting attempt = new Connecting();
        enter(attempt);
        attempt.start();
    }

    private void enter(State next) {
        State previous = state;
        state = next;
        previous.leave();
        metrics.up(next instanceof Up);
        if (next instanceof Up up) {
            if (everUp) {
                long downMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostNs);
                log.info("Redis {} link is up again after {} ms", name, downMs);
                metrics.reconnected();
            }
            everUp = true;
            user.up(up.connection);
        }
    }

    private void lost(Up from, String reason) {
        if (state == from) {
            lostNs = System.nanoTime();
            trouble = reason;
            log.warn("Redis {} link is lost: {}; trying again", name, reason);
            enter(new Waiting(backoff.nextMs()));
            user.down();
        }
    }

    private void failed(Connecting from, String reason) {
        if (state == from) {
            if (!everUp && !reason.equals(trouble)) {
                log.warn("Redis {} link does not come up: {}; trying again", name, reason);
            }
            trouble = reason;
            enter(new Waiting(backoff.nextMs()));
            from.client.close();
        }
    }

    private RedisOptions options() {
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                // What is still on its way on a connection that is given up must not arrive after what its successor
                // brings
                .setSoLinger(0)
                .setTcpKeepAlive(true);
        return new RedisOptions()
                .setConnectionString(url)
                .setNetClientOptions(net)
                .setMaxWaitingHandlers(settings.batchSize() + 16)
                .setPoolName(name)
                .setMaxPoolSize(1)
                .setPoolRecycleTimeout(-1)
                .setPoolCleanerInterval(-1);
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.strip();
    }
}
