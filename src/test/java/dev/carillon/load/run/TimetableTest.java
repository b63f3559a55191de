package dev.carillon.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetableTest {
    @Test
    void shouldShareOneRowOfDueTimes() {
        List<Double> due = new ArrayList<>();
        due.addAll(first(4, new Timetable(1e6, 1000, 3, new int[] {0, 2}, false)));
        due.addAll(first(2, new Timetable(1e6, 1000, 3, new int[] {1}, false)));
        assertThat(due)
                .containsExactlyInAnyOrder(
                        1_000_000.0, 1_001_000.0, 1_002_000.0, 1_003_000.0, 1_004_000.0, 1_005_000.0);
    }

    @Test
    void shouldNotDrift() {
        Timetable timetable = new Timetable(0, 3333, 1, new int[] {0}, false);
        for (int i = 0; i < 3333 * 100; i++) {
            timetable.advance();
        }
        assertThat(timetable.nextUs()).isCloseTo(100e6, within(0.1));
    }

    @Test
    void shouldDrawGapsAtRandomWithTheSameMean() {
        Timetable timetable = new Timetable(0, 1000, 4, new int[] {0, 3}, true);
        double last = 0;
        double squares = 0;
        int messages = 100_000;
        for (int i = 0; i < messages; i++) {
            squares += Math.pow(timetable.nextUs() - last, 2);
            last = timetable.nextUs();
            timetable.advance();
        }
        double mean = last / messages;
        assertThat(mean).isCloseTo(2000, within(60.0));
        assertThat(Math.sqrt(squares / messages - mean * mean))
                .as("its gaps vary as much as their mean")
                .isCloseTo(2000, within(100.0));
    }

    private static List<Double> first(int number, Timetable timetable) {
        List<Double> due = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            due.add(timetable.nextUs());
            timetable.advance();
        }
        return due;
    }
}
