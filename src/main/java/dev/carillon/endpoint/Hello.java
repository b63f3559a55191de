package dev.carillon.endpoint;

import dev.carillon.bus.Position;
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
        greet(peer, handshake, context, null);
    }

    /**
     * As {@link #greet(Peer, Handshake, EndpointContext)}, with {@code "resume":…} where the channel's position is known: what a client
     * shows that comes back.
     *
     * @param has up to where the client has, or does not want, the messages; null when that is not known
     */
    static void greet(Peer peer, Handshake handshake, EndpointContext context, Position has) {
        if (asked(handshake)) {
            JsonObject hello = new JsonObject()
                    .put("type", "hello")
                    .mergeIn(identity(peer.id().toString(), context));
            if (has != null) {
                hello.put("resume", has.token());
            }
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
