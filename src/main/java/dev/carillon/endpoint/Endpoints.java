package dev.carillon.endpoint;

import java.util.List;

/** Every endpoint there is: a new one is its class and a line here. */
public final class Endpoints {
    /** In the order in which they are shown. */
    public static final List<EndpointType<?>> ALL = List.of(
            new EndpointType<>("sessions", SessionsSettings.class, SessionsEndpoint::new),
            new EndpointType<>("chat", ChatSettings.class, ChatEndpoint::new),
            new EndpointType<>("echo", EchoSettings.class, EchoEndpoint::new));

    private Endpoints() {}
}
