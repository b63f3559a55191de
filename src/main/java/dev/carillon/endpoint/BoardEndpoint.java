package dev.carillon.endpoint;

import dev.carillon.bus.Board;
import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Question;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A hundred checkboxes that all clients share. Event {@code checkbox-update} with {@code {"index":i,"value":b}} sets one and goes to
 * everybody; {@code message} with anything goes to everybody as {@code server-message}. Confined to the event loop of its core.
 */
public final class BoardEndpoint implements EventEndpoint {
    /** Where all that everybody gets is published, as event and data. */
    public static final String CHANNEL = "server:broker";

    static final String UPDATE = "checkbox-update";

    // Binary data grows in JSON; what everybody gets is no larger than what one may send as text
    private static final int MAX_MESSAGE_BYTES = 1_048_576;

    private final BridgeProxy bridge;
    private final BoardCatchUp catchUp;

    public BoardEndpoint(EndpointContext context) {
        this.bridge = context.bridge();
        this.catchUp = new BoardCatchUp(context);
    }

    @Override
    public List<String> channels() {
        return List.of(CHANNEL);
    }

    @Override
    public void event(EventPeer peer, String name, List<Object> arguments, Ack ack) {
        Object data = arguments.isEmpty() ? null : arguments.get(0);
        if (name.equals(UPDATE)) {
            update(peer, data, ack);
        } else if (name.equals("message")) {
            message(peer, data, ack);
        } else {
            refuse(peer, ack, "There is no event of this name");
        }
    }

    @Override
    public void caughtUp(EventPeer peer) {
        catchUp.add(peer);
    }

    private void update(EventPeer peer, Object data, Ack ack) {
        if (!(data instanceof JsonObject change && change.getValue("value") instanceof Boolean value)) {
            refuse(peer, ack, "Expected {\"index\":0…99,\"value\":true or false}");
        } else if (!(change.getValue("index") instanceof Integer index && index >= 0 && index < Board.SIZE)) {
            refuse(peer, ack, "The index has to be a whole number from 0 to 99");
        } else {
            peer.owe(1);
            bridge.ask(new Question.SetBox(CHANNEL, index, value))
                    .onComplete(
                            version -> {
                                peer.settle(1);
                                ack.answer(new JsonObject().put("version", version));
                            },
                            failure -> {
                                peer.settle(1);
                                refuse(peer, ack, failure.getMessage());
                            });
        }
    }

    private void message(EventPeer peer, Object data, Ack ack) {
        byte[] published = new PublishedEvent("server-message", data).encode();
        if (published.length > MAX_MESSAGE_BYTES) {
            refuse(peer, ack, "The message is too large: " + published.length + " bytes as JSON");
            return;
        }
        peer.owe(1);
        bridge.publish(CHANNEL, published, failure -> {
            peer.settle(1);
            if (failure == null) {
                ack.answer();
            } else {
                refuse(peer, ack, failure);
            }
        });
    }

    private static void refuse(EventPeer peer, Ack ack, String reason) {
        if (peer.isOpen()) {
            peer.emit("error", Errors.json(reason));
        }
        ack.answer(Errors.json(reason));
    }
}
