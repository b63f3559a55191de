package dev.carillon.endpoint;

import dev.carillon.bus.BridgeProxy;

/**
 * What a core gives its endpoints. Immutable.
 *
 * @param serverName the instance's name, as shown to clients
 * @param turnWanted asks for a call of {@link Endpoint#turnEnded()} at the end of the present turn
 */
public record EndpointContext(String serverName, BridgeProxy bridge, Runnable turnWanted) {}
