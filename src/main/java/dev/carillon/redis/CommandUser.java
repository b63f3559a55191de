package dev.carillon.redis;

import io.vertx.redis.client.RedisConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The user of the command link: prepares each connection before commands go over it. Confined to the event loop of the bridge. */
final class CommandUser implements RedisLink.User {
    private final RedisPeer peer;
    private final CommandPipeline pipeline;
    private final Duration timeout;
    private final Runnable ready;
    private final Consumer<String> useless;

    // Touched only on the bridge's event loop
    private RedisConnection present;

    /**
     * @param timeout of the preparation
     * @param ready called when commands are about to go
     * @param useless told why a connection is of no use
     */
    CommandUser(RedisPeer peer, CommandPipeline pipeline, Duration timeout, Runnable ready, Consumer<String> useless) {
        this.peer = peer;
        this.pipeline = pipeline;
        this.timeout = timeout;
        this.ready = ready;
        this.useless = useless;
    }

    @Override
    public void up(RedisConnection connection) {
        present = connection;
        peer.prepare(connection)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(prepared -> {
                    if (present == connection) {
                        prepared(connection, prepared.cause());
                    }
                });
    }

    @Override
    public void down() {
        present = null;
        pipeline.down();
    }

    private void prepared(RedisConnection connection, Throwable failure) {
        if (failure == null) {
            ready.run();
            pipeline.up(connection, System.nanoTime());
        } else {
            useless.accept("Redis could not be prepared: " + failure.getMessage());
        }
    }
}
