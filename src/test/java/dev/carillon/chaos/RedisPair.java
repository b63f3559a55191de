package dev.carillon.chaos;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A primary and its replica, both of which keep what they are told in a file, and a proxy in front of the primary for each instance. Confined
 * to one thread at a time; what is done to one proxy may be done from another.
 */
final class RedisPair implements AutoCloseable {
    private final List<RedisProxy> proxies = new ArrayList<>();
    private RedisServer primary;
    private RedisServer replica;

    private RedisPair(RedisServer primary, RedisServer replica) {
        this.primary = primary;
        this.replica = replica;
    }

    static RedisPair start(Path folder, int instances) {
        RedisPair pair = new RedisPair(
                RedisServer.start(created(folder.resolve("redis-1"))),
                RedisServer.start(created(folder.resolve("redis-2"))));
        for (int i = 0; i < instances; i++) {
            pair.proxies.add(RedisProxy.start(pair.primary.port()));
        }
        pair.follow();
        return pair;
    }

    RedisProxy proxy(int instance) {
        return proxies.get(instance);
    }

    /** The primary does not run for a while. */
    void pause(long ms) {
        primary.pause();
        Pause.ms(ms);
        primary.resume();
    }

    /** The primary is killed, and comes back with what it wrote. */
    void restart(long ms) {
        primary.kill();
        Pause.ms(ms);
        primary.startAgain();
    }

    /** All subscribers are disconnected. */
    void killSubscribers() {
        try (RedisCli cli = RedisCli.open(primary.url())) {
            cli.call("CLIENT", "KILL", "TYPE", "pubsub");
        }
    }

    /** The primary is killed, and its replica takes its place without what was published in the last so many milliseconds. */
    void promote(long lagMs) {
        follow();
        try (RedisCli cli = RedisCli.open(replica.url())) {
            if (lagMs > 0) {
                Replica.fallBehind(cli);
                Pause.ms(lagMs);
            }
            primary.kill();
            Replica.promote(cli);
        }
        RedisServer former = primary;
        primary = replica;
        replica = former;
        proxies.forEach(proxy -> proxy.switchTo(primary.port()));
        replica.startAgain();
        follow();
    }

    @Override
    public void close() {
        proxies.forEach(RedisProxy::close);
        primary.close();
        replica.close();
    }

    private void follow() {
        try (RedisCli cli = RedisCli.open(replica.url())) {
            Replica.follow(cli, primary.port());
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
