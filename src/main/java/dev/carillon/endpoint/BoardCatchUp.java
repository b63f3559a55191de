package dev.carillon.endpoint;

import dev.carillon.bus.Board;
import dev.carillon.bus.Question;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells clients that missed changes how the board is: every box as a change, with the version of the board. Each of them has what it
 * is told in order with the changes themselves, so that it needs to know nothing of versions. Confined to the event loop of its core.
 */
final class BoardCatchUp {
    private static final long RETRY_MS = 1000;

    private final EndpointContext context;
    private final Channels.Listener listener = (number, text) -> published(text);

    // Touched only on this core's event loop
    private final Set<EventPeer> waiting = new LinkedHashSet<>();
    private boolean asked;

    // What was published since the board was asked for
    private final List<JsonObject> changes = new ArrayList<>();

    BoardCatchUp(EndpointContext context) {
        this.context = context;
    }

    /** The client is told soon, and again after each failure for as long as it is there. */
    void add(EventPeer peer) {
        waiting.add(peer);
        ask();
    }

    private void ask() {
        waiting.removeIf(peer -> !peer.isOpen());
        if (asked || waiting.isEmpty()) {
            return;
        }
        asked = true;
        context.channels().listen(BoardEndpoint.CHANNEL, listener);
        context.bridge().ask(new Question.ReadBoard()).onComplete(this::tell, this::askLater);
    }

    private void askLater(Throwable failure) {
        forget();
        context.vertx().setTimer(RETRY_MS, timer -> {
            asked = false;
            ask();
        });
    }

    private void tell(Board board) {
        List<JsonObject> state = state(board, changes);
        List<EventPeer> peers = List.copyOf(waiting);
        waiting.clear();
        forget();
        asked = false;
        for (EventPeer peer : peers) {
            if (peer.isOpen()) {
                state.forEach(box -> peer.emit(BoardEndpoint.UPDATE, box));
            }
        }
    }

    private void forget() {
        changes.clear();
        context.channels().unlisten(BoardEndpoint.CHANNEL, listener);
    }

    /**
     * The board as changes. Other changes may overtake the answer: what clients were told already is not taken back.
     *
     * @param changes that were published since the board was asked for
     */
    static List<JsonObject> state(Board board, List<JsonObject> changes) {
        Boolean[] boxes = board.boxes().toArray(Boolean[]::new);
        long version = board.version();
        for (JsonObject change : changes) {
            if (change.getLong("version") > version) {
                version = change.getLong("version");
                boxes[change.getInteger("index")] = change.getBoolean("value");
            }
        }
        List<JsonObject> state = new ArrayList<>(boxes.length);
        for (Boolean box : Arrays.asList(boxes)) {
            state.add(new JsonObject()
                    .put("index", state.size())
                    .put("value", box)
                    .put("version", version));
        }
        return state;
    }

    private void published(byte[] text) {
        PublishedEvent.parse(text)
                .filter(event -> event.event().equals(BoardEndpoint.UPDATE))
                .map(PublishedEvent::data)
                .filter(BoardCatchUp::isChange)
                .ifPresent(data -> changes.add((JsonObject) data));
    }

    /** Back-ends may publish anything under the name of a change. */
    private static boolean isChange(Object data) {
        return data instanceof JsonObject change
                && change.getValue("index") instanceof Integer index
                && index >= 0
                && index < Board.SIZE
                && change.getValue("value") instanceof Boolean
                && (change.getValue("version") instanceof Integer || change.getValue("version") instanceof Long);
    }
}
