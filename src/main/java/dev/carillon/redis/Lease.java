package dev.carillon.redis;

import dev.carillon.bus.InstanceInfo;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the other instances that this one is alive: a key in Redis that ends by itself when it is not renewed. Confined to the
 * event loop of the bridge.
 */
final class Lease {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    // Key: the lease. Arguments: what the instance says of itself, length in ms. Tells whether the lease was there
    private static final String RENEW = """
            local there = redis.call('EXISTS', KEYS[1])
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return there
            """;

    // Keys: the lease, the instance's sessions, all instances. Argument: id of the instance. Sessions that are left are
    // swept
    private static final String RELEASE = """
            redis.call('DEL', KEYS[1])
            if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SREM', KEYS[3], ARGV[1]) end
            return 1
            """;

    private final String instance;
    private final Supplier<InstanceInfo> self;
    private final long lengthMs;
    private final Commands redis;
    private final Runnable forgotten;

    private boolean held;

    /**
     * @param self how this instance is at the moment
     * @param forgotten called when Redis may have lost what this instance entered
     */
    Lease(String instance, Supplier<InstanceInfo> self, long lengthMs, Commands redis, Runnable forgotten) {
        this.instance = instance;
        this.self = self;
        this.lengthMs = lengthMs;
        this.redis = redis;
        this.forgotten = forgotten;
    }

    /** How often to call {@link #renew}, in milliseconds. */
    long periodMs() {
        return lengthMs / 3;
    }

    void renew() {
        Request set = Request.cmd(Command.EVAL)
                .arg(RENEW)
                .arg(1)
                .arg(Keys.lease(instance))
                .arg(InstanceRecord.write(self.get()))
                .arg(lengthMs);
        redis.submit(Request.cmd(Command.SADD).arg(Keys.INSTANCES).arg(instance), Reply.IGNORED);
        redis.submit(set, (there, failure) -> {
            if (failure == null && there != null) {
                if (there.toInteger() == 0 && held) {
                    log.warn("Redis has lost this instance's lease: sessions are entered again");
                    forgotten.run();
                }
                held = true;
            }
        });
    }

    /** Gives the lease back; what sessions this instance has left in Redis are swept by the others. */
    void release() {
        Request release = Request.cmd(Command.EVAL)
                .arg(RELEASE)
                .arg(3)
                .arg(Keys.lease(instance))
                .arg(Keys.sessionsOf(instance))
                .arg(Keys.INSTANCES)
                .arg(instance);
        redis.submit(release, Reply.IGNORED);
    }
}
