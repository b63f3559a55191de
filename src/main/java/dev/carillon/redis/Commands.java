package dev.carillon.redis;

import io.vertx.redis.client.Request;
import java.util.function.Supplier;

/** Gives a command to the pipeline at the present time. Called on the event loop of the bridge. */
@FunctionalInterface
interface Commands {
    /** @param request called once, when it is sent: what it says may depend on the connection */
    void submit(Supplier<Request> request, Reply reply);

    default void submit(Request request, Reply reply) {
        submit(() -> request, reply);
    }
}
