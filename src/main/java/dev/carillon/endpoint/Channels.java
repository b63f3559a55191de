package dev.carillon.endpoint;

/** What is published, as one core gets it. Confined to the event loop of that core. */
public interface Channels {
    /** Called with each message on a channel. */
    @FunctionalInterface
    interface Listener {
        /**
         * @param number grows with each message of the instance, on whichever channel, and is the same on all its cores
         * @param text not changed by anybody
         */
        void published(long number, byte[] text);
    }

    /** Passes each message on the channel to the listener, at once and not at the turn's end. */
    void listen(String channel, Listener listener);

    /** Ends what {@link #listen} began. */
    void unlisten(String channel, Listener listener);

    /** The number of the last message that came on a channel that is listened to; 0 when none has. */
    long lastNumber(String channel);
}
