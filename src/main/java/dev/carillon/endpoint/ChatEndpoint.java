package dev.carillon.endpoint;

import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Broadcast chat: whatever text a client sends is published on the channel {@code chat}, and everything published there goes to
 * every chat session of every instance. A message that could not be published is answered with an error event. Confined to the
 * event loop of its core.
 */
public final class ChatEndpoint implements Endpoint {
    static final String CHANNEL = "chat";

    private static final int UNSUPPORTED_DATA = 1003;

    private final EndpointContext context;
    private final BridgeProxy bridge;
    private final byte[] prefix;
    private final Rendering plain;

    public ChatEndpoint(ChatSettings settings, EndpointContext context) {
        this.context = context;
        this.bridge = context.bridge();
        this.plain = settings.gaps() ? Renderings.ANNOUNCING : Renderings.PLAIN;
        String name = settings.prefix() ? "[" + context.serverName() + "] " : "";
        this.prefix = name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<String> held() {
        return List.of(CHANNEL);
    }

    @Override
    public String objection(Handshake handshake) {
        return Listening.objection(handshake);
    }

    @Override
    public void opened(Peer peer, Handshake handshake) {
        Listening listening = Listening.asked(handshake, plain);
        Position has = listening.since() == null ? context.channels().position(CHANNEL) : listening.since();
        Hello.greet(peer, handshake, context, has);
        listening.begin(context, peer, CHANNEL, () -> true);
    }

    @Override
    public void text(Peer peer, Message message) {
        byte[] payload = Arrays.copyOf(prefix, prefix.length + message.size());
        message.copyTo(payload, prefix.length);
        peer.owe(1);
        bridge.publish(CHANNEL, payload, failure -> {
            peer.settle(1);
            if (failure != null && peer.isOpen()) {
                peer.sendText(Errors.event(failure));
            }
        });
    }

    @Override
    public void binary(Peer peer, Message message) {
        peer.close(UNSUPPORTED_DATA, "Binary messages are not supported");
    }

    @Override
    public void closed(Peer peer) {}
}
