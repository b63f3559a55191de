package dev.carillon.registry;

import dev.carillon.endpoint.BoardEndpoint;
import dev.carillon.endpoint.BoardSettings;
import dev.carillon.endpoint.ChatEndpoint;
import dev.carillon.endpoint.ChatSettings;
import dev.carillon.endpoint.EchoEndpoint;
import dev.carillon.endpoint.EchoSettings;
import dev.carillon.endpoint.EndpointType;
import dev.carillon.endpoint.JsonEventsEndpoint;
import dev.carillon.endpoint.SessionsEndpoint;
import dev.carillon.endpoint.SessionsSettings;
import dev.carillon.endpoint.UsersEndpoint;
import dev.carillon.endpoint.UsersSettings;
import dev.carillon.socketio.SocketIoEndpoint;
import dev.carillon.socketio.SocketIoSettings;
import java.util.List;

/** Every endpoint there is: a new one is its class and a line here. */
public final class Endpoints {
    /** In the order in which they are shown. */
    public static final List<EndpointType<?>> ALL = List.of(
            new EndpointType<>("sessions", SessionsSettings.class, SessionsEndpoint::new),
            new EndpointType<>("chat", ChatSettings.class, ChatEndpoint::new),
            new EndpointType<>("users", UsersSettings.class, UsersEndpoint::new),
            new EndpointType<>(
                    "board",
                    BoardSettings.class,
                    (settings, context) -> new JsonEventsEndpoint(context, new BoardEndpoint(context))),
            new EndpointType<>("socketio", SocketIoSettings.class, SocketIoEndpoint::new),
            new EndpointType<>("echo", EchoSettings.class, EchoEndpoint::new));

    private Endpoints() {}
}
