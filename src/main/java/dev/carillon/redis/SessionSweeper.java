package dev.carillon.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the sessions of instances that died: those that are known in Redis and have no lease any more. All living instances do
 * so side by side, each batch being taken by one of them. Confined to the event loop of the bridge.
 */
final class SessionSweeper {
    private static final Logger log = LoggerFactory.getLogger(SessionSweeper.class);

    // Keys: the dead one's sessions, its lease, the set of instances. Arguments: batch size, its id, prefix of session
    // keys
    private static final String SWEEP = """
            if redis.call('EXISTS', KEYS[2]) == 1 then return -1 end
            local ids = redis.call('SPOP', KEYS[1], ARGV[1])
            for _, id in ipairs(ids) do redis.call('UNLINK', ARGV[3] .. id) end
            if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('SREM', KEYS[3], ARGV[2]) end
            return #ids
            """;

    private final String self;
    private final int batchSize;
    private final Commands redis;

    private final Set<String> dead = new HashSet<>();
    private final Set<String> sweeping = new HashSet<>();

    SessionSweeper(String self, int batchSize, Commands redis) {
        this.self = self;
        this.batchSize = batchSize;
        this.redis = redis;
    }

    /** Looks for instances without a lease; called now and then. */
    void look() {
        redis.submit(Request.cmd(Command.SMEMBERS).arg(Keys.INSTANCES), (members, failure) -> {
            if (failure == null && members != null) {
                members.forEach(member -> examine(member.toString()));
            }
        });
    }

    /** Deletes the sessions of each dead instance, one batch after the other. */
    void sweep() {
        List.copyOf(dead).forEach(this::sweep);
    }

    private void sweep(String instance) {
        if (sweeping.add(instance)) {
            Request sweep = Request.cmd(Command.EVAL)
                    .arg(SWEEP)
                    .arg(3)
                    .arg(Keys.sessionsOf(instance))
                    .arg(Keys.lease(instance))
                    .arg(Keys.INSTANCES)
                    .arg(batchSize)
                    .arg(instance)
                    .arg(Keys.SESSION_PREFIX);
            redis.submit(sweep, (count, failure) -> {
                sweeping.remove(instance);
                swept(instance, count, failure);
            });
        }
    }

    private void examine(String instance) {
        if (!instance.equals(self) && !dead.contains(instance)) {
            redis.submit(Request.cmd(Command.EXISTS).arg(Keys.lease(instance)), (exists, failure) -> {
                if (failure == null && exists != null && exists.toInteger() == 0 && dead.add(instance)) {
                    log.info("Instance {} has died: its sessions are swept", instance);
                }
            });
        }
    }

    private void swept(String instance, Response count, String failure) {
        if (failure == null && count != null) {
            if (count.toInteger() < batchSize) {
                dead.remove(instance);
            } else {
                sweep(instance);
            }
        }
    }
}
