package dev.carillon.endpoint;

import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Notifications for each user: a client says who it is with {@code {"user_name":"Alice"}}, and from then on gets what is published on
 * that user's channel. A later name takes the place of an earlier one. Confined to the event loop of its core.
 */
public final class UsersEndpoint implements Endpoint {
    private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "pong".getBytes(StandardCharsets.US_ASCII);

    private final EndpointContext context;
    private final BridgeProxy bridge;
    private final UserNames names;
    private final boolean confirm;

    public UsersEndpoint(UsersSettings settings, EndpointContext context) {
        this.context = context;
        this.bridge = context.bridge();
        this.names = settings.names();
        this.confirm = settings.confirm();
    }

    @Override
    public String objection(Handshake handshake) {
        return Listening.objection(handshake);
    }

    @Override
    public void opened(Peer peer, Handshake handshake) {
        peer.attach(new Visit(null, Listening.asked(handshake, Renderings.ANNOUNCING)));
        Hello.greet(peer, handshake, context);
    }

    @Override
    public void text(Peer peer, Message message) {
        byte[] text = message.bytes();
        if (Arrays.equals(text, PING)) {
            peer.sendText(PONG);
            return;
        }
        try {
            introduce(peer, name(text));
        } catch (BadMessageException bad) {
            peer.sendText(Errors.event(bad.getMessage()));
        }
    }

    @Override
    public void binary(Peer peer, Message message) {
        peer.sendText(Errors.event("Binary messages are not supported"));
    }

    @Override
    public void closed(Peer peer) {}

    private String name(byte[] text) throws BadMessageException {
        Object json;
        try {
            json = Json.decodeValue(Buffer.buffer(text));
        } catch (DecodeException e) {
            throw new BadMessageException("Expected {\"user_name\":\"…\"} in JSON, or ping");
        }
        if (!(json instanceof JsonObject object && object.getValue("user_name") instanceof String given)) {
            throw new BadMessageException("Expected {\"user_name\":\"…\"}, the name being a text");
        }
        String name = UserNames.normal(given);
        String fault = names.fault(name);
        if (fault != null) {
            throw new BadMessageException(fault);
        }
        return name;
    }

    private void introduce(Peer peer, String name) {
        String channel = names.channel(name);
        Visit visit = (Visit) peer.attachment();
        // Until it has been given what it missed, it has no more than it came with
        Position has = channel.equals(visit.channel) ? null : visit.listening.since();
        if (!channel.equals(visit.channel)) {
            if (visit.channel != null) {
                peer.leave(visit.channel);
            }
            Visit next = new Visit(channel, visit.listening.fromNowOn());
            peer.attach(next);
            // Not the channel: whoever left it and came back listens to it already
            visit.listening.begin(context, peer, channel, () -> peer.attachment() == next);
        }
        if (confirm) {
            peer.owe(1);
            bridge.confirm(channel, failure -> {
                peer.settle(1);
                if (peer.isOpen()) {
                    peer.sendText(answer(peer, name, has, failure));
                }
            });
        }
    }

    private static boolean listensTo(Peer peer, String channel) {
        return channel.equals(((Visit) peer.attachment()).channel);
    }

    private byte[] answer(Peer peer, String name, Position has, String failure) {
        String channel = names.channel(name);
        if (!listensTo(peer, channel)) {
            return Errors.event("Another name took the place of " + name);
        }
        if (failure != null) {
            return Errors.event(failure);
        }
        JsonObject subscribed = new JsonObject().put("type", "subscribed").put("user", name);
        Position reached = has == null ? context.channels().position(channel) : has;
        if (((Visit) peer.attachment()).listening.hello() && reached != null) {
            subscribed.put("resume", reached.token());
        }
        return subscribed.encode().getBytes(StandardCharsets.UTF_8);
    }

    /** What is known of a session. Immutable. */
    private record Visit(String channel, Listening listening) {}
}
