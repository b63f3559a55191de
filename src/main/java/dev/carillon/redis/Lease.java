package dev.carillon.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the other instances that this one is alive: a key in Redis that ends by itself when it is not renewed. Confined to the
 * event loop of the bridge.
 */
final class Lease {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    private final String instance;
    private final String serverName;
    private final long lengthMs;
    private final Commands redis;
    private final Runnable forgotten;

    private boolean held;

    /** @param forgotten called when Redis may have lost what this instance entered */
    Lease(String instance, String serverName, long lengthMs, Commands redis, Runnable forgotten) {
        this.instance = instance;
        this.serverName = serverName;
        this.lengthMs = lengthMs;
        this.redis = redis;
        this.forgotten = forgotten;
    }

    /** How often to call {@link #renew}, in milliseconds. */
    long periodMs() {
        return lengthMs / 3;
    }

    void renew() {
        Request set = Request.cmd(Command.SET)
                .arg(Keys.lease(instance))
                .arg(serverName)
                .arg("PX")
                .arg(lengthMs)
                .arg("GET");
        redis.submit(Request.cmd(Command.SADD).arg(Keys.INSTANCES).arg(instance), Reply.IGNORED);
        redis.submit(set, (previous, failure) -> {
            if (failure == null) {
                if (previous == null && held) {
                    log.warn("Redis has lost this instance's lease: sessions are entered again");
                    forgotten.run();
                }
                held = true;
            }
        });
    }

    /** Gives the lease back: the instance has nothing in Redis any more. */
    void release() {
        redis.submit(Request.cmd(Command.DEL).arg(Keys.lease(instance)).arg(Keys.sessionsOf(instance)), Reply.IGNORED);
        redis.submit(Request.cmd(Command.SREM).arg(Keys.INSTANCES).arg(instance), Reply.IGNORED);
    }
}
