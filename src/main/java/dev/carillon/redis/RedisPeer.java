package dev.carillon.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Redis is spoken to: its run id changes with each start, its replication id with each failover. Either may have taken back
 * messages that were given an offset, so that another identity than that of the last message begins an epoch. Confined to the event
 * loop of the bridge.
 */
final class RedisPeer {
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
    private static final Pattern REPLICATION_ID = Pattern.compile("master_replid:(\\w+)");
    private static final int FRESH_BYTES = 9;
    private static final List<Script> SCRIPTS = List.of(
            HistoryScript.PUBLISH,
            HistoryScript.TELL_HEAD,
            HistoryScript.READ,
            BoardStore.SET,
            PublishOnce.PUBLISH,
            Announcer.ANNOUNCE);

    private final SecureRandom random = new SecureRandom();

    // Touched only on the bridge's event loop
    private String identity = "";
    private String fresh = "";

    /** The Redis at the other end of the present connection. */
    String identity() {
        return identity;
    }

    /** What the name of an epoch begins with that this instance begins on this Redis. */
    String fresh() {
        return fresh;
    }

    /** Prepares a connection that just came up, before anything else is sent on it: asks who it is, and loads the scripts. */
    Future<Void> prepare(RedisConnection connection) {
        List<Request> requests = new ArrayList<>(List.of(info("server"), info("replication")));
        SCRIPTS.forEach(
                script -> requests.add(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.text())));
        return connection
                .batch(requests)
                .onSuccess(answers ->
                        take(answers.get(0).toString(), answers.get(1).toString()))
                .mapEmpty();
    }

    /** Asks now and then: a Redis that is made a replica and a primary again keeps its connections. */
    void look(Commands redis) {
        redis.submit(info("server"), (server, failure) -> {
            if (failure == null && server != null) {
                redis.submit(info("replication"), (replication, refused) -> take(server, replication));
            }
        });
    }

    private void take(Response server, Response replication) {
        if (replication != null) {
            take(server.toString(), replication.toString());
        }
    }

    private void take(String server, String replication) {
        String now = found(RUN_ID, server) + ":" + found(REPLICATION_ID, replication);
        if (!now.equals(identity)) {
            identity = now;
            byte[] bytes = new byte[FRESH_BYTES];
            random.nextBytes(bytes);
            fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static Request info(String section) {
        return Request.cmd(Command.INFO).arg(section);
    }
}
