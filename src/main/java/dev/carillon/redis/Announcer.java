package dev.carillon.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;

/**
 * Publishes an {@link Announcement} in each interval of the clock, once however many instances do so. Confined to the event loop
 * of the bridge.
 */
final class Announcer {
    // Keys: the mark of the interval. Arguments: how long the mark lives in ms, channel, text
    private static final String ANNOUNCE = """
            if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
              return redis.call('PUBLISH', ARGV[2], ARGV[3])
            end
            return -1
            """;

    private final Announcement announcement;
    private final Commands redis;

    Announcer(Announcement announcement, Commands redis) {
        this.announcement = announcement;
        this.redis = redis;
    }

    /** How long until the next interval begins. */
    long untilNextMs(Instant now) {
        long intervalMs = announcement.interval().toMillis();
        return intervalMs - now.toEpochMilli() % intervalMs;
    }

    /** Publishes for the interval that {@code now} is in, unless another instance did. */
    void announce(Instant now) {
        long intervalMs = announcement.interval().toMillis();
        Request request = Request.cmd(Command.EVAL)
                .arg(ANNOUNCE)
                .arg(1)
                .arg(Keys.serverEvent(now.toEpochMilli() / intervalMs))
                .arg(intervalMs * 2)
                .arg(announcement.channel())
                .arg(announcement.text().apply(now));
        redis.submit(request, Reply.IGNORED);
    }
}
