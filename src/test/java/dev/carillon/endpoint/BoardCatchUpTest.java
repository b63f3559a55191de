package dev.carillon.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bus.Board;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client is told of the board that missed changes. */
final class BoardCatchUpTest {
    private static final Board BOARD = new Board(Collections.nCopies(Board.SIZE, false), 10);

    @Test
    void shouldTellOfEveryBoxWithTheBoardsVersion() {
        List<JsonObject> state = BoardCatchUp.state(BOARD, List.of());
        assertThat(state).hasSize(Board.SIZE);
        for (int i = 0; i < Board.SIZE; i++) {
            assertThat(state.get(i)).isEqualTo(change(i, false, 10));
        }
    }

    @Test
    void shouldNotTakeBackWhatOvertookTheAnswer() {
        List<JsonObject> state = BoardCatchUp.state(
                BOARD, List.of(change(1, true, 9), change(2, true, 11), change(3, true, 12), change(2, false, 13)));
        List<JsonObject> expected = new ArrayList<>();
        for (int i = 0; i < Board.SIZE; i++) {
            expected.add(change(i, i == 3, 13));
        }
        assertThat(state).isEqualTo(expected);
    }

    private static JsonObject change(int index, boolean value, long version) {
        return new JsonObject().put("index", index).put("value", value).put("version", version);
    }
}
