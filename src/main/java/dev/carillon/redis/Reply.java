package dev.carillon.redis;

import io.vertx.redis.client.Response;

/** Is told how a Redis command went, once, on the event loop of the bridge. */
interface Reply {
    /** For a command whose outcome nobody needs. */
    Reply IGNORED = (response, failure) -> {};

    /**
     * @param response what Redis answered; null when it failed, when Redis answered nil, and when another command of the same
     *     write failed
     * @param failure null when it was carried out, otherwise the reason in words
     */
    void done(Response response, String failure);
}
