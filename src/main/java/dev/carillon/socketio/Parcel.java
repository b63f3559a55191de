package dev.carillon.socketio;

import dev.carillon.endpoint.Account;
import dev.carillon.endpoint.Channels;

/**
 * A packet for one client that waits outside of a WebSocket. Immutable.
 *
 * @param channel that it was published on and is counted on, or null when it is for this client alone
 */
record Parcel(EnginePacket packet, String channel) {
    static Parcel own(EnginePacket packet) {
        return new Parcel(packet, null);
    }

    boolean isPublished() {
        return channel != null;
    }

    /** It waits for its client from here on. */
    void queued(Channels channels) {
        if (isPublished()) {
            account(channels).queued(1);
        }
    }

    /** It waits no longer here. */
    void unqueued(Channels channels) {
        if (isPublished()) {
            account(channels).unqueued(1);
        }
    }

    /** It waited, and is given to the client. */
    void delivered(Channels channels) {
        if (isPublished()) {
            unqueued(channels);
            account(channels).delivered(1);
        }
    }

    /** It waited, and the client fetches too slowly. */
    void dropped(Channels channels) {
        if (isPublished()) {
            unqueued(channels);
            account(channels).dropped(1);
        }
    }

    /** It waited, and its session ended. */
    void gone(Channels channels) {
        if (isPublished()) {
            unqueued(channels);
            account(channels).gone(1);
        }
    }

    /** It is too much to wait for a client that fetches too slowly. */
    void refused(Channels channels) {
        if (isPublished()) {
            account(channels).dropped(1);
        }
    }

    private Account account(Channels channels) {
        return channels.account(channel);
    }
}
