package dev.carillon.redis;

import dev.carillon.bus.Board;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sees to it that no client of this instance is left with an old board: follows the changes that are published, and when one was
 * missed reads the board and has the clients told what differs. Confined to the event loop of the bridge.
 */
final class BoardWatch {
    // No change follows on this one
    private static final long UNKNOWN = -2;

    private final Commands redis;
    private final Consumer<byte[]> clients;

    // Touched only on the bridge's event loop
    private final boolean[] boxes = new boolean[Board.SIZE];
    private long version;
    private boolean reading;
    private boolean readAgain;
    private boolean due;

    // Whether it was ever read: until then clients have missed nothing that they could have seen
    private boolean known;

    // What was published since the board was last asked for
    private final long[] versions = new long[Board.SIZE];
    private final List<Long> published = new ArrayList<>();

    /** @param clients takes a message that all clients of the board are to get */
    BoardWatch(Commands redis, Consumer<byte[]> clients) {
        this.redis = redis;
        this.clients = clients;
    }

    /** Takes what was published on the board's channel, whatever it is. */
    void published(byte[] message) {
        BoardChange.parse(message).ifPresent(change -> {
            boolean missed = change.version() != version + 1;
            boxes[change.index()] = change.value();
            versions[change.index()] = change.version();
            version = change.version();
            if (reading) {
                published.add(change.version());
            } else if (missed) {
                read();
            }
        });
    }

    /** Whether it was ever read. */
    boolean isKnown() {
        return known;
    }

    /** Reads the board, as something may have been missed. */
    void read() {
        if (reading) {
            readAgain = true;
            return;
        }
        reading = true;
        Arrays.fill(versions, 0);
        published.clear();
        redis.submit(BoardStore.read(), this::compare);
    }

    /** Reads the board if that failed before; called now and then. */
    void look() {
        if (due) {
            due = false;
            read();
        }
    }

    private void compare(Response fields, String failure) {
        reading = false;
        boolean again = readAgain;
        readAgain = false;
        if (failure != null || fields == null) {
            version = UNKNOWN;
            due = true;
            return;
        }
        Board board = BoardStore.board(fields);
        for (int i = 0; i < boxes.length; i++) {
            boolean stored = board.boxes().get(i);
            if (versions[i] <= board.version() && boxes[i] != stored) {
                boxes[i] = stored;
                if (known) {
                    clients.accept(new BoardChange(i, stored, board.version()).encode());
                }
            }
        }
        known = true;
        long later = published.stream().filter(each -> each > board.version()).count();
        version = later == 0 ? board.version() : version;
        if (again || version != board.version() + later) {
            read();
        }
    }
}
