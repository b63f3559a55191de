package dev.carillon.redis;

import java.time.Instant;
import java.util.List;

/**
 * Publishes an {@link Announcement} in each interval of the clock, once however many instances do so. Confined to the event loop
 * of the bridge.
 */
final class Announcer {
    // Keys: the mark of the interval. Arguments: how long the mark lives in ms, text, channel, how much of it is kept
    static final Script ANNOUNCE = HistoryScript.withDefinitions("""
            if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[5]) then
              return publish(ARGV[7], ARGV[6], ARGV[8], ARGV[9])
            end
            return -1
            """);

    private final Announcement announcement;
    private final HistoryPolicy policy;
    private final Commands redis;

    Announcer(Announcement announcement, HistoryPolicy policy, Commands redis) {
        this.announcement = announcement;
        this.policy = policy;
        this.redis = redis;
    }

    /** How long until the next interval begins. */
    long untilNextMs(Instant now) {
        long intervalMs = announcement.interval().toMillis();
        return intervalMs - now.toEpochMilli() % intervalMs;
    }

    /** Publishes for the interval that {@code now} is in, unless another instance did. */
    void announce(Instant now) {
        long nowMs = now.toEpochMilli();
        long intervalMs = announcement.interval().toMillis();
        String channel = announcement.channel();
        byte[] text = announcement.text().apply(now);
        List<String> mark = List.of(Keys.serverEvent(nowMs / intervalMs));
        redis.submit(
                () -> policy.terms(
                        policy.script(ANNOUNCE, mark, nowMs)
                                .arg(intervalMs * 2)
                                .arg(text)
                                .arg(channel),
                        channel),
                Reply.IGNORED);
    }
}
