package dev.carillon.socket;

import java.util.Locale;

/** Why a message that was meant for a session did not reach it, as shown in the metrics. Immutable. */
enum DropCause {
    /** The client read too slowly. */
    SLOW,
    /** The connection ended before the message was written. */
    GONE;

    /** Its value of the metrics' label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
