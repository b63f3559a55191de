package dev.carillon.chaos;

import static org.awaitility.Awaitility.await;

import dev.carillon.redis.RedisServer;
import dev.carillon.testing.RedisCli;
import java.time.Duration;

/** What is done to a Redis that is a replica. Pure. */
final class Replica {
    private Replica() {}

    /** Waits until it has all that the primary at this port has. */
    static void follow(RedisCli replica, int primaryPort) {
        try (RedisCli primary = RedisCli.open("redis://127.0.0.1:" + primaryPort)) {
            // By itself it waits five seconds for other replicas
            primary.call("CONFIG", "SET", "repl-diskless-sync-delay", "0");
        }
        replica.call("REPLICAOF", "127.0.0.1", "" + primaryPort);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.text("INFO", "replication").contains("master_link_status:up"));
    }

    /** It gets nothing more from its primary, and stays a replica. */
    static void fallBehind(RedisCli replica) {
        replica.call("REPLICAOF", "127.0.0.1", "" + RedisServer.freePort());
    }

    /** It is a primary from now on. */
    static void promote(RedisCli replica) {
        replica.call("REPLICAOF", "NO", "ONE");
    }
}
