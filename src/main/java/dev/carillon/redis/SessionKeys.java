package dev.carillon.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The keys of this instance's sessions: writes them, and deletes those of sessions that ended, a batch at a time. Confined to the
 * event loop of the bridge.
 */
final class SessionKeys {
    private static final int KEPT_BACKLOGS = 10;

    private final String instance;
    private final int batchSize;
    private final int maxWaiting;
    private final Commands redis;

    private final ArrayDeque<UUID> ended = new ArrayDeque<>();

    /** @param maxWaiting how many keys may wait to be deleted; beyond it more than one batch goes at a time */
    SessionKeys(String instance, int batchSize, int maxWaiting, Commands redis) {
        this.instance = instance;
        this.batchSize = batchSize;
        this.maxWaiting = maxWaiting;
        this.redis = redis;
    }

    /** @param first whether the session has to be entered among those of this instance */
    void count(UUID session, long messages, boolean first, Reply reply) {
        if (first) {
            redis.submit(
                    Request.cmd(Command.SADD).arg(Keys.sessionsOf(instance)).arg(session.toString()), Reply.IGNORED);
        }
        redis.submit(
                Request.cmd(Command.HSET)
                        .arg(Keys.session(session))
                        .arg(Keys.MESSAGE_COUNT)
                        .arg(messages),
                reply);
    }

    /** The session has ended. */
    void forget(UUID session) {
        // Beyond the bound it stays entered in Redis, and is swept by the others once this instance has gone
        if (ended.size() < maxWaiting * KEPT_BACKLOGS) {
            ended.add(session);
        }
    }

    /** Deletes the next batch. */
    void sweep() {
        do {
            deleteBatch();
        } while (ended.size() > maxWaiting);
    }

    /** Deletes all, in batches. */
    void sweepAll() {
        while (!ended.isEmpty()) {
            deleteBatch();
        }
    }

    private void deleteBatch() {
        List<UUID> batch = new ArrayList<>(Math.min(batchSize, ended.size()));
        while (batch.size() < batchSize && !ended.isEmpty()) {
            batch.add(ended.poll());
        }
        if (!batch.isEmpty()) {
            Request delete = Request.cmd(Command.UNLINK);
            Request leave = Request.cmd(Command.SREM).arg(Keys.sessionsOf(instance));
            for (UUID session : batch) {
                delete.arg(Keys.session(session));
                leave.arg(session.toString());
            }
            redis.submit(delete, (count, failure) -> {
                if (failure == null) {
                    redis.submit(leave, Reply.IGNORED);
                } else {
                    batch.forEach(this::forget);
                }
            });
        }
    }
}
