package dev.carillon.endpoint;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * Tells a client that asks with {@code ?hello=1} which session it is and on which instance. Clients that do not ask get nothing
 * that the protocol of the endpoint does not have. Pure.
 */
public final class Hello {
    private Hello() {}

    /** Whether a client asked for it. */
    public static boolean asked(Handshake handshake) {
        return "1".equals(handshake.param("hello"));
    }

    /** {@code {"type":"hello","sessionId":…,"server":…,"instance":…}}, if the client asked for it. */
    static void greet(Peer peer, Handshake handshake, EndpointContext context) {
        if (asked(handshake)) {
            JsonObject hello = new JsonObject()
                    .put("type", "hello")
                    .mergeIn(identity(peer.id().toString(), context));
            peer.sendText(hello.encode().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** {@code {"sessionId":…,"server":…,"instance":…}}. */
    public static JsonObject identity(String session, EndpointContext context) {
        return new JsonObject()
                .put("sessionId", session)
                .put("server", context.serverName())
                .put("instance", context.instance());
    }
}
