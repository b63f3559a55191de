package dev.carillon.endpoint;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import dev.carillon.bus.Question;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * How one session listens to a channel: how much it wants to be told, and what it has already. Immutable.
 *
 * @param rendering what it is sent
 * @param hello whether it wants to be told which session it is, and how far the channel is
 * @param since the last message that it has; null when it has none, or the channel keeps no history
 */
record Listening(Rendering rendering, boolean hello, Position since) {
    private static final String NO_TOKEN =
            "resume has to be what a hello gave, <epoch>:<offset>, the offset being that of the last message received";
    private static final Channels.Listener NOBODY = (number, text) -> {};

    /**
     * As a client asks for it: {@code hello=1} for gap notices, {@code offsets=1} for messages with their positions, {@code resume=} for
     * what it missed.
     *
     * @param plain what it is sent if it asks for nothing
     */
    static Listening asked(Handshake handshake, Rendering plain) {
        boolean hello = Hello.asked(handshake);
        Rendering rendering = plain;
        if ("1".equals(handshake.param("offsets"))) {
            rendering = Renderings.NUMBERED;
        } else if (hello) {
            rendering = Renderings.ANNOUNCING;
        }
        return new Listening(rendering, hello, Position.parse(handshake.param("resume")));
    }

    /** What is wrong with what a client asks for, or null. */
    static String objection(Handshake handshake) {
        String token = handshake.param("resume");
        return token == null || Position.parse(token) != null ? null : NO_TOKEN;
    }

    /** The same, of another channel, of which the client has nothing yet. */
    Listening fromNowOn() {
        return new Listening(rendering, hello, null);
    }

    /**
     * The peer listens from now on; first it gets what it missed.
     *
     * @param wanted whether it still wants to once that is there
     */
    void begin(EndpointContext context, Peer peer, String channel, BooleanSupplier wanted) {
        if (since == null) {
            peer.join(channel, rendering);
            return;
        }
        peer.owe(1);
        context.channels().listen(channel, NOBODY);
        context.bridge().ask(new Question.Recall(channel, since)).onComplete(recalled -> {
            if (peer.isOpen() && wanted.getAsBoolean()) {
                if (recalled.succeeded()) {
                    recalled.result().events().forEach(event -> send(context, peer, channel, event));
                } else {
                    peer.sendText(Errors.event(recalled.cause().getMessage()));
                    Gap unread = new Gap(channel, since.offset() + 1, null, Gap.Reason.UNREAD);
                    send(context, peer, channel, new Event.Missed(0, unread));
                }
                peer.join(channel, rendering);
            }
            context.channels().unlisten(channel, NOBODY);
            peer.settle(1);
        });
    }

    private void send(EndpointContext context, Peer peer, String channel, Event event) {
        byte[] text = event instanceof Event.Delivery delivery
                ? rendering.rendered(delivery)
                : rendering.announced(((Event.Missed) event).gap());
        if (text != null) {
            // What somebody published need not be UTF-8
            byte[] utf8 = new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            context.channels().account(channel).owed(1);
            peer.sendPublished(channel, utf8);
        }
    }
}
