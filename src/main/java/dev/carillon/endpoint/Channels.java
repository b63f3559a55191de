package dev.carillon.endpoint;

import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;

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

        /** Messages are lost to this instance's sessions; unless overridden that is passed on as a {@link GapNotice#event}. */
        default void missed(long number, Gap gap) {
            published(number, GapNotice.event(gap));
        }
    }

    /** Passes each message on the channel to the listener, at once and not at the turn's end. */
    void listen(String channel, Listener listener);

    /** Ends what {@link #listen} began. */
    void unlisten(String channel, Listener listener);

    /** The number of the last message that came on a channel that is listened to; 0 when none has. */
    long lastNumber(String channel);

    /** How far this core is with a channel that keeps history; null when that is not known. */
    Position position(String channel);

    /** Where the messages of a channel are counted, together with those of channels of its kind. */
    Account account(String channel);
}
