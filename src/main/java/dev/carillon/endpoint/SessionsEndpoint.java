package dev.carillon.endpoint;

import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Gap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The session server: greets each session with its id, counts its text messages in Redis and answers each with the count.
 * Confined to the event loop of its core.
 *
 * <p>Messages of one session that arrive while its last count is on its way to Redis are counted together, so a session never has
 * more than one count on its way and its answers keep their order.
 */
public final class SessionsEndpoint implements Endpoint {
    private final EndpointContext context;
    private final BridgeProxy bridge;
    private final Runnable turnWanted;

    // Touched only on this core's event loop
    private final ResponseWriter responses = new ResponseWriter();
    private final List<Conversation> ready = new ArrayList<>();

    public SessionsEndpoint(SessionsSettings settings, EndpointContext context) {
        this.context = context;
        this.bridge = context.bridge();
        this.turnWanted = context.turnWanted();
    }

    @Override
    public List<String> channels() {
        return List.of(ServerEvents.CHANNEL);
    }

    @Override
    public byte[] announced(Gap gap) {
        return GapNotice.text(gap);
    }

    @Override
    public void opened(Peer peer, Handshake handshake) {
        peer.attach(new Conversation(peer));
        String greeting = "{\"type\":\"session\",\"sessionId\":\"" + peer.id() + "\",\"timestamp\":\""
                + Timestamps.format(Instant.now()) + "\"}";
        peer.sendText(greeting.getBytes(StandardCharsets.US_ASCII));
        Hello.greet(peer, handshake, context);
    }

    @Override
    public void text(Peer peer, Message message) {
        Conversation conversation = (Conversation) peer.attachment();
        peer.owe(1);
        conversation.waiting.addText();
        ready(conversation);
    }

    @Override
    public void binary(Peer peer, Message message) {
        Conversation conversation = (Conversation) peer.attachment();
        if (conversation.idle()) {
            peer.sendText(ResponseWriter.BINARY_UNSUPPORTED);
        } else {
            peer.owe(1);
            conversation.waiting.addBinary();
        }
    }

    @Override
    public void turnEnded() {
        for (Conversation conversation : ready) {
            conversation.queued = false;
            count(conversation);
        }
        ready.clear();
    }

    @Override
    public void closed(Peer peer) {
        if (((Conversation) peer.attachment()).mayBeInRedis) {
            bridge.forget(peer.id());
        }
    }

    private void ready(Conversation conversation) {
        if (!conversation.queued && conversation.running == null) {
            conversation.queued = true;
            if (ready.isEmpty()) {
                turnWanted.run();
            }
            ready.add(conversation);
        }
    }

    private void count(Conversation conversation) {
        if (!conversation.peer.isOpen()) {
            return;
        }
        Batch batch = conversation.next();
        boolean first = conversation.epoch != bridge.epoch() || !conversation.mayBeInRedis;
        conversation.epoch = bridge.epoch();
        conversation.mayBeInRedis = true;
        long target = conversation.counted + batch.texts();
        bridge.count(conversation.peer.id(), target, first, failure -> answered(conversation, failure));
    }

    private void answered(Conversation conversation, String failure) {
        Peer peer = conversation.peer;
        Batch batch = conversation.finish();
        peer.settle(batch.size());
        if (failure != null) {
            conversation.epoch = Conversation.NEVER;
        }
        if (peer.isOpen()) {
            byte[] error = failure == null ? null : Errors.event(failure);
            for (int i = 0; i < batch.size(); i++) {
                if (batch.isBinary(i)) {
                    peer.sendText(ResponseWriter.BINARY_UNSUPPORTED);
                } else if (error != null) {
                    peer.sendText(error);
                } else {
                    responses.send(peer, ++conversation.counted);
                }
            }
        }
        if (conversation.waiting.size() > 0) {
            ready(conversation);
        }
    }
}
