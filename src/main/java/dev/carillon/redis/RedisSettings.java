package dev.carillon.redis;

import dev.carillon.setting.Setting;
import java.time.Duration;

/** How the bridge reaches Redis and what it puts up with. Immutable. */
public record RedisSettings(
        @Setting(
                value = "",
                env = "REDIS_URL",
                pattern = "|rediss?://\\S+",
                expected = "redis://[user:password@]host[:port][/database] or rediss://...",
                secret = true,
                doc = "Redis to use; empty: the one on 127.0.0.1 at localPort if it answers, otherwise an embedded"
                        + " one started there.")
        String url,

        @Setting(
                value = "6379",
                min = 1,
                max = 65535,
                doc = "Port on 127.0.0.1 that is tried, and used by the embedded Redis, when url is empty.")
        int localPort,

        @Setting(
                value = "5s",
                min = 50,
                max = 600_000,
                doc = "How long a command may wait and run before it is answered with an error.")
        Duration commandTimeout,

        @Setting(
                value = "100000",
                min = 1,
                max = 10_000_000,
                doc = "Commands that may wait for Redis; beyond it each is answered with an error at once.")
        int maxWaiting,

        @Setting(value = "2048", min = 1, max = 65536, doc = "Most commands in one write to Redis.")
        int batchSize,

        @Setting(value = "100ms", min = 1, max = 600_000, doc = "Shortest pause before Redis is tried again.")
        Duration backoffMin,

        @Setting(value = "1s", min = 1, max = 600_000, doc = "Longest pause before Redis is tried again.")
        Duration backoffMax,

        @Setting(value = "2s", min = 50, max = 600_000, doc = "How long a connection to Redis may take to come up.")
        Duration connectTimeout,

        @Setting(
                value = "1s",
                min = 50,
                max = 60_000,
                doc = "How often a canary goes through Redis and has to come back; not ready when none came back for"
                        + " three times as long.")
        Duration canaryInterval,

        @Setting(
                value = "10s",
                min = 300,
                max = 600_000,
                doc = "An instance that did not renew its lease for so long is taken for dead and swept by the"
                        + " others; renewed three times as often.")
        Duration lease,

        @Setting(value = "100", min = 1, max = 10000, doc = "Session keys that are deleted in one batch.")
        int sweepBatch,

        @Setting(value = "1s", min = 10, max = 600_000, doc = "How often a batch of session keys is deleted.")
        Duration sweepInterval,

        @Setting(
                value = "10000",
                min = 1,
                max = 10_000_000,
                doc = "Session keys that may wait to be deleted; beyond it several batches go at a time.")
        int sweepBacklog) {}
