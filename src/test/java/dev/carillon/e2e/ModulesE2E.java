package dev.carillon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The parts of the page that are pure, asked directly, in the browser. */
@ExtendWith(RedisExtension.class)
final class ModulesE2E {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    private Page page;

    @BeforeEach
    void open() {
        page = chromium.open(instances.start());
    }

    @Test
    void shouldAddWhatCameWhileTheBoardWasRead() {
        assertThat(board("""
                board.readBegins();
                update(10, 1, true);
                update(11, 2, true);
                update(12, 2, false);
                update(13, 3, true);
                say(board.readEnds({ state: boxes(1), version: 12 }));
                say(ticked());
                """)).isEqualTo("true 1,3");
    }

    @Test
    void shouldFindOutThatAChangeIsMissing() {
        assertThat(board("""
                read(10, 1);
                say(update(11, 2, true));
                say(update(13, 3, true));
                say(ticked());
                """)).isEqualTo("true false 1,2");
    }

    @Test
    void shouldFindOutThatAChangeIsMissingInWhatCameWhileTheBoardWasRead() {
        assertThat(board("""
                board.readBegins();
                update(12, 2, true);
                say(board.readEnds({ state: boxes(), version: 10 }));
                """)).isEqualTo("false");
    }

    @Test
    void shouldNotMindChangesThatAReadingOvertook() {
        assertThat(board("""
                read(12, 1);
                say(update(11, 5, true));
                say(update(12, 5, false));
                say(update(13, 6, true));
                say(ticked());
                """)).isEqualTo("true true true 1,6");
    }

    @Test
    void shouldFindOutThatTheServerCountsAnew() {
        assertThat(board("""
                read(57, 1);
                update(58, 2, true);
                say(update(1, 2, true));
                read(1, 2);
                say(update(2, 3, true));
                say(ticked());
                """)).isEqualTo("false true 2,3");
    }

    @Test
    void shouldShowOwnTicksUntilTheyAreConfirmedOrTakenBack() {
        assertThat(board("""
                read(1);
                board.tick(5, true, 100);
                board.tick(6, true, 200);
                say(ticked());
                update(2, 5, true);
                say([board.isPending(5), board.isPending(6)]);
                say(board.rollBack(200).length);
                say(board.rollBack());
                say(ticked());
                """)).isEqualTo("5,6 false,true 0 6 5");
    }

    @Test
    void shouldDrawPausesBelowACeilingThatDoubles() {
        assertThat(page.evaluate("""
                async () => {
                  const { Backoff } = await import('/assets/any/backoff.js');
                  const pauses = (random) => {
                    const backoff = new Backoff({ baseMs: 500, capMs: 3000, random: () => random });
                    return [1, 2, 3, 4, 5].map(() => backoff.next());
                  };
                  return [...pauses(1), ...pauses(0.5), ...pauses(0)];
                }
                """))
                .isEqualTo(List.of(500, 1000, 2000, 3000, 3000, 250, 500, 1000, 1500, 1500, 100, 100, 100, 100, 100));
    }

    /** Runs a script with a board, and what it said. */
    private Object board(String script) {
        return page.evaluate("""
                async () => {
                  const { BoardState } = await import('/assets/any/board-state.js');
                  const board = new BoardState();
                  const said = [];
                  const say = (value) => said.push(String(value));
                  const boxes = (...ticked) => Array.from({ length: 100 }, (_, index) => ticked.includes(index));
                  const ticked = () => boxes().map((_, index) => index).filter((index) => board.shown(index));
                  const update = (version, index, value) => board.update({ version, index, value });
                  const read = (version, ...ticked) => {
                    board.readBegins();
                    board.readEnds({ state: boxes(...ticked), version });
                  };
                """ + script + "return said.join(' '); }");
    }
}
