package dev.carillon.endpoint;

/** What every endpoint's settings record has. */
public interface EndpointSettings {
    /** Whether the endpoint is served. */
    boolean enabled();

    /** The path of its WebSocket. */
    String path();

    /** What happens to a session whose client reads too slowly. */
    SlowClients slowClients();
}
