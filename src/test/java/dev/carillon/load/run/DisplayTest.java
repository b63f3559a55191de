package dev.carillon.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.load.result.Latencies;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Spread;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private final StringWriter out = new StringWriter();

    @Test
    void shouldWriteOverItsLineOnATerminal() {
        Display display = new Display(new PrintWriter(out, true), true, 5000);
        display.progress("running", 0.25, moment(1000), 3);
        display.progress("running", 0.5, moment(2000), 3);
        display.line("memory: slowing down");
        assertThat(out.toString()).containsOnlyOnce("\n");
        assertThat(out.toString().split("\r\u001b\\[K"))
                .containsExactly(
                        "",
                        cut(line("[#####---------------]  25 %")),
                        cut(line("[##########----------]  50 %")),
                        "memory: slowing down\n");
    }

    @Test
    void shouldWriteALineNowAndThenElsewhere() {
        Display display = new Display(new PrintWriter(out, true), false, 5000);
        for (int second = 1; second <= 12; second++) {
            display.progress("running", 0.25, moment(second * 1000), 3);
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "    1.0 s  " + line("[#####---------------]  25 %"),
                        "    5.0 s  " + line("[#####---------------]  25 %"),
                        "   10.0 s  " + line("[#####---------------]  25 %"));
    }

    /** Written so that a terminal which is too narrow shows its beginning in one row. */
    private static String cut(String line) {
        return "\u001b[?7l" + line + "\u001b[?7h";
    }

    private static String line(String bar) {
        return "running    " + bar
                + " | 7 open | out 2,000/s in 4,000/s | p50 1.50 ms p99 1.50 ms | errors 3 | heap 16 MB";
    }

    private static Moment moment(long atMs) {
        Histogram histogram = Latencies.histogram();
        histogram.recordValue(1500);
        return new Moment(atMs, 500, true, 7, 0, 0, 1000, 2000, 0, Spread.of(histogram), 1 << 24, 0.1, 0.1, 1, 0);
    }
}
