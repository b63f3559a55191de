package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When each of the sessions of a drain is closed. */
final class DeparturesTest {
    private static final int SESSIONS = 10;
    private static final long START = 1_000_000;
    private static final long WINDOW = 10_000;

    private final List<Integer> closed = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"0,1", "999,1", "1000,2", "1001,2", "5500,6", "8999,9", "9000,10", "20000,10"})
    void shouldHaveClosedSoManyAfterATime(long elapsed, int expected) {
        departures(SESSIONS, WINDOW).look(START + elapsed);
        assertThat(closed).hasSize(expected).doesNotHaveDuplicates();
    }

    @Test
    void shouldCloseEachOnceHoweverOftenItLooks() {
        Departures departures = departures(SESSIONS, WINDOW);
        for (long now = START; now <= START + WINDOW; now += 7) {
            departures.look(now);
        }
        assertThat(closed).hasSize(SESSIONS).doesNotHaveDuplicates();
        assertThat(departures.isDone()).isTrue();
    }

    @Test
    void shouldCloseAllAtOnceWithoutAWindow() {
        departures(SESSIONS, 0).look(START);
        assertThat(closed).hasSize(SESSIONS);
    }

    @Test
    void shouldCloseTheRestWhenItHurries() {
        Departures departures = departures(SESSIONS, WINDOW);
        departures.look(START + WINDOW / 2);
        assertThat(departures.isDone()).isFalse();
        departures.hurry();
        assertThat(closed).hasSize(SESSIONS).doesNotHaveDuplicates();
    }

    @Test
    void shouldBeDoneWhenThereIsNobody() {
        assertThat(departures(0, WINDOW).isDone()).isTrue();
    }

    /** Those who came together do not leave together. */
    @Test
    void shouldNotGoByOrderOfArrival() {
        departures(1000, 0).look(START);
        List<Integer> sorted = new ArrayList<>(closed);
        Collections.sort(sorted);
        assertThat(closed).isNotEqualTo(sorted);
    }

    private Departures departures(int sessions, long windowNs) {
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            int number = i;
            all.add(() -> closed.add(number));
        }
        return new Departures(all, windowNs, START);
    }
}
