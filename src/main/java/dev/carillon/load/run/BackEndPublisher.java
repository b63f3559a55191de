package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;
import dev.carillon.load.wire.Payload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The back-end of {@code users}: takes numbers and hands messages to its connections, each user's always to the same one, so
 * that they stay in order. Callable from the event loops of all lanes.
 */
final class BackEndPublisher {
    /** One connection of the back-end; publishes in the order of the calls. */
    interface Connection {
        /** Succeeds when the message was taken. */
        Future<Void> publish(String user, String message);
    }

    private final Run run;
    private final List<Connection> connections;
    private final Vertx vertx;
    private final BackEndCounters counters;

    BackEndPublisher(Run run, Vertx vertx, List<Connection> connections, BackEndCounters counters) {
        this.run = run;
        this.vertx = vertx;
        this.connections = connections;
        this.counters = counters;
    }

    /** Publishes the user's next message. */
    void publish(int user, long dueUs) {
        Plan plan = run.plan();
        int number = run.streams().take(user);
        counters.sent();
        send(user, number, dueUs, plan.traffic().payloadBytes()).onFailure(why -> {
            run.streams().refuse(user, number);
            counters.refused(why.getMessage());
        });
    }

    /** Asks whether the user is there: who gets it is. */
    void probe(int user) {
        send(user, Payload.PROBE, run.clock().nowUs(), Payload.LENGTH)
                .onFailure(why -> counters.probeFailed(why.getMessage()));
    }

    void close() {
        vertx.close();
    }

    private Future<Void> send(int user, int number, long dueUs, int size) {
        byte[] message = new byte[size];
        Payload.write(message, size, run.plan().runId(), user, number, dueUs);
        return connections
                .get(user % connections.size())
                .publish(Users.name(run.plan().runId(), user), new String(message, StandardCharsets.US_ASCII));
    }
}
