package dev.carillon.bus;

import java.util.Locale;

/**
 * That messages of a channel are missing. Immutable.
 *
 * @param from offset of the first that is missing, or null when it is not known
 * @param to offset of the last that is missing, or null when it is not known
 */
public record Gap(String channel, Long from, Long to, Reason reason) {
    /** Why they are missing. */
    public enum Reason {
        /** They were published too long ago, or too many were since: the history no longer holds them. */
        TRIMMED,
        /** Redis restarted, failed over or came back empty: what it gave out last may be lost. */
        REWOUND,
        /** They are more than may wait for a client. */
        TOO_MUCH,
        /** They could not be read for a client that comes back: the channel keeps no history, or Redis did not answer in time. */
        UNREAD,
        /** They were dropped because the client read too slowly. */
        SLOW;

        /** As clients and metrics see it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
