package dev.carillon.bus;

import java.util.List;

/**
 * How the bridge is. Immutable.
 *
 * @param outOfReach whether an attempt to connect to Redis has failed and none has succeeded since
 * @param troubles why it is not ready, in words; empty: it is
 */
public record BridgeHealth(boolean outOfReach, List<String> troubles) {
    /** Whether commands are carried out and messages delivered. */
    public boolean isReady() {
        return troubles.isEmpty();
    }
}
