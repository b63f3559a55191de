package dev.carillon.endpoint;

import java.util.UUID;

/** A session as its endpoint sees it. Confined to the event loop of the core that owns the session. */
public interface Peer {
    /** Identity of the session, unique over all instances: a random (version 4) UUID. */
    UUID id();

    /** What the endpoint last passed to {@link #attach}, or null. */
    Object attachment();

    /** Keeps one object of the endpoint's with the session. */
    void attach(Object attachment);

    /** Whether messages can still be sent: false once a close frame was sent or the connection is gone. */
    boolean isOpen();

    /**
     * Sends a text message at the end of the turn, after all that was sent before it.
     *
     * @param utf8 holds the text; copied before the call returns
     * @param length how many of its bytes, from the first on
     */
    void sendText(byte[] utf8, int length);

    /** Sends a text message at the end of the turn, after all that was sent before it. */
    default void sendText(byte[] utf8) {
        sendText(utf8, utf8.length);
    }

    /**
     * As {@link #sendText(byte[])}, for a message that was published on a channel, whose {@link Account} has it as owed: there it is
     * counted as delivered, or gone.
     */
    void sendPublished(String channel, byte[] utf8);

    /** Sends a binary message at the end of the turn, after all that was sent before it. */
    void sendBinary(byte[] data);

    /**
     * From now on the session gets what is published on the channel, as its endpoint renders it. Joined once at most.
     * Whether anything is missed at the beginning the bridge knows: {@link dev.carillon.bus.BridgeProxy#confirm}.
     */
    void join(String channel);

    /** As {@link #join(String)}, but rendered in another way than the endpoint's own. */
    void join(String channel, Rendering rendering);

    /** The session gets no more of a channel that it joined. */
    void leave(String channel);

    /**
     * Closes the session after all that was sent before has been written.
     *
     * @param code a close code of RFC 6455, section 7.4
     * @param reason at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /**
     * Says that {@code messages} more messages await their answer. Nothing more is read from the client while more than the
     * bound {@code socket.maxUnanswered} do.
     */
    void owe(int messages);

    /** Says that {@code messages} of those owed were answered. */
    void settle(int messages);
}
