package dev.carillon.endpoint;

import dev.carillon.bus.BridgeProxy;
import io.vertx.core.Vertx;

/**
 * What a core gives its endpoints. Immutable.
 *
 * @param vertx for timers and the event bus; what is set up in a call from the core runs on the core's event loop
 * @param core number of the core within its instance
 * @param port that the core listens on
 * @param instance id of the instance, unique among all that share Redis
 * @param serverName the instance's name, as shown to clients
 * @param turnWanted asks for a call of {@link Endpoint#turnEnded()} at the end of the present turn
 */
public record EndpointContext(
        Vertx vertx,
        int core,
        int port,
        String instance,
        String serverName,
        BridgeProxy bridge,
        Channels channels,
        Quota quota,
        Runnable turnWanted) {}
