package dev.carillon.redis;

import io.vertx.redis.client.Request;

/** Gives a command to the pipeline at the present time. Called on the event loop of the bridge. */
@FunctionalInterface
interface Commands {
    void submit(Request request, Reply reply);
}
