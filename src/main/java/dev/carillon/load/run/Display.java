package dev.carillon.load.run;

import dev.carillon.load.result.Moment;
import java.io.PrintWriter;
import java.util.Locale;

/** What is seen while it runs: one line that changes on a terminal, else a line now and then. Callable from any thread. */
public final class Display {
    private static final int BAR = 20;
    private static final String CLEAR = "\r\u001b[K";
    /** What is too long for the terminal's width ends there; wrapped, it could not be written over. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter out;
    private final boolean terminal;
    private final long intervalMs;
    private long nextMs;

    /** @param intervalMs between two lines when {@code out} is no terminal */
    public Display(PrintWriter out, boolean terminal, long intervalMs) {
        this.out = out;
        this.terminal = terminal;
        this.intervalMs = intervalMs;
    }

    /** A line that stays. */
    public synchronized void line(String text) {
        out.println(terminal ? CLEAR + text : text);
        out.flush();
    }

    /**
     * How it goes.
     *
     * @param doing {@code connecting} or {@code running}
     * @param part how much of that is done, from 0 to 1
     * @param errors since the start
     */
    synchronized void progress(String doing, double part, Moment moment, long errors) {
        if (!terminal && moment.atMs() < nextMs) {
            return;
        }
        nextMs = moment.atMs() - moment.atMs() % Math.max(1, intervalMs) + intervalMs;
        String line = String.format(
                Locale.ROOT,
                "%-10s %s %3.0f %% | %,d open | out %,.0f/s in %,.0f/s | p50 %s p99 %s | errors %,d | heap %,d MB",
                doing,
                bar(part),
                part * 100,
                moment.open(),
                moment.perSecond(moment.sent()),
                moment.perSecond(moment.received()),
                latency(moment.latency().ms(moment.latency().p50Us())),
                latency(moment.latency().ms(moment.latency().p99Us())),
                errors,
                moment.heapBytes() >> 20);
        if (terminal) {
            out.print(CLEAR + CUT + line + WRAP);
            out.flush();
        } else {
            line(String.format(Locale.ROOT, "%7.1f s  %s", moment.atMs() / 1000.0, line));
        }
    }

    private static String latency(double ms) {
        return Double.isNaN(ms) ? "-" : String.format(Locale.ROOT, ms < 10 ? "%.2f ms" : "%,.0f ms", ms);
    }

    private static String bar(double part) {
        int full = (int) Math.round(Math.min(1, part) * BAR);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }
}
